/** Scroll position of the thread: at the end on opening, at the top of a message just sent. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { itemKey, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import { useChat, useSelect } from '../../ui/chat.ts';
import { ScrollKeeper, type ScrollDeps } from './scroll-keeper.ts';

interface ThreadPlaces {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  room: RefObject<HTMLElement | null>;
}

export function useScrollKeeper(
  { scroller, content, room }: ThreadPlaces,
  { onMove, onPlaced }: Pick<ScrollDeps, 'onMove' | 'onPlaced'>,
) {
  const chat = useChat();
  const keeper = useRef<ScrollKeeper | null>(null);
  const [isAway, setAway] = useState(false);
  const isConnected = useSelect((state) => state.isConnected);

  useLayoutEffect(() => {
    if (!scroller.current || !content.current || !room.current) return;
    const created = new ScrollKeeper({
      scroller: scroller.current,
      content: content.current,
      room: room.current,
      follows: () => chat.store.get().options.autoScroll,
      isAnswering: () => chat.store.get().turn.phase !== 'idle',
      onAway: setAway,
      onMove,
      onPlaced,
    });
    keeper.current = created;
    return () => created.stop();
  }, [chat]);
  useLayoutEffect(() => (isConnected ? keeper.current?.watch() : undefined), [chat, isConnected]);

  return { keeper, isAway };
}

interface Placement {
  thread: ThreadState;
  /** The message just sent, until the view has scrolled to it. */
  newId: string | null;
  /** Changes when the view may have to move. Text that streams into a message does not change it. */
  shape: string;
}

/** Scrolls to the end when a thread opens, and to the top of a message just sent. */
export function usePlacement(keeper: RefObject<ScrollKeeper | null>, { thread, newId, shape }: Placement): void {
  const opened = useRef<string | null>(null);
  const drawnShape = useRef('');
  const threadId = thread.thread?.id ?? '';
  useLayoutEffect(() => {
    // Streaming text changes sizes, which ScrollKeeper observes itself. Measuring here too would force a second layout
    // per frame.
    if (newId === null && shape === drawnShape.current) return;
    drawnShape.current = shape;
    const isOther = opened.current !== null && opened.current !== threadId && opened.current !== '';
    if (newId !== null) {
      const item = thread.items.findLast(({ id }) => id === newId);
      keeper.current?.toTop(item ? itemKey(thread, item) : newId);
    } else if (opened.current === null || isOther) keeper.current?.toEnd();
    else keeper.current?.settle();
    opened.current = threadId;
  });
}
