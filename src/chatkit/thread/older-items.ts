/** Loads older items when the reader comes near the oldest one, and when they ask for them. */
import { useRef } from 'preact/hooks';
import { useChat } from '../ui/chat.ts';

/** Older items are loaded when the reader is this near to the oldest. */
const NEAR_TOP_PX = 800;

export function useOlderItems() {
  const chat = useChat();
  /** The page that could not be loaded. Scrolling does not ask for it again; the button does. */
  const failedAfter = useRef<string | null>(null);

  const load = async () => {
    const { olderAfter } = chat.store.get();
    await chat.items.loadOlder();
    failedAfter.current = chat.store.get().olderAfter === olderAfter ? olderAfter : null;
  };

  /** Call it when the view has moved. */
  const loadNearTop = (scrollTop: number) => {
    const { olderAfter, isLoadingOlder } = chat.store.get();
    if (olderAfter === null || isLoadingOlder || olderAfter === failedAfter.current) return;
    if (scrollTop < NEAR_TOP_PX) void load();
  };

  return { load, loadNearTop };
}
