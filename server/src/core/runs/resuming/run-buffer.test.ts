/** The events that readers of a running turn get, and when. */
import { setImmediate as loopTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type EventBatch, RunBuffer } from './run-buffer.ts';

/** A reader that notes its batches, as `first:count`. */
function follow(buffer: RunBuffer, after = 0, handle: (batch: EventBatch) => void | Promise<void> = () => undefined) {
  const batches: string[] = [];
  const leaving = new AbortController();
  const ended = buffer.read(
    after,
    (batch) => {
      batches.push(`${batch.first}:${batch.events.length}`);
      return handle(batch);
    },
    leaving.signal,
  );
  return { batches, ended, leave: () => leaving.abort() };
}

const sumOf = (batches: string[]) => batches.reduce((sum, batch) => sum + Number(batch.split(':')[1]), 0);
const append = (buffer: RunBuffer, count: number, json = '{}') => {
  for (let index = 0; index < count; index += 1) buffer.append(json);
};

it('joins the events of one turn of the event loop into one batch', async () => {
  const buffer = new RunBuffer();
  append(buffer, 2);
  const reader = follow(buffer);
  for (let index = 0; index < 3; index += 1) {
    append(buffer, 1);
    await undefined; // a turn of the loop has many of these
  }
  expect(reader.batches).toEqual(['1:2']);
  await loopTurn();
  append(buffer, 1);
  await loopTurn();
  buffer.finish('completed');
  await reader.ended;
  expect(reader.batches).toEqual(['1:2', '3:3', '6:1']);
});

it('delivers a long burst within one turn of the loop whole, even if it exceeds the limit', async () => {
  const buffer = new RunBuffer();
  const reader = follow(buffer);
  append(buffer, 12_000);
  const large = new RunBuffer();
  const largeReader = follow(large);
  append(large, 240, 'x'.repeat(10_000));
  for (const each of [buffer, large]) each.finish('completed');
  await Promise.all([reader.ended, largeReader.ended]);
  expect([sumOf(reader.batches), sumOf(largeReader.batches)]).toEqual([12_000, 240]);
});

it('waits for a slow reader, and refuses it once its next event is dropped', async () => {
  const buffer = new RunBuffer();
  const quick = follow(buffer);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const slow = follow(buffer, 0, () => held);
  append(buffer, 1);
  await loopTurn();
  append(buffer, 6000);
  await loopTurn();
  expect(slow.batches).toEqual(['1:1']);
  release();
  await expect(slow.ended).rejects.toMatchObject({ status: 410 });
  buffer.finish('completed');
  await quick.ended;
  expect(sumOf(quick.batches)).toBe(6001);
});

it('releases a reader that leaves, even while it is behind', async () => {
  const buffer = new RunBuffer();
  const reader = follow(buffer);
  const behind = follow(buffer, 0, () => new Promise(() => {}));
  append(buffer, 1);
  await loopTurn();
  for (const each of [reader, behind]) each.leave();
  await Promise.all([reader.ended, behind.ended]);
  append(buffer, 1);
  await loopTurn();
  expect([reader.batches, behind.batches]).toEqual([['1:1'], ['1:1']]);
});

it('rejects with a reader’s own error, and the other readers continue', async () => {
  const buffer = new RunBuffer();
  const broken = follow(buffer, 0, () => {
    throw new Error('The connection is broken.');
  });
  const reader = follow(buffer);
  append(buffer, 1);
  buffer.finish('failed');
  await expect(broken.ended).rejects.toThrow('broken');
  await reader.ended;
  expect(reader.batches).toEqual(['1:1']);
});

it.each([
  ['5,000 events', 6000, '{}', 5000],
  ['a million characters', 240, 'x'.repeat(10_000), 100],
])('keeps the newest events, at most %s', (_, count, json, most) => {
  const buffer = new RunBuffer(() => ['the unfinished items']);
  append(buffer, count, json);
  let kept = 0;
  while (kept < count && buffer.contains(count - kept - 1)) kept += 1;
  expect(kept).toBeLessThanOrEqual(most);
  expect(kept).toBeGreaterThan(most / 2);
  expect(() => buffer.from(count - kept - 1)).toThrow(expect.objectContaining({ status: 410 }));
  expect(buffer.from(0)).toEqual({ first: count, events: ['the unfinished items'] });
});
