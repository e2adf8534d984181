/** The scroll position of the thread: where it opens, where a message just sent goes, whether the end is in view. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { itemKey, type ThreadState } from '@chatdock/protocol/reduce';
import { useChat, useSelect } from '../ui/chat.ts';
import { ScrollKeeper } from './scroll-keeper.ts';

interface ThreadPlaces {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  room: RefObject<HTMLElement | null>;
}

/** @param onMove Called when the view has moved. */
export function useScrollKeeper({ scroller, content, room }: ThreadPlaces, onMove: () => void) {
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
    });
    keeper.current = created;
    return () => created.stop();
  }, [chat]);
  useLayoutEffect(() => (isConnected ? keeper.current?.watch() : undefined), [chat, isConnected]);

  return { keeper, isAway };
}

interface Placement {
  thread: ThreadState;
  /** The message that was just sent, if the view has not yet gone to it. */
  newId: string | null;
  /** Changes when the view may have to move: not with words that join a message. */
  shape: string;
}

/** A thread opens on its end; a message just sent goes to the top of the view and its answer grows below it. */
export function usePlacement(keeper: RefObject<ScrollKeeper | null>, { thread, newId, shape }: Placement): void {
  const opened = useRef<string | null>(null);
  const drawnShape = useRef('');
  const threadId = thread.thread?.id ?? '';
  useLayoutEffect(() => {
    // Words that join a message change sizes, which the keeper sees by itself; asking here would lay out twice a frame.
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
