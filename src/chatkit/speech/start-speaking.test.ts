/** What happens before the code of the announcements has loaded is announced once it has. */
import { emptyThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { english } from '../language/text.ts';
import type { ChatState } from '../state/chat-state.ts';
import { createStore } from '../state/store.ts';
import { loadAnswerTexts } from '../ui/loading/load-later.ts';
import { loadSpeech } from './load-speech.ts';
import { startSpeaking } from './start-speaking.ts';

beforeEach(async () => {
  await Promise.all([loadAnswerTexts(), loadSpeech()]);
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const common = { thread_id: 'thr_1', created_at: '2026-01-01T00:00:00Z' };
const asked = (id = 'u1'): ThreadItem => ({
  type: 'user_message',
  id,
  ...common,
  content: [],
  attachments: [],
  inference_options: {},
});
const answer = (text: string, id = 'msg_1'): ThreadItem => ({
  type: 'assistant_message',
  id,
  ...common,
  content: [{ type: 'output_text', text, annotations: [] }],
});

/** Starts with the first `failures` attempts to load failing; the others wait for `arrive`. */
async function start(failures = 0) {
  // The part of the state that is read.
  const store = createStore({
    thread: emptyThreadState,
    turn: { phase: 'idle' },
    unsent: {},
    stoppedAfter: null,
    language: english,
  } as unknown as ChatState);
  const spoken: string[] = [];
  const arrived = Promise.withResolvers<void>();
  let attempts = 0;
  const load = async () => {
    attempts += 1;
    if (attempts <= failures) throw new TypeError('import');
    await arrived.promise;
    return loadSpeech();
  };
  const stop = startSpeaking(store, (text) => spoken.push(text), load);
  const set = (part: Partial<ChatState['thread']>, phase: 'idle' | 'responding' = 'responding') =>
    store.set({
      thread: { ...store.get().thread, ...part },
      turn: phase === 'idle' ? { phase } : { phase, isSlow: false },
    });
  const pass = (milliseconds = 3500) => vi.advanceTimersByTimeAsync(milliseconds);
  /** A message is sent, stored and answered. */
  const turn = (id: string, text: string) => {
    const { items } = store.get().thread;
    set({ items: [...items, asked(id)], optimisticId: id });
    set({ optimisticId: null });
    set({ items: [...items, asked(id), answer('', `m_${id}`)], open: new Set([`m_${id}`]) });
    set({ items: [...items, asked(id), answer(text, `m_${id}`)], open: new Set() });
    set({}, 'idle');
  };
  await pass(0);
  return { spoken, store, turn, pass, stop, attempts: () => attempts, arrive: arrived.resolve };
}

it('announces a sent message and its answer that came before the code', async () => {
  const { spoken, turn, pass, arrive } = await start();
  turn('u1', 'It is on its way. It comes today.');
  await pass();
  expect(spoken).toEqual([]);
  arrive();
  await pass();
  expect(spoken).toEqual(['Message sent.', 'It is on its way. It comes today.']);
});

it('announces that the answer was stopped before the code came', async () => {
  const { spoken, store, turn, pass, arrive } = await start();
  turn('u1', 'It is');
  store.set({ stoppedAfter: 'm_u1' });
  arrive();
  await pass();
  expect(spoken).toEqual(['Message sent.', 'You stopped this answer.', 'It is']);
});

it('announces no turn but the last of those that were missed', async () => {
  const { spoken, turn, pass, arrive } = await start();
  turn('u1', 'One.');
  turn('u2', 'Two.');
  arrive();
  await pass();
  expect(spoken).toEqual(['Message sent.', 'Two.']);
});

it('loads again after a failure, at the next change after five seconds', async () => {
  const { spoken, store, turn, pass, attempts, arrive } = await start(1);
  arrive();
  turn('u1', 'It is on its way.');
  await pass(5000);
  expect([attempts(), spoken]).toEqual([1, []]);
  store.set({});
  await pass();
  expect([attempts(), spoken]).toEqual([2, ['Message sent.', 'It is on its way.']]);
});

it('announces nothing after its end', async () => {
  const { spoken, turn, pass, arrive, stop } = await start();
  turn('u1', 'It is on its way.');
  stop();
  arrive();
  await pass();
  expect(spoken).toEqual([]);
});
