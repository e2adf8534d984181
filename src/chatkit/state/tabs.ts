/** What the tabs of one browser tell each other: in which conversation a turn has begun. */

export interface Tabs {
  /** Begins to listen, until the chat leaves its document. Calling it again changes nothing. */
  start(): void;
  /** A turn has begun here. A tab does not hear itself. */
  tell(threadId: string | undefined): void;
}

export function createTabs(signal: () => AbortSignal, handleTurn: (threadId: string) => void): Tabs {
  let channel: BroadcastChannel | null = null;
  let listening: AbortSignal | null = null;
  const close = () => {
    channel?.close();
    channel = null;
  };
  const open = () => {
    if (channel) return;
    channel = new BroadcastChannel('chatdock');
    channel.addEventListener('message', ({ data }) => typeof data === 'string' && handleTurn(data));
  };
  return {
    start() {
      if (listening === signal()) return;
      listening = signal();
      open();
      // A message to a page that was left would drop it from the back/forward cache.
      addEventListener('pagehide', close, { signal: listening });
      addEventListener('pageshow', open, { signal: listening });
      listening.addEventListener('abort', close);
    },
    tell(threadId) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin; windows have
      channel?.postMessage(threadId);
    },
  };
}
