/** The announcements of a turn for a screen reader. */
import { emptyThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { strings as german } from '../locales/de-DE.ts';
import { english, type Language } from '../language/text.ts';
import type { ChatState } from '../state/chat-state.ts';
import { createStore } from '../state/store.ts';
import { loadLater } from '../ui/loading/load-later.ts';
import { speakAnswers } from './speak-answers.ts';

beforeEach(async () => {
  await loadLater();
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const common = { thread_id: 'thr_1', created_at: '2026-01-01T00:00:00Z' };
const asked: ThreadItem = {
  type: 'user_message',
  id: 'u1',
  ...common,
  content: [],
  attachments: [],
  inference_options: {},
};
const answer = (text: string, id = 'msg_1'): ThreadItem => ({
  type: 'assistant_message',
  id,
  ...common,
  content: [{ type: 'output_text', text, annotations: [] }],
});
const widget = (children: object[], more: object = {}, id = 'w1') =>
  ({ type: 'widget', id, ...common, widget: { type: 'Card', children }, ...more }) as ThreadItem;
const thread = { id: 'thr_1', created_at: common.created_at, status: { type: 'active' as const }, metadata: {} };

type Part = Partial<ChatState['thread']>;

async function listen(language: Language = english, first: Part = {}) {
  // The part of the state that is read.
  const store = createStore({
    thread: { ...emptyThreadState, thread, ...first },
    turn: { phase: 'idle' },
    unsent: {},
    language,
  } as ChatState);
  const spoken: string[] = [];
  speakAnswers(store, (text) => spoken.push(text));
  await vi.advanceTimersByTimeAsync(0);
  const set = (part: Part, phase: 'idle' | 'responding' = 'responding') =>
    store.set({
      thread: { ...store.get().thread, ...part },
      turn: phase === 'idle' ? { phase } : { phase, isSlow: false },
    });
  /** A message on its way, and then on the server. */
  const send = () => {
    set({ items: [asked], optimisticId: 'u1' });
    set({ optimisticId: null });
  };
  const pass = (milliseconds = 3500) => vi.advanceTimersByTimeAsync(milliseconds);
  const show = async (part: Part, phase: 'idle' | 'responding' = 'responding') => {
    set(part, phase);
    await pass();
  };
  return { spoken, store, set, send, show, pass };
}

describe('an answer', () => {
  it('is spoken in whole sentences, each once, and its end when it is over', async () => {
    const { spoken, send, show } = await listen();
    send();
    const write = (text: string, phase?: 'idle') =>
      show({ items: [asked, answer(text)], open: new Set(['msg_1']) }, phase);
    await write('It is on');
    await write('It is on its way. It comes');
    await write('It is on its way. It comes today. Or');
    await show({ items: [asked, answer('It is on its way. It comes today. Or tomorrow')], open: new Set() }, 'idle');
    expect(spoken).toEqual([
      'Message sent.',
      'The assistant is answering.',
      'It is on its way.',
      'It comes today.',
      'Or tomorrow',
    ]);
  });

  it('is not spoken if it was already loaded', async () => {
    const { spoken, show } = await listen();
    await show({ items: [asked, answer('An older answer.')] }, 'idle');
    expect(spoken).toEqual([]);
  });

  it('of another conversation that was opened meanwhile is not spoken', async () => {
    const { spoken, send, show } = await listen();
    send();
    await show({ items: [asked, answer('A sentence. ')] });
    await show({ thread: { ...thread, id: 'thr_2' }, items: [asked, answer('Another thread.', 'msg_9')] }, 'idle');
    expect(spoken.join(' ')).not.toContain('Another thread');
  });
});

describe('a turn', () => {
  it('of a message that was not stored announces neither its sending nor an answer', async () => {
    const { spoken, store, set, show } = await listen();
    await show({ items: [asked], optimisticId: 'u1' });
    store.set({ unsent: { u1: { failure: { key: 'failure.offline' } } } as unknown as ChatState['unsent'] });
    set({ optimisticId: null });
    await show({}, 'idle');
    expect(spoken).toEqual([]);
  });

  it('that answers the same message again announces no sent message', async () => {
    const { spoken, show } = await listen(english, { items: [asked] });
    await show({ items: [asked] });
    await show({ items: [asked, answer('Another answer.', 'msg_2')] }, 'idle');
    expect(spoken).toEqual(['The assistant is answering.', 'Another answer.']);
  });

  it('that continues after questions does not repeat what was spoken before them', async () => {
    const { spoken, send, show } = await listen();
    send();
    await show({ items: [asked, answer('Three questions.')] }, 'idle');
    await show({});
    await show({ items: [asked, answer('Three questions.'), answer('Thank you.', 'msg_2')] }, 'idle');
    expect(spoken).toEqual(['Message sent.', 'Three questions.', 'The assistant is answering.', 'Thank you.']);
  });
});

describe('at most one announcement every three seconds', () => {
  it('has everything that was written meanwhile, and only the newest step', async () => {
    const { spoken, send, set, pass } = await listen();
    send();
    set({ items: [asked, answer('One. ')], open: new Set(['msg_1']) });
    await pass(600);
    expect(spoken).toEqual(['Message sent.', 'One.']);
    for (const [text, words] of [
      ['Searching', 'One. Two. '],
      ['Reading', 'One. Two. Three. '],
      ['Comparing', 'One. Two. Three. Four. '],
    ] as const) {
      set({ items: [asked, answer(words)], progress: { text } });
      await pass(500);
    }
    expect(spoken).toHaveLength(2);
    await pass(1500);
    expect(spoken).toEqual(['Message sent.', 'One.', 'Two. Three. Four. Comparing']);
    await pass(20_000);
    expect(spoken).toHaveLength(3);
  });
});

describe('other announcements', () => {
  it.each<[string, ThreadItem, string]>([
    ['its copy text', widget([{ type: 'Title', value: 'T' }], { copy_text: 'Parcel 4711 arrives today' }), 'Parcel 4711 arrives today'],
    ['its title and first line', widget([{ type: 'Row', children: [{ type: 'Title', value: 'Parcel' }] }, { type: 'Text', value: 'Today' }, { type: 'Text', value: 'x' }]), 'Parcel. Today'],
    ['its first line of Markdown, without its marks', widget([{ type: 'Markdown', value: 'Which is **not** a clay? See [the list](https://example.com/a).' }]), 'Which is not a clay? See the list.'],
    ['a table of Markdown by its size', widget([{ type: 'Title', value: 'Sizes' }, { type: 'Markdown', value: '| a | b |\n| - | - |\n| 1 | 2 |' }]), 'Sizes. Table, 1 row.'],
    ['its status and first line', widget([{ type: 'Caption', value: 'From Oslo' }], { widget: { type: 'Card', status: { text: 'On its way' }, children: [{ type: 'Caption', value: 'From Oslo' }] } }), 'On its way. From Oslo'],
  ])('a widget announces %s', async (_, item, words) => {
    const { spoken, send, show } = await listen();
    send();
    await show({ items: [asked, item], open: new Set(['w1']) });
    expect(spoken.join()).not.toContain(words);
    await show({ items: [asked, item], open: new Set() }, 'idle');
    expect(spoken.at(-1)).toBe(words);
  }); // prettier-ignore

  it('a widget that an action has changed is announced, also without a turn', async () => {
    const before = [asked, widget([{ type: 'Title', value: 'Book' }]), answer('Done.')];
    const { spoken, show } = await listen(english, { items: before });
    await show({ items: before }, 'idle');
    await show({ items: before.with(1, widget([{ type: 'Title', value: 'Booked' }])) }, 'idle');
    expect(spoken).toEqual(['Booked']);
  });

  it('a picture is announced while it is generated and when it is ready, localised', async () => {
    const { spoken, send, show } = await listen({ locale: 'de-DE', direction: 'ltr', strings: german });
    const image = (url?: string): ThreadItem => ({
      type: 'generated_image',
      id: 'g',
      ...common,
      ...(url && { image: { id: 'i', url } }),
    });
    send();
    await show({ items: [asked, image()], open: new Set(['g']) });
    await show({ items: [asked, image('https://x.example/a.png')], open: new Set() }, 'idle');
    expect(spoken).toEqual([german['announce.sent'], german['thread.image.making'], german['announce.image']]);
  });

  it('the newest step of work, and notices except dangers, which are alerts', async () => {
    const { spoken, send, show } = await listen();
    const work = (...titles: string[]): ThreadItem => ({
      type: 'workflow',
      id: 'wf',
      ...common,
      workflow: {
        type: 'custom',
        expanded: false,
        tasks: titles.map((title) => ({ type: 'custom', title, status_indicator: 'loading' })),
      },
    });
    send();
    await show({ items: [asked, work('Reading')], open: new Set(['wf']) });
    await show({ items: [asked, work('Reading', 'Comparing')] });
    await show({
      notices: [
        { type: 'notice', level: 'info', title: 'Limit', message: 'You are **close**.', after: null },
        { type: 'notice', level: 'danger', message: 'Out', after: null },
      ],
    });
    expect(spoken).toEqual(['Message sent.', 'Reading', 'Comparing', 'Limit: You are close.']);
  });
});
