/** The messages, from the oldest that is loaded to what is being written now. Of a long thread only a part is drawn. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { itemKey } from '../../protocol/reduce.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { Icon } from '../ui/Icon.tsx';
import { likelyHeight, positionsOf, rangeAt, toChunks, type Chunk, type ChunkRange } from './chunks.ts';
import { QuoteReply } from './QuoteReply.tsx';
import { ScrollKeeper } from './scroll-keeper.ts';
import css from './thread.css?inline';
import { ThreadChunk } from './ThreadChunk.tsx';
import { followingAt, type Following } from './turn-actions.ts';
import { TurnEnd } from './TurnEnd.tsx';

/** Older items are fetched when the reader is this near to the oldest. */
const NEAR_TOP_PX = 800;

export function Thread() {
  const chat = useChat();
  const t = useText();
  const thread = useSelect((state) => state.thread);
  const olderAfter = useSelect((state) => state.olderAfter);
  const isLoadingOlder = useSelect((state) => state.isLoadingOlder);
  const isIdle = useSelect((state) => state.turn.phase === 'idle');
  const scroller = useRef<HTMLDivElement>(null);
  useStyles(css);
  const content = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const keeper = useRef<ScrollKeeper | null>(null);
  const [isAway, setAway] = useState(false);
  const getThread = useCallback(() => chat.store.get().thread, [chat]);
  const drawn = useDrawnChunks(scroller, content);
  const threadId = thread.thread?.id ?? '';
  const chunks = drawn.chunksOf(thread.items);
  const sentId = thread.optimisticId;
  const shownSent = useRef<string | null>(null);
  const isNew = sentId !== null && sentId !== shownSent.current;
  // A message may be sent from far up in a long thread: what it goes to the top of must be drawn by then.
  const [from, to] = positionsOf(chunks, isNew ? drawn.atEnd() : drawn.range);
  const failedAfter = useRef<string | null>(null);

  const loadOlder = useCallback(async () => {
    const { olderAfter: after } = chat.store.get();
    await chat.items.loadOlder();
    failedAfter.current = chat.store.get().olderAfter === after ? after : null;
  }, [chat]);

  useLayoutEffect(() => {
    if (!scroller.current || !content.current || !room.current) return;
    const created = new ScrollKeeper({
      scroller: scroller.current,
      content: content.current,
      room: room.current,
      follows: () => chat.store.get().options.autoScroll,
      isAnswering: () => chat.store.get().turn.phase !== 'idle',
      onAway: setAway,
      onMove: () => {
        drawn.look();
        const { olderAfter: after, isLoadingOlder: isLoading } = chat.store.get();
        if (
          after !== null &&
          !isLoading &&
          after !== failedAfter.current &&
          (scroller.current?.scrollTop ?? Infinity) < NEAR_TOP_PX
        )
          void loadOlder();
      },
    });
    keeper.current = created;
    return () => created.stop();
  }, [chat]);
  const isConnected = useSelect((state) => state.isConnected);
  useLayoutEffect(() => (isConnected ? keeper.current?.watch() : undefined), [chat, isConnected]);

  // A thread opens on its end; a message just sent goes to the top of the view and its answer grows below it.
  const opened = useRef<string | null>(null);
  const shape = `${threadId} ${thread.items.length} ${chunks[0]?.key} ${from} ${to} ${olderAfter !== null}`;
  const drawnShape = useRef('');
  useLayoutEffect(() => {
    // Words that join a message change sizes, which the keeper sees by itself; asking here would lay out twice a frame.
    if (!isNew && shape === drawnShape.current) return;
    drawnShape.current = shape;
    const isOther = opened.current !== null && opened.current !== threadId && opened.current !== '';
    if (isNew) {
      shownSent.current = sentId;
      const item = thread.items.findLast(({ id }) => id === sentId);
      keeper.current?.toTop(item ? itemKey(thread, item) : sentId);
    } else if (opened.current === null || isOther) keeper.current?.toEnd();
    else keeper.current?.settle();
    opened.current = threadId;
  });

  useEffect(() => drawn.look(), [chunks]);

  const after = (index: number): Following => {
    for (let at = index + 1; at < chunks.length; at++) {
      const found = followingAt(chunks[at]?.items ?? [], -1, 'nothing');
      if (found !== 'nothing') return found;
    }
    return 'nothing';
  };

  return (
    <div class="thread-frame">
      <div class="thread" ref={scroller} role="log" aria-live="off" aria-label={t('thread.label')} tabIndex={0}>
        <div class="column">
          <div class="thread-content" ref={content}>
            {olderAfter !== null && (
              <button
                type="button"
                class="text-button older"
                disabled={isLoadingOlder}
                onClick={() => void loadOlder()}
              >
                {t('thread.older')}
              </button>
            )}
            <Space height={drawn.heightOf(chunks.slice(0, from))} />
            {chunks.slice(from, to).map((chunk, index) => (
              <ThreadChunk
                key={chunk.key}
                chunk={chunk}
                following={after(from + index)}
                isIdle={isIdle}
                getThread={getThread}
              />
            ))}
            <Space height={drawn.heightOf(chunks.slice(to))} />
            <TurnEnd />
          </div>
          <div class="room" ref={room} />
        </div>
      </div>
      <QuoteReply scroller={scroller} />
      {isAway && (
        <button
          type="button"
          class="latest"
          aria-label={t('thread.latest')}
          title={t('thread.latest')}
          onClick={() => {
            drawn.toEnd();
            requestAnimationFrame(() => keeper.current?.jump());
            scroller.current?.focus({ preventScroll: true }); // the button goes: the focus stays in the thread
          }}
        >
          <Icon name="arrow-down" />
        </button>
      )}
    </div>
  );
}

function Space({ height }: { height: number }) {
  return height > 0 ? <div class="space" style={{ height: `${height}px` }} /> : null;
}

/** Which pieces of the thread are drawn, and how high the others are. */
function useDrawnChunks(scroller: { current: HTMLElement | null }, content: { current: HTMLElement | null }) {
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
    /** Draws what the view is near to; what it has moved far away from goes. */
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
        if (from >= keptFrom && to <= keptTo && state.range) return; // enough is drawn, and not too much
      }
      draw(wanted);
    },
    toEnd: () => draw(null),
    /** The end, for the drawing that asks. The focus leaves what goes with it now: afterwards it would be nowhere. */
    atEnd() {
      keepFocus(scroller.current, state.chunks, null);
      return (state.range = null);
    },
  };
}

/** The focus must not vanish with a piece that is no longer drawn: it goes to the thread itself. */
function keepFocus(scroller: HTMLElement | null, chunks: readonly Chunk[], next: ChunkRange | null): void {
  const root = scroller?.getRootNode();
  const focused = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  const key = focused?.closest<HTMLElement>('[data-chunk]')?.dataset['chunk'];
  if (key === undefined || !scroller?.contains(focused)) return;
  const [from, to] = positionsOf(chunks, next);
  const position = chunks.findIndex((chunk) => chunk.key === key);
  if (position < from || position >= to) scroller.focus({ preventScroll: true });
}
