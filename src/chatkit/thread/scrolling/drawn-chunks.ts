/** Tracks which chunks of a long thread are rendered, and the heights of the others. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Heights, positionsOf, rangeAt, toChunks, type Chunk, type ChunkRange } from './chunks.ts';

/**
 * While the view moves by more screens than this per frame, nothing is rendered, because it would leave the view before
 * it is seen.
 */
const JUMP_SCREENS = 2;
const FRAME_MS = 1000 / 60;
/** A thread of fewer chunks is rendered as a whole. */
const FEW_CHUNKS = 4;

interface DrawnChunksOptions {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** Called when the view has moved and does not jump: what is in view is rendered, or is about to be. */
  onRest: () => void;
}

interface DrawnState {
  chunks: readonly Chunk[];
  heights: Heights;
  range: ChunkRange | null;
}

export function useDrawnChunks({ scroller, content, onRest }: DrawnChunksOptions) {
  const [range, setRange] = useState<ChunkRange | null>(null);
  const state = useRef<DrawnState>({ chunks: [], heights: new Heights(), range }).current;
  state.range = range;
  const jumps = useRef<JumpWatch | null>(null);
  useEffect(() => () => jumps.current?.stop(), []);

  const measure = () => {
    const [from, to] = positionsOf(state.chunks, state.range);
    const drawn = new Map(state.chunks.slice(from, to).map((chunk) => [chunk.key, chunk]));
    for (const element of content.current?.querySelectorAll<HTMLElement>('[data-chunk]') ?? []) {
      const chunk = drawn.get(element.dataset['chunk'] ?? '');
      if (chunk) state.heights.set(chunk, element.offsetHeight, { isGrowing: chunk === state.chunks.at(-1) });
    }
  };

  const draw = (next: ChunkRange | null) => {
    if (next?.first === state.range?.first && next?.last === state.range?.last) return;
    keepFocus(scroller.current, state.chunks, next);
    state.range = next;
    setRange(next);
  };

  /** Renders the chunks near the view and removes those far away. */
  const look = () => {
    const box = scroller.current;
    const inner = content.current;
    if (!box?.clientHeight || state.chunks.length < FEW_CHUNKS) return;
    const first = inner?.querySelector<HTMLElement>('[data-chunk]');
    const position = state.chunks.findIndex(({ key }) => key === first?.dataset['chunk']);
    if (!first || position < 0) return;
    measure();
    // From a rendered chunk, because the space before it may still have the heights estimated earlier.
    const above = state.heights.ofAll(state.chunks.slice(0, position));
    const top = above + box.getBoundingClientRect().top - first.getBoundingClientRect().top;
    const needed = rangeAt(state.chunks, state.heights, top, box.clientHeight, box.clientHeight);
    const keepable = rangeAt(state.chunks, state.heights, top, box.clientHeight, box.clientHeight * 2.5);
    if (!needed || !keepable) return;
    const [from, to] = positionsOf(state.chunks, state.range);
    const [neededFrom, neededTo] = positionsOf(state.chunks, needed);
    if (from <= neededFrom && to >= neededTo) {
      const [keepableFrom, keepableTo] = positionsOf(state.chunks, keepable);
      if (from >= keepableFrom && to <= keepableTo && state.range) return; // the right amount is rendered
    }
    draw(needed);
  };

  const isJumping = () => {
    if (!scroller.current) return true;
    jumps.current ??= new JumpWatch(() => {
      look();
      onRest();
    });
    return jumps.current.isJumping(scroller.current);
  };

  return {
    range,
    chunksOf(items: Parameters<typeof toChunks>[1]) {
      state.chunks = toChunks(state.chunks, items);
      return state.chunks;
    },
    heightOf: (chunks: readonly Chunk[]) => state.heights.ofAll(chunks),
    /** Renders the chunks near the view. If the reader is scrolling in jumps, waits until the jumps stop. */
    look() {
      if (!isJumping()) look();
    },
    /**
     * Call this when the view has moved. Renders the chunks near the view, except while the reader scrolls in jumps.
     */
    moved() {
      if (isJumping()) return;
      look();
      onRest();
    },
    /** Call this when our code, not the reader, moved the view. */
    placed: () => jumps.current?.placed(scroller.current?.scrollTop ?? 0),
    toEnd: () => draw(null),
    /**
     * Selects the end for the current render. Moves the focus first, because removing a focused chunk would lose it.
     */
    atEnd() {
      keepFocus(scroller.current, state.chunks, null);
      return (state.range = null);
    },
  };
}

/** Tells whether the reader makes the view jump, and calls `onStop` when a frame has passed without another jump. */
class JumpWatch {
  readonly #onStop: () => void;
  #top = 0;
  #movedAt = 0;
  #stopWaiting: (() => void) | null = null;

  constructor(onStop: () => void) {
    this.#onStop = onStop;
  }

  isJumping({ scrollTop, clientHeight }: HTMLElement): boolean {
    const now = performance.now();
    const distance = Math.abs(scrollTop - this.#top);
    // The first move after a pause does not count as a jump, however far it goes.
    const frames = Math.max(1, (now - this.#movedAt) / FRAME_MS);
    if (distance > 0) this.#movedAt = now;
    this.#top = scrollTop;
    if (distance <= JUMP_SCREENS * clientHeight * frames) return this.#stopWaiting !== null;
    this.stop();
    this.#stopWaiting = afterNextFrame(() => {
      this.#stopWaiting = null;
      this.#onStop();
    });
    return true;
  }

  placed(top: number): void {
    this.#top = top;
  }

  stop(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
  }
}

/** Calls back in the frame after the next. Returns a function that cancels. */
function afterNextFrame(callback: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(callback);
  });
  return () => cancelAnimationFrame(frame);
}

/** If the focus is in a chunk that is about to be removed, moves it to the thread. */
function keepFocus(scroller: HTMLElement | null, chunks: readonly Chunk[], next: ChunkRange | null): void {
  const root = scroller?.getRootNode();
  const focused = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  const key = focused?.closest<HTMLElement>('[data-chunk]')?.dataset['chunk'];
  if (key === undefined || !scroller?.contains(focused)) return;
  const [from, to] = positionsOf(chunks, next);
  const position = chunks.findIndex((chunk) => chunk.key === key);
  if (position < from || position >= to) scroller.focus({ preventScroll: true });
}
