/** The messages, from the oldest loaded one to the one that is streaming. A long thread renders only in part. */
import { useCallback, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ThreadState } from '@chatdock/protocol/reducer/thread-state';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { positionsOf, type Chunk } from './scrolling/chunks.ts';
import { useDrawnChunks } from './scrolling/drawn-chunks.ts';
import { useExtras } from './extras/load-extras.ts';
import { useOlderItems } from './scrolling/older-items.ts';
import { Notices } from './notices/Notices.tsx';
import { QuoteReply } from './quoting/QuoteReply.tsx';
import css from './thread.css?inline';
import { usePlacement, useScrollKeeper } from './scrolling/thread-scroll.ts';
import { ThreadChunk } from './scrolling/ThreadChunk.tsx';
import { followingAt, type Following } from './turn/turn-actions.ts';
import { TurnEnd } from './turn/TurnEnd.tsx';

export function Thread() {
  const chat = useChat();
  const t = useText();
  const thread = useSelect((state) => state.thread);
  const olderAfter = useSelect((state) => state.olderAfter);
  const isLoadingOlder = useSelect((state) => state.isLoadingOlder);
  const isIdle = useSelect((state) => state.turn.phase === 'idle');
  useStyles(css);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const getThread = useCallback(() => chat.store.get().thread, [chat]);
  const older = useOlderItems();
  const drawn = useDrawnChunks({
    scroller,
    content,
    // Not while the view jumps: with nothing rendered in view, older messages above it would move it.
    onRest: () => older.loadNearTop(scroller.current?.scrollTop ?? Infinity),
  });
  const extras = useExtras(isIdle, scroller);
  const { keeper, isAway } = useScrollKeeper(
    { scroller, content, room },
    { onMove: drawn.moved, onPlaced: drawn.placed },
  );

  const chunks = drawn.chunksOf(thread.items);
  const newId = useNewMessage(thread);
  // A message may be sent while the view is far up in a long thread: render the end first, so that the view can scroll
  // there.
  const [from, to] = positionsOf(chunks, newId === null ? drawn.range : drawn.atEnd());
  const shape = `${thread.thread?.id ?? ''} ${thread.items.length} ${chunks[0]?.key} ${from} ${to} ${olderAfter !== null}`;
  usePlacement(keeper, { thread, newId, shape });
  useEffect(() => drawn.look(), [chunks]);

  const showLatest = () => {
    drawn.toEnd();
    requestAnimationFrame(() => keeper.current?.jump());
    scroller.current?.focus({ preventScroll: true }); // the button disappears, so keep the focus in the thread
  };

  return (
    <div class={isAway ? 'thread-frame away' : 'thread-frame'}>
      <div class="thread" ref={scroller} role="log" aria-live="off" aria-label={t('thread.label')} tabIndex={0}>
        <div class="column">
          <div class="thread-content" ref={content}>
            {olderAfter !== null && (
              <button
                type="button"
                class="text-button older"
                disabled={isLoadingOlder}
                onClick={() => void older.load()}
              >
                {t('thread.older')}
              </button>
            )}
            <Notices notices={thread.notices} after={null} />
            <Space height={drawn.heightOf(chunks.slice(0, from))} />
            {chunks.slice(from, to).map((chunk, index) => (
              <ThreadChunk
                key={chunk.key}
                chunk={chunk}
                following={followingAfter(chunks, from + index)}
                isIdle={isIdle}
                notices={thread.notices}
                getThread={getThread}
                extras={extras}
              />
            ))}
            <Space height={drawn.heightOf(chunks.slice(to))} />
            <TurnEnd extras={extras} />
          </div>
          <div class="room" ref={room} />
        </div>
      </div>
      <QuoteReply scroller={scroller} />
      {isAway && (
        <IconButton class="latest" label={t('thread.latest')} onClick={showLatest}>
          <Icon name="arrow-down" />
        </IconButton>
      )}
    </div>
  );
}

function Space({ height }: { height: number }) {
  return height > 0 ? <div class="space" style={{ height: `${height}px` }} /> : null;
}

/** The id of a message just sent that has not been rendered yet; null after its first render. */
function useNewMessage({ items }: ThreadState): string | null {
  const sentId = useSelect((state) => state.sentId);
  const shown = useRef<string | null>(null);
  const newId = sentId !== shown.current && items.some(({ id }) => id === sentId) ? sentId : null;
  useLayoutEffect(() => {
    if (newId !== null) shown.current = newId;
  });
  return newId;
}

/** The kind of item that follows a chunk of the thread. */
function followingAfter(chunks: readonly Chunk[], index: number): Following {
  for (let at = index + 1; at < chunks.length; at++) {
    const found = followingAt(chunks[at]?.items ?? [], -1, 'nothing');
    if (found !== 'nothing') return found;
  }
  return 'nothing';
}
