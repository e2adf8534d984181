/**
 * Tracks whether the server can resume turns. If so, the tabs of one browser tell each other in which thread a turn has
 * begun.
 */
import { openChannel, type Channel } from '@chatdock/protocol/client/open-channel';
import { isResponding } from '../chat-state.ts';
import type { Context } from '../context.ts';

export interface ResumableTurns {
  /** Whether the server has said that its turns can be resumed and that it honours keys. */
  isOn(): boolean;
  /** Call when the server announces this. Listens to other tabs until the chat leaves its document. */
  turnOn(): void;
  /** Tells other tabs that a turn has begun here. A tab does not hear itself. */
  notifyTabs(threadId: string | undefined): void;
  /** Another tab runs a turn in this thread: joins it as soon as the page is visible and the chat is idle. */
  fallBehind(threadId: string | undefined): void;
  /**
   * The thread of a turn that could not be read to its end, so that its outcome is unknown. `undefined` once it is
   * known.
   */
  lose(threadId: string | undefined): void;
  isLost(threadId: string | undefined): boolean;
  /** Called when another tab has begun a turn, until `signal` is aborted. */
  onTurnElsewhere(listener: (threadId: string) => void, signal: AbortSignal): void;
}

export function createResumableTurns(context: Context): ResumableTurns {
  const { store } = context;
  const elsewhere = new EventTarget();
  let channel: Channel | null = null;
  let listening: AbortSignal | null = null;
  let behindIn: string | undefined;
  let lostIn: string | undefined;
  let isCatchingUp = false;

  const close = () => {
    channel?.close();
    channel = null;
  };
  const open = () => {
    if (channel || !listening) return;
    channel = openChannel('chatdock', receive);
  };
  const receive = (data: unknown) => {
    if (typeof data !== 'string') return;
    elsewhere.dispatchEvent(new CustomEvent('turn', { detail: data }));
    fallBehind(data);
  };
  const fallBehind = (threadId: string | undefined) => {
    behindIn = threadId;
    void catchUp();
  };
  /**
   * A tab that did not begin the turn reads it only while the tab is visible. It reads one turn at a time, because
   * turns may follow each other fast.
   */
  const catchUp = async () => {
    const isBusy = isCatchingUp || isResponding(store.get());
    if (behindIn === undefined || isBusy || document.visibilityState !== 'visible') return;
    const isHere = behindIn === store.get().thread.thread?.id;
    behindIn = undefined;
    if (!isHere) return;
    isCatchingUp = true;
    await context.catchUp();
    isCatchingUp = false;
    void catchUp();
  };

  return {
    isOn: () => listening !== null,
    turnOn() {
      const signal = context.signal();
      if (listening === signal || signal.aborted) return;
      listening = signal;
      open();
      // A message to a page in the back/forward cache would remove it from the cache.
      addEventListener('pagehide', close, { signal });
      addEventListener('pageshow', open, { signal });
      document.addEventListener('visibilitychange', () => void catchUp(), { signal });
      signal.addEventListener('abort', close);
      const forget = store.subscribe(() => behindIn === undefined || queueMicrotask(() => void catchUp()));
      signal.addEventListener('abort', forget);
    },
    notifyTabs(threadId) {
      channel?.post(threadId);
    },
    fallBehind,
    lose: (threadId) => void (lostIn = threadId),
    isLost: (threadId) => lostIn !== undefined && lostIn === threadId,
    onTurnElsewhere(listener, signal) {
      elsewhere.addEventListener('turn', (event) => event instanceof CustomEvent && listener(event.detail), { signal });
    },
  };
}
