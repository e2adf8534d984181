/** Loads older items when the reader scrolls near the oldest one, or presses the button. */
import { useRef } from 'preact/hooks';
import { useChat } from '../../ui/chat.ts';

/** Loads older items when the view is this close to the oldest one. */
const NEAR_TOP_PX = 800;

export function useOlderItems() {
  const chat = useChat();
  /** The cursor of the page that was requested last. If that fails, scrolling does not retry it; the button does. */
  const askedAfter = useRef<string | null>(null);

  const load = async () => {
    askedAfter.current = chat.store.get().olderAfter;
    await chat.items.loadOlder();
  };

  /** Call this when the view has moved. */
  const loadNearTop = (scrollTop: number) => {
    const { olderAfter, isLoadingOlder } = chat.store.get();
    if (olderAfter === null || isLoadingOlder || olderAfter === askedAfter.current) return;
    if (scrollTop < NEAR_TOP_PX) void load();
  };

  return { load, loadNearTop };
}
