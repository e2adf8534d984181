/** Loads the button beside a text selection when something in the thread is selected first. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { pendingQuestions, type ChatState } from '../../state/chat-state.ts';
import { useSelect } from '../../ui/chat.ts';
import { lazy } from '../../ui/loading/lazy.tsx';
import { rangeAround } from '../../ui/selection.ts';

const SelectionButton = lazy(() => import('./SelectionButton.tsx').then((module) => module.SelectionButton), {
  instead: () => null,
});

export function QuoteReply({ scroller }: { scroller: RefObject<HTMLElement | null> }) {
  const canReply = useSelect(acceptsReplies);
  const [isUsed, setUsed] = useState(false);
  const isConnected = useSelect((state) => state.isConnected);

  useEffect(() => {
    if (isUsed || !isConnected) return;
    const listening = new AbortController();
    const options = { capture: true, signal: listening.signal };
    let isPressed = false;
    const look = () => {
      const thread = isPressed ? null : scroller.current;
      const range = thread && rangeAround(thread);
      if (range && !range.collapsed && range.intersectsNode(thread)) setUsed(true);
    };
    const release = () => {
      isPressed = false;
      look();
    };
    document.addEventListener('pointerdown', () => (isPressed = true), options);
    document.addEventListener('pointerup', release, options);
    document.addEventListener('pointercancel', release, options);
    document.addEventListener('selectionchange', look, options);
    return () => listening.abort();
  }, [isUsed, isConnected]);

  return canReply && isUsed ? <SelectionButton scroller={scroller} /> : null;
}

/** Whether the composer can take a reply. */
function acceptsReplies(state: ChatState): boolean {
  const status = state.thread.thread?.status.type ?? 'active';
  return status === 'active' && state.setupFault === null && !pendingQuestions(state);
}
