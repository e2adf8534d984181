/** Tracks which chunks of a long thread are rendered, and the heights of the others. */
import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { likelyHeight, positionsOf, rangeAt, toChunks, type Chunk, type ChunkRange } from './chunks.ts';

export function useDrawnChunks(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [range, setRange] = useState<ChunkRange | null>(null);
  const state = useRef({ chunks: [] as readonly Chunk[], heights: new Map<string, number>(), range }).current;
  state.range = range;

  const measure = () => {
    for (const chunk of content.current?.querySelectorAll<HTMLElement>('[data-chunk]') ?? [])
      state.heights.set(chunk.dataset['chunk'] ?? '', chunk.offsetHeight);
  };

  const draw = (next: ChunkRange | null) => {
    if (next?.first === state.range?.first && next?.last === state.range?.last) return;
    keepFocus(scroller.current, state.chunks, next);
    state.range = next;
    setRange(next);
  };

  return {
    range,
    chunksOf(items: Parameters<typeof toChunks>[1]) {
      state.chunks = toChunks(state.chunks, items);
      return state.chunks;
    },
    heightOf: (chunks: readonly Chunk[]) => chunks.reduce((sum, chunk) => sum + likelyHeight(chunk, state.heights), 0),
    /** Renders the chunks near the view and removes those far away. */
    look() {
      const box = scroller.current;
      const inner = content.current;
      if (!box || !inner || state.chunks.length < 3) return;
      const first = inner.querySelector<HTMLElement>('.space, [data-chunk]');
      if (!first) return;
      measure();
      const top = box.getBoundingClientRect().top - first.getBoundingClientRect().top;
      const wanted = rangeAt(state.chunks, state.heights, top, box.clientHeight, box.clientHeight);
      const kept = rangeAt(state.chunks, state.heights, top, box.clientHeight, box.clientHeight * 2.5);
      if (!wanted || !kept) return;
      const [from, to] = positionsOf(state.chunks, state.range);
      const [wantedFrom, wantedTo] = positionsOf(state.chunks, wanted);
      if (from <= wantedFrom && to >= wantedTo) {
        const [keptFrom, keptTo] = positionsOf(state.chunks, kept);
        if (from >= keptFrom && to <= keptTo && state.range) return; // enough is rendered, and not too much
      }
      draw(wanted);
    },
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
