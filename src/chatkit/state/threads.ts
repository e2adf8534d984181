/** Which thread is on screen: opening one, beginning a new one, deleting the current one. */
import { loadThread } from '@chatdock/protocol/turn';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { Context } from './context.ts';
import type { Drafts } from './drafts.ts';
import type { ChatKitError } from './errors.ts';
import { toChatKitError } from './failure.ts';
import type { History } from './history.ts';
import { findSent, type SentMessage } from './sent-message.ts';
import type { Turns } from './turns.ts';
import type { Unsent } from './unsent.ts';
import { loadWire } from './wire.ts';

export type Threads = ReturnType<typeof createThreads>;

interface ThreadsDeps {
  context: Context;
  turns: Turns;
  unsent: Unsent;
  history: History;
  drafts: Drafts;
}

/** If the server does not have a message at the first look, it is asked again after this many milliseconds. */
const LOOK_AGAIN_AFTER_MS = 1500;

export function createThreads({ context, turns, unsent, history, drafts }: ThreadsDeps) {
  const { store, emit } = context;
  let loading: AbortController | null = null;
  let whenLoaded: Promise<void> = Promise.resolve();

  /** Shows a thread from its end. Resolves when it is shown. If it cannot be loaded, shows the start view. */
  function show(threadId: string, { isInitial = false } = {}): Promise<void> {
    whenLoaded = load(threadId, isInitial);
    return whenLoaded;
  }

  async function load(threadId: string, isInitial: boolean): Promise<void> {
    const previous = store.get().thread.thread?.id ?? null;
    loading?.abort();
    const current = new AbortController();
    loading = current;
    const signal = AbortSignal.any([current.signal, context.signal()]);
    const sent = drafts.open(threadId);
    turns.leave();
    store.set({ loading: threadId });
    emit('chatkit.thread.load.start', { threadId });
    try {
      const client = await context.client();
      const { fetchNewest } = await loadWire();
      const { thread, items, olderAfter } = await fetchNewest(client, threadId, signal);
      signal.throwIfAborted(); // a page's own fetch may ignore the signal
      store.set({
        thread: loadThread(thread, items),
        loading: null,
        olderAfter,
        failure: thread.incomplete ? { key: 'failure.cut', canRetry: true } : null,
      });
      if (sent && !findSent(items, sent)) unsent.show(sent);
      if (sent) drafts.settleSent();
      emit('chatkit.thread.load.end', { threadId });
      if (previous !== threadId) emit('chatkit.thread.change', { threadId });
      if (thread.active_run) void turns.run({ request: thread.active_run });
    } catch (cause) {
      if (current.signal.aborted) return;
      store.set({ loading: null });
      emit('chatkit.thread.load.end', { threadId });
      const sentBefore = drafts.open(null);
      if (previous !== null) emit('chatkit.thread.change', { threadId: null });
      if (signal.aborted) return;
      const name = isInitial ? 'InitialThreadLoadError' : 'ThreadLoadError';
      reportFailure(context, toChatKitError(cause, name, `The thread "${threadId}" could not be loaded`), cause);
      if (sentBefore) await recover(sentBefore, drafts.settleSent);
    }
  }

  /** The new-thread view. Nothing is asked of the server until the first message. */
  function startNew() {
    const previous = store.get().thread.thread?.id ?? (store.get().loading || null);
    loading?.abort();
    const sent = drafts.open(null);
    turns.leave();
    store.set({ loading: null });
    if (previous !== null) emit('chatkit.thread.change', { threadId: null });
    // The visitor asked for a new conversation, so do not open the one that the message began.
    if (sent) whenLoaded = recover(sent, drafts.settleSent);
  }

  /**
   * What an element shows first if the page names no thread: the conversation whose first message an earlier page sent
   * without getting the answer, or a new one.
   */
  function begin() {
    const sent = drafts.open(null);
    if (sent) whenLoaded = recover(sent, (threadId) => (drafts.settleSent(), load(threadId, false)));
  }

  /** For a first message that was being sent when its page was left. Shows the server's copy, or the message as unsent. */
  async function recover(sent: SentMessage, onFound: (threadId: string) => unknown): Promise<void> {
    const current = new AbortController();
    loading = current;
    store.set({ loading: '' });
    // A server may take a moment to begin a conversation, and the next page may be faster.
    const look = () => import('./find-sent.ts').then(({ findBegun }) => findBegun(context, sent)).catch(() => null);
    const begun =
      (await look()) ?? (await pause(LOOK_AGAIN_AFTER_MS).then(() => (current.signal.aborted ? null : look())));
    if (current.signal.aborted) return;
    store.set({ loading: null });
    if (begun) return void (await onFound(begun.thread.id));
    unsent.show(sent);
    drafts.settleSent();
  }

  async function remove(threadId: string): Promise<void> {
    const isGone = await history.remove(threadId);
    if (isGone && store.get().thread.thread?.id === threadId) startNew();
  }

  return { show, begin, startNew, remove, loaded: () => whenLoaded };
}

function reportFailure(context: Context, error: ChatKitError, cause: unknown) {
  const isGone = cause instanceof ProtocolError && (cause.status === 404 || cause.status === 403);
  context.toast(isGone ? 'failure.notFound' : 'failure.thread');
  context.report(error);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
