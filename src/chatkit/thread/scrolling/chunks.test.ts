import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { Heights, positionsOf, rangeAt, toChunks, type Chunk } from './chunks.ts';

const item = (id: number): ThreadItem => ({
  type: 'assistant_message',
  id: `m${id}`,
  thread_id: 't',
  created_at: '',
  content: [],
});
const items = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => item(from + index));
const flat = (chunks: readonly Chunk[]) => chunks.flatMap((chunk) => chunk.items);

describe('a long thread in chunks', () => {
  it('has every item once and in order', () => {
    const all = items(0, 1000);
    expect(flat(toChunks([], all))).toEqual(all);
    expect(toChunks([], [])).toEqual([]);
  });

  it('keeps the chunks that a change at the end does not touch', () => {
    const all = items(0, 100);
    const before = toChunks([], all);
    const changed = all.with(99, { ...item(99) });
    const after = toChunks(before, [...changed, item(100), item(101)]);
    expect(flat(after)).toEqual([...changed, item(100), item(101)]);
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    for (let index = 0; index < before.length - 1; index++) expect(after[index]).toBe(before[index]);
    expect(after[before.length - 1]?.key).toBe(before.at(-1)?.key);
  });

  it('puts older items before the existing chunks', () => {
    const newest = items(100, 140);
    const before = toChunks([], newest);
    const after = toChunks(before, [...items(60, 100), ...newest]);
    expect(flat(after)).toEqual(items(60, 140));
    expect(after.slice(-before.length)).toEqual(before);
    for (const chunk of before) expect(after).toContain(chunk);
  });

  it('handles removed items, and another thread', () => {
    const before = toChunks([], items(0, 100));
    const left = items(0, 100).toSpliced(50, 3);
    expect(flat(toChunks(before, left))).toEqual(left);
    expect(flat(toChunks(before, items(500, 520)))).toEqual(items(500, 520));
  });

  it('renders the chunks near the view, and marks the end as such', () => {
    const chunks = toChunks([], items(0, 1200));
    const heights = new Heights();
    for (const chunk of chunks) heights.set(chunk, 1000);
    const atTop = rangeAt(chunks, heights, 0, 600, 600);
    expect(positionsOf(chunks, atTop)).toEqual([0, 2]);
    const inside = rangeAt(chunks, heights, 50_000, 600, 600);
    expect(positionsOf(chunks, inside)).toEqual([49, 52]);
    const atEnd = rangeAt(chunks, heights, 199_400, 600, 600);
    expect(atEnd?.last).toBeNull();
    expect(positionsOf(toChunks(chunks, items(0, 1230)), atEnd)[1]).toBe(205);
  });

  it('estimates what was not measured from the mean of what was', () => {
    const [first, second, third] = toChunks([], items(0, 18));
    if (!first || !second || !third) throw new Error('18 items are 3 chunks.');
    const heights = new Heights();
    const assumed = heights.of(third);
    heights.set(first, 300);
    expect(heights.of(third)).toBe(300);
    heights.set(second, 900);
    expect(heights.ofAll([first, second, third])).toBe(300 + 900 + 600);
    heights.set(second, 300);
    heights.set(first, 310); // a difference that would only move the scroll bar
    expect([heights.of(first), heights.of(third)]).toEqual([310, 300]);
    expect(assumed).not.toBe(300);
  });
});
