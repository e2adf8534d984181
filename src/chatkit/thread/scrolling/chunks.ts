/** Splits a long thread into chunks, so that only those near the view are rendered. Pure. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';

export interface Chunk {
  /** Stays the same when items of the chunk change. */
  key: string;
  items: readonly ThreadItem[];
}

/** The maximum number of items in a chunk. Small, so that a frame of fast scrolling renders few items that are out of view. */
const CHUNK_SIZE = 6;
/** The chunks that a thread shows first. */
const FIRST_CHUNKS = 3;

/**
 * Splits `items` into chunks and reuses the previous ones: an unchanged chunk stays the same object, new items at the
 * end fill the last chunk, and older items at the beginning get chunks of their own.
 */
export function toChunks(previous: readonly Chunk[], items: readonly ThreadItem[]): readonly Chunk[] {
  const firstId = previous[0]?.items[0]?.id;
  const offset =
    firstId === undefined ? -1 : items[0]?.id === firstId ? 0 : items.findIndex(({ id }) => id === firstId);
  if (offset < 0) return cut(items);
  const chunks = cut(items.slice(0, offset));
  let at = offset;
  for (const chunk of previous) {
    const length = chunk === previous.at(-1) ? CHUNK_SIZE : chunk.items.length;
    const next = isUnchanged(chunk, items, at, length)
      ? chunk
      : { key: chunk.key, items: items.slice(at, at + length) };
    if (next.items.length > 0) chunks.push(next);
    at += next.items.length;
  }
  chunks.push(...cut(items.slice(at)));
  return chunks;
}

/** Splits from the end, so that a page of older items does not leave a short chunk in the middle. */
function cut(items: readonly ThreadItem[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let end = items.length; end > 0; end -= CHUNK_SIZE) {
    const piece = items.slice(Math.max(0, end - CHUNK_SIZE), end);
    chunks.push({ key: piece[0]?.id ?? '', items: piece });
  }
  return chunks.toReversed();
}

function isUnchanged(chunk: Chunk, items: readonly ThreadItem[], at: number, length: number): boolean {
  if (chunk.items.length !== Math.min(length, items.length - at)) return false;
  return chunk.items.every((item, index) => items[at + index] === item);
}

/** The chunks from one key to another; null means the end of the thread. */
export interface ChunkRange {
  first: string;
  last: string | null;
}

/** The assumed height of an item before any was measured, in pixels. */
const LIKELY_HEIGHT = 120;
/** The mean is adopted when it differs by more than this part, because every change moves the scroll bar. */
const MEAN_TOLERANCE = 0.1;

/** The heights of chunks: measured, or estimated from the mean of those that were. */
export class Heights {
  readonly #measured = new Map<string, { height: number; counted: { height: number; items: number } }>();
  #sum = 0;
  #items = 0;
  #mean = LIKELY_HEIGHT;

  /** A chunk that is growing does not count for the mean, or the scroll bar would move while an answer streams. */
  set({ key, items }: Chunk, height: number, { isGrowing = false } = {}): void {
    const before = this.#measured.get(key);
    const counted = isGrowing ? { height: 0, items: 0 } : { height, items: items.length };
    this.#sum += counted.height - (before?.counted.height ?? 0);
    this.#items += counted.items - (before?.counted.items ?? 0);
    this.#measured.set(key, { height, counted });
    const mean = this.#items > 0 ? this.#sum / this.#items : LIKELY_HEIGHT;
    if (Math.abs(mean - this.#mean) > this.#mean * MEAN_TOLERANCE) this.#mean = mean;
  }

  of({ key, items }: Chunk): number {
    return this.#measured.get(key)?.height ?? items.length * this.#mean;
  }

  ofAll(chunks: readonly Chunk[]): number {
    return chunks.reduce((sum, chunk) => sum + this.of(chunk), 0);
  }
}

/** The chunks to render for a view of `viewHeight` pixels, `top` pixels below the first chunk. */
export function rangeAt(
  chunks: readonly Chunk[],
  heights: Heights,
  top: number,
  viewHeight: number,
  margin: number,
): ChunkRange | null {
  let first: Chunk | undefined;
  let last: Chunk | undefined;
  let edge = 0;
  for (const chunk of chunks) {
    const end = edge + heights.of(chunk);
    if (end >= top - margin && edge <= top + viewHeight + margin) {
      first ??= chunk;
      last = chunk;
    }
    edge = end;
  }
  first ??= last ??= chunks.at(-1);
  if (!first || !last) return null;
  return { first: first.key, last: last === chunks.at(-1) ? null : last.key };
}

/** Converts a range to indexes: the first chunk, and the one after the last. */
export function positionsOf(chunks: readonly Chunk[], range: ChunkRange | null): [from: number, to: number] {
  if (!range) return [Math.max(0, chunks.length - FIRST_CHUNKS), chunks.length];
  const from = chunks.findIndex(({ key }) => key === range.first);
  const to = range.last === null ? chunks.length - 1 : chunks.findIndex(({ key }) => key === range.last);
  if (from < 0 || to < 0) return [Math.max(0, chunks.length - FIRST_CHUNKS), chunks.length];
  return [from, to + 1];
}
