import { describe, expect, it } from 'vitest';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem, ThreadItem } from '@chatdock/protocol/thread/items';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import { fitEvents } from './foreign-events.ts';

const common = { thread_id: 't', created_at: '2026-01-01T00:00:00Z' };
const answer = (id: string, text = ''): AssistantMessageItem => ({
  ...common,
  type: 'assistant_message',
  id,
  content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
});
const question = (id: string): ThreadItem => ({
  ...common,
  type: 'user_message',
  id,
  content: [{ type: 'input_text', text: id }],
  attachments: [],
  inference_options: {},
});
const created: ThreadStreamEvent = {
  type: 'thread.created',
  thread: {
    id: 't',
    created_at: common.created_at,
    status: { type: 'active' },
    metadata: {},
    items: { data: [], has_more: false },
  },
};
const added = (item: ThreadItem): ThreadStreamEvent => ({ type: 'thread.item.added', item });
const done = (item: ThreadItem): ThreadStreamEvent => ({ type: 'thread.item.done', item });
const delta = (id: string, text: string): ThreadStreamEvent => ({
  type: 'thread.item.updated',
  item_id: id,
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
});
const partDone = (id: string, text: string): ThreadStreamEvent => ({
  type: 'thread.item.updated',
  item_id: id,
  update: {
    type: 'assistant_message.content_part.done',
    content_index: 0,
    content: { type: 'output_text', text, annotations: [] },
  },
});

const textsOf = ({ items }: ThreadState) =>
  items.flatMap((item) => (item.type === 'assistant_message' ? [item.content.map(({ text }) => text).join('')] : []));

/** Applies the streams one after the other. `shown` has the texts of answers after each event. */
async function play(streams: ThreadStreamEvent[][], isReplay = false) {
  let thread = [created, done(question('q0'))].reduce(reduce, emptyThreadState);
  const shown: string[][] = [];
  for (const events of streams) {
    const source = async function* () {
      yield* events;
    };
    for await (const event of fitEvents(source(), { thread: () => thread, isReplay })) {
      thread = reduce(thread, event);
      shown.push(textsOf(thread));
    }
  }
  return { thread, shown };
}

describe('a stream that finishes its item with each piece', () => {
  it('keeps the text and lets pieces append', async () => {
    const events = [
      added(answer('a')),
      delta('a', 'Hello '),
      done(answer('a')),
      delta('a', 'friend.'),
      done({ ...answer('a', ' '), content: [{ type: 'output_text', text: '', annotations: [] }] }),
      added(answer('a')),
      partDone('a', 'Hello friend.'),
      done(answer('a', 'Hello friend.')),
    ];
    const { thread, shown } = await play([events]);
    for (const [index, [text = '']] of shown.entries())
      expect(text.startsWith(shown[index - 1]?.[0] ?? ''), text).toBe(true);
    expect(textsOf(thread)).toEqual(['Hello friend.']);
    expect([...thread.open]).toEqual([]);
  });

  it('keeps an item open between its pieces, and closes it when the stream ends', async () => {
    const pieces = [delta('a', 'Hello'), done(answer('a'))];
    const { thread } = await play([[added(answer('a')), ...pieces]]);
    expect(textsOf(thread)).toEqual(['Hello']);
    expect([...thread.open]).toEqual([]);
    let open = false;
    const source = async function* () {
      yield* [added(answer('a')), ...pieces, delta('a', '!')];
    };
    let state = emptyThreadState;
    for await (const event of fitEvents(source(), { thread: () => state, isReplay: false })) {
      state = reduce(state, event);
      if (textsOf(state)[0] === 'Hello!' && event.type === 'thread.item.updated') open = state.open.has('a');
    }
    expect(open).toBe(true);
  });

  it('shows text of an item that was not announced', async () => {
    for (const end of [[], [done(answer('a', 'Hello friend.'))]]) {
      const { thread } = await play([[delta('a', 'Hello '), done(answer('a')), delta('a', 'friend.'), ...end]]);
      expect(textsOf(thread)).toEqual(['Hello friend.']);
      expect([...thread.open]).toEqual([]);
    }
  });

  it('finishes an answer that stays empty', async () => {
    expect((await play([[added(answer('a')), done(answer('a'))]])).thread).toMatchObject({
      items: [{ id: 'q0' }, { id: 'a' }],
      open: new Set(),
    });
  });

  it('leaves an item open that a cut stream did not finish', async () => {
    expect([...(await play([[added(answer('a')), delta('a', 'Hel')]])).thread.open]).toEqual(['a']);
  });
});

describe('answers with the same id', () => {
  const stream = (text: string) => [
    added(answer('__fake_id__')),
    delta('__fake_id__', text),
    done(answer('__fake_id__', text)),
  ];

  it('are all kept, in later turns and after a client tool', async () => {
    const { thread } = await play([
      [...stream('one')],
      [done(question('q1')), ...stream('two')],
      [...stream('three')],
      [done(question('q2')), done(answer('__fake_id__', 'four'))],
    ]);
    expect(textsOf(thread)).toEqual(['one', 'two', 'three', 'four']);
    expect(new Set(thread.items.map(({ id }) => id)).size).toBe(thread.items.length);
  });

  it('are one answer where a stream is repeated', async () => {
    const { thread } = await play([stream('one'), stream('one and more')], true);
    expect(textsOf(thread)).toEqual(['one and more']);
  });

  it('can be replaced and removed, and an action may finish an older one again', async () => {
    const { thread } = await play([
      stream('one'),
      [done(question('q1')), ...stream('two'), { type: 'thread.item.replaced', item: answer('__fake_id__', 'two!') }],
    ]);
    expect(textsOf(thread)).toEqual(['one', 'two!']);
    const removed = await play([
      stream('one'),
      [done(question('q1')), ...stream('two'), { type: 'thread.item.removed', item_id: '__fake_id__' }],
    ]);
    expect(textsOf(removed.thread)).toEqual(['one']);
    expect(textsOf((await play([stream('one'), [done(answer('__fake_id__', 'edited'))]])).thread)).toEqual(['edited']);
  });
});
