/** Whether the server can resume turns; if so, the tabs of one browser tell each other in which thread a turn has begun. */
import type { Context } from './context.ts';

export interface ResumableTurns {
  /** Whether the server has said that its turns can be resumed and that it honours keys. */
  isOn(): boolean;
  /** Called when the server says so. Begins to listen to other tabs, until the chat leaves its document. */
  turnOn(): void;
  /** Tells other tabs that a turn has begun here. A tab does not hear itself. */
  tellTabs(threadId: string | undefined): void;
}

export function createResumableTurns(context: Context): ResumableTurns {
  let channel: BroadcastChannel | null = null;
  let listening: AbortSignal | null = null;
  const close = () => {
    channel?.close();
    channel = null;
  };
  const open = () => {
    if (channel) return;
    channel = new BroadcastChannel('chatdock');
    channel.addEventListener('message', ({ data }) => typeof data === 'string' && context.onTurnElsewhere?.(data));
  };
  return {
    isOn: () => listening !== null,
    turnOn() {
      const signal = context.signal();
      if (listening === signal) return;
      listening = signal;
      open();
      // A message to a page that was left would drop it from the back/forward cache.
      addEventListener('pagehide', close, { signal });
      addEventListener('pageshow', open, { signal });
      signal.addEventListener('abort', close);
    },
    tellTabs(threadId) {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin; windows have
      channel?.postMessage(threadId);
    },
  };
}
