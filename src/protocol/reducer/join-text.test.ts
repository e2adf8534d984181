import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyEvent } from '../../../test/fixtures/events.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';
import { joinText } from './join-text.ts';
import { reduce } from './reduce.ts';
import { emptyThreadState } from './thread-state.ts';

const delta = (item_id: string, text: string, content_index = 0): ThreadStreamEvent => ({
  type: 'thread.item.updated',
  item_id,
  update: { type: 'assistant_message.content_part.text_delta', content_index, delta: text },
});
const progress: ThreadStreamEvent = { type: 'progress_update', text: 'Thinking' };

it('joins consecutive deltas of one text, never across another event, message or part', () => {
  const events = [
    delta('a', 'One '),
    delta('a', 'two'),
    progress,
    delta('a', ' three'),
    delta('b', 'x'),
    delta('b', 'y', 1),
    delta('b', 'z', 1),
  ];
  expect([...joinText(events)]).toEqual([
    delta('a', 'One two'),
    progress,
    delta('a', ' three'),
    delta('b', 'x'),
    delta('b', 'yz', 1),
  ]);
  expect(events[0]).toEqual(delta('a', 'One '));
});

it('gives the same thread', () => {
  const item = {
    type: 'assistant_message',
    id: 'a',
    thread_id: 't',
    created_at: '2025-01-02T03:04:05Z',
    content: [],
  } as const;
  const start = reduce(emptyThreadState, { type: 'thread.item.added', item: { ...item, content: [] } });
  const anyDelta = fc
    .tuple(fc.constantFrom('a', 'b'), fc.string(), fc.nat(2))
    .map(([id, text, index]) => delta(id, text, index));
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 5, arbitrary: anyDelta }, anyEvent)), (events) => {
      expect([...joinText(events)].reduce(reduce, start)).toEqual(events.reduce(reduce, start));
    }),
  );
});

it('yields the text before an error, then the error', () => {
  function* broken() {
    yield delta('a', 'One ');
    yield delta('a', 'two');
    throw new Error('broken');
  }
  const seen: ThreadStreamEvent[] = [];
  expect(() => {
    for (const event of joinText(broken())) seen.push(event);
  }).toThrow('broken');
  expect(seen).toEqual([delta('a', 'One two')]);
});
