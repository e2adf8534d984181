import { emptyThreadState } from '@chatdock/protocol/thread-state';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatState } from './chat-state.ts';
import { lastSentenceEnd, speakAnswers, toSpeech } from './speak-answers.ts';
import { createStore } from './store.ts';

it.each([
  ['It is on', 0],
  ['It is on its way.', 0], // a point may be the middle of a number or an ellipsis: the sentence ends with what follows
  ['It is on its way. It co', 18],
  ['今日は。明日', 4],
  ['a line\nand', 7],
  ['He said “no.” Then', 14],
])('finds where the last whole sentence of %j ends', (text, end) => expect(lastSentenceEnd(text)).toBe(end));

it.each([
  ['## On **its** way', 'On its way'],
  ['- one\n- [two](https://example.com)', 'one two'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
  ['```js\nlet x\n```', 'let x'],
  ['H<sub>2</sub>O<br>and<!-- unseen --> <b>more</b>', 'H2O and <b>more</b>'],
])('reads %j as it would be spoken', (markdown, speech) => expect(toSpeech(markdown)).toBe(speech));

it('reads hostile text quickly, such as 64 KB of brackets or of spaces before a word', () => {
  for (const part of ['[', '[a](', ' ', '\t|', '\n', '*', '.)', '<!--', '<br'])
    expect(toSpeech(`${part.repeat(65_536)}a`)).toContain('a');
});

describe('an answer that is read aloud while it is written', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function listen() {
    // The part of the state that is read.
    const store = createStore({ thread: emptyThreadState, turn: { phase: 'idle' } } as ChatState);
    const spoken: string[] = [];
    speakAnswers(store, (text) => spoken.push(text));
    const answer = (id: string, text: string) => ({
      type: 'assistant_message' as const,
      id,
      thread_id: 'thr_1',
      created_at: '2026-01-01T00:00:00Z',
      content: [{ type: 'output_text' as const, text, annotations: [] }],
    });
    const show = (text: string, phase: 'idle' | 'responding') => {
      const turn: ChatState['turn'] = phase === 'idle' ? { phase } : { phase, isSlow: false };
      store.set({ thread: { ...emptyThreadState, items: [answer('msg_1', text)] }, turn });
      vi.advanceTimersByTime(2000);
    };
    return { spoken, show };
  }

  it('is spoken in whole sentences, each once, and its end when it is over', () => {
    const { spoken, show } = listen();
    show('It is on', 'responding');
    expect(spoken).toEqual([]);
    show('It is on its way. It comes', 'responding');
    show('It is on its way. It comes today. Or', 'responding');
    show('It is on its way. It comes today. Or tomorrow', 'idle');
    expect(spoken).toEqual(['It is on its way.', 'It comes today.', 'Or tomorrow']);
  });

  it('is not spoken when it was there before', () => {
    const { spoken, show } = listen();
    show('An older answer.', 'idle');
    expect(spoken).toEqual([]);
  });
});
