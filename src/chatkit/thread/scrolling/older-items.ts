/** Loads older items when the reader scrolls near the oldest one, or presses the button. */
import { useRef } from 'preact/hooks';
import { useChat } from '../../ui/chat.ts';

/** Loads older items when the view is this close to the oldest one. */
const NEAR_TOP_PX = 800;

export function useOlderItems() {
  const chat = useChat();
  /** The cursor of a page that failed to load. Scrolling does not retry it; the button does. */
  const failedAfter = useRef<string | null>(null);

  const load = async () => {
    const { olderAfter } = chat.store.get();
    await chat.items.loadOlder();
    failedAfter.current = chat.store.get().olderAfter === olderAfter ? olderAfter : null;
  };

  /** Call this when the view has moved. */
  const loadNearTop = (scrollTop: number) => {
    const { olderAfter, isLoadingOlder } = chat.store.get();
    if (olderAfter === null || isLoadingOlder || olderAfter === failedAfter.current) return;
    if (scrollTop < NEAR_TOP_PX) void load();
  };

  return { load, loadNearTop };
}
