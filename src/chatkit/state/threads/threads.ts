/** Which thread is on screen: opening one, beginning a new one, deleting the current one. */
import { anySignal } from '@chatdock/protocol/platform';
import { loadThread } from '@chatdock/protocol/reducer/turn';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { Context } from '../context.ts';
import type { Drafts } from '../messages/drafts.ts';
import type { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import type { History } from './history.ts';
import type { StoredMessages } from '../messages/stored-messages.ts';
import type { Outbox } from '../messages/outbox.ts';
import type { Turns } from '../turns/turns.ts';
import { loadWire } from '../connection/wire.ts';

export type Threads = ReturnType<typeof createThreads>;

interface ThreadsDeps {
  context: Context;
  turns: Turns;
  history: History;
  drafts: Drafts;
  storedMessages: StoredMessages;
  outbox: Outbox;
}

export function createThreads({ context, turns, history, drafts, storedMessages, outbox }: ThreadsDeps) {
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
    const signal = anySignal([current.signal, context.signal()]);
    drafts.open(threadId);
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
        suggested: { replies: thread.suggested_replies },
        failure: thread.incomplete ? { key: 'failure.cut', canRetry: true } : null,
      });
      if (storedMessages.read(threadId).length > 0) await outbox.restore(threadId);
      emit('chatkit.thread.load.end', { threadId });
      if (previous !== threadId) emit('chatkit.thread.change', { threadId });
      if (thread.active_run) void turns.run({ request: thread.active_run });
    } catch (cause) {
      if (current.signal.aborted) return;
      store.set({ loading: null });
      emit('chatkit.thread.load.end', { threadId });
      drafts.open(null);
      if (previous !== null) emit('chatkit.thread.change', { threadId: null });
      if (signal.aborted) return;
      const name = isInitial ? 'InitialThreadLoadError' : 'ThreadLoadError';
      reportFailure(context, toChatKitError(cause, name, `The thread "${threadId}" could not be loaded`), cause);
      await recover();
    }
  }

  /** The new-thread view. No request is sent before the first message. */
  function startNew() {
    const previous = store.get().thread.thread?.id ?? (store.get().loading || null);
    loading?.abort();
    drafts.open(null);
    turns.leave();
    store.set({ loading: null });
    if (previous !== null) emit('chatkit.thread.change', { threadId: null });
    // The visitor asked for a new conversation, so do not open the one that a message began.
    whenLoaded = recover();
  }

  /**
   * Opens the first view if the page names no thread: the conversation whose first message an earlier page sent without
   * getting the answer, else a new one.
   */
  function begin() {
    drafts.open(null);
    whenLoaded = recover((threadId) => load(threadId, false));
  }

  /** For first messages that an earlier page sent: shows the conversation that they began, or shows them as unsent. */
  async function recover(onFound?: (threadId: string) => unknown): Promise<void> {
    if (storedMessages.read(null).length === 0) return;
    const current = new AbortController();
    loading = current;
    store.set({ loading: '' });
    const begun = await outbox.findBegun(current.signal);
    if (current.signal.aborted) return;
    store.set({ loading: null });
    if (begun === null) await outbox.restore(null);
    else await onFound?.(begun);
  }

  /** @returns whether the thread no longer exists */
  async function remove(threadId: string): Promise<boolean> {
    const isGone = await history.remove(threadId);
    if (isGone && store.get().thread.thread?.id === threadId) startNew();
    return isGone;
  }

  return { show, begin, startNew, remove, loaded: () => whenLoaded };
}

function reportFailure(context: Context, error: ChatKitError, cause: unknown) {
  const isGone = cause instanceof ProtocolError && (cause.status === 404 || cause.status === 403);
  context.toast(isGone ? 'failure.notFound' : 'failure.thread');
  context.report(error);
}
