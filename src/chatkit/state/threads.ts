/** Which thread is on screen: opening one, beginning a new one, older pages, and what has changed on the server. */
import type { ChatKitClient } from '@chatdock/protocol/client';
import type { ThreadItem } from '@chatdock/protocol/items';
import type { Thread } from '@chatdock/protocol/threads';
import { loadThread, prependItems } from '@chatdock/protocol/turn';
import { ProtocolError } from '@chatdock/protocol/errors';
import { isResponding } from './chat-state.ts';
import type { ComposerPart } from './composer.ts';
import type { Context } from './context.ts';
import type { ConversationPart } from './conversation.ts';
import { toChatKitError } from './failure.ts';
import type { HistoryPart } from './history.ts';
import { findSent, type SentMessage } from './sent-message.ts';

interface ThreadsParts {
  context: Context;
  conversation: ConversationPart;
  history: HistoryPart;
  composer: ComposerPart;
}

/** How soon after the first look a server is asked again whether it has a message, in milliseconds. */
const lookAgainAfterMs = 1500;

/** How many items one page of a thread holds. */
const pageSize = 40;

export function createThreads({ context, conversation, history, composer }: ThreadsParts) {
  const { store, emit } = context;
  let loading: AbortController | null = null;
  let whenLoaded: Promise<void> = Promise.resolve();

  /** Shows a thread from its end. Resolves when it is there; a thread that cannot be had leads back to the start. */
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
    const sent = composer.openDraft(threadId);
    conversation.leave();
    store.set({ loading: threadId });
    emit('chatkit.thread.load.start', { threadId });
    try {
      const client = await context.client();
      const { thread, items, olderAfter } = await fetchNewest(client, threadId, signal);
      store.set({ thread: loadThread(thread, items), loading: null, olderAfter });
      if (sent && !findSent(items, sent)) conversation.showUnsent(sent);
      if (sent) composer.settleSent();
      emit('chatkit.thread.load.end', { threadId });
      if (previous !== threadId) emit('chatkit.thread.change', { threadId });
    } catch (cause) {
      if (current.signal.aborted) return;
      store.set({ loading: null });
      emit('chatkit.thread.load.end', { threadId });
      const sentBefore = composer.openDraft(null);
      if (previous !== null) emit('chatkit.thread.change', { threadId: null });
      if (signal.aborted) return;
      const isGone = cause instanceof ProtocolError && (cause.status === 404 || cause.status === 403);
      context.toast(isGone ? 'failure.notFound' : 'failure.thread');
      context.report(
        toChatKitError(
          cause,
          isInitial ? 'InitialThreadLoadError' : 'ThreadLoadError',
          `The thread "${threadId}" could not be loaded`,
        ),
      );
      if (sentBefore) await recover(sentBefore, composer.settleSent);
    }
  }

  /** The new-thread view. Nothing is asked of the server until the first message. */
  function startNew() {
    const previous = store.get().thread.thread?.id ?? (store.get().loading || null);
    loading?.abort();
    const sent = composer.openDraft(null);
    conversation.leave();
    store.set({ loading: null });
    if (previous !== null) emit('chatkit.thread.change', { threadId: null });
    // A new conversation is wanted, and not the one that the message began after all.
    if (sent) whenLoaded = recover(sent, composer.settleSent);
  }

  /** The first thing an element shows when it is told of no thread: the conversation that an earlier page began and never heard of, or a new one. */
  function begin() {
    const sent = composer.openDraft(null);
    if (sent) whenLoaded = recover(sent, (threadId) => (composer.settleSent(), load(threadId, false)));
  }

  /** A first message that was on its way when its page was left: the server has it, or it stands here, unsent. */
  async function recover(sent: SentMessage, onFound: (threadId: string) => unknown): Promise<void> {
    const current = new AbortController();
    loading = current;
    store.set({ loading: '' });
    // A server may take a moment to begin a conversation, and the next page may be faster.
    const look = () => conversation.findBegun(sent).catch(() => null);
    const begun =
      (await look()) ?? (await pause(lookAgainAfterMs).then(() => (current.signal.aborted ? null : look())));
    if (current.signal.aborted) return;
    store.set({ loading: null });
    if (begun) return void (await onFound(begun.thread.id));
    conversation.showUnsent(sent);
    composer.settleSent();
  }

  /** Takes in a page of older items. The view keeps its place. */
  async function loadOlder(): Promise<void> {
    const { olderAfter, isLoadingOlder, thread } = store.get();
    const threadId = thread.thread?.id;
    if (olderAfter === null || isLoadingOlder || !threadId) return;
    store.set({ isLoadingOlder: true });
    try {
      const client = await context.client();
      const page = await client.request(
        { type: 'items.list', params: { thread_id: threadId, order: 'desc', limit: pageSize, after: olderAfter } },
        { signal: context.signal() },
      );
      if (store.get().thread.thread?.id !== threadId) return;
      store.set({ thread: prependItems(store.get().thread, page.data.toReversed()), olderAfter: nextAfter(page) });
    } catch (cause) {
      context.toast('failure.older');
      context.report(toChatKitError(cause, 'ThreadLoadError', 'Earlier messages could not be loaded'));
    } finally {
      store.set({ isLoadingOlder: false });
    }
  }

  /** Replaces what is on screen by what the server has. */
  const fetchUpdates = () => takeUpdates(() => true);

  /** The same unasked: for a page that comes back as it was left, while the conversation may have gone on elsewhere. It touches nothing that is under way. */
  async function catchUp(): Promise<void> {
    const isAtRest = () =>
      !isResponding(store.get()) && store.get().loading === null && Object.keys(store.get().unsent).length === 0;
    // What the visitor sees stays when it cannot be had anew; the next message tells of a server that is gone.
    if (store.get().thread.thread && isAtRest()) await takeUpdates(isAtRest).catch(() => undefined);
  }

  async function takeUpdates(isWanted: () => boolean): Promise<void> {
    const threadId = store.get().thread.thread?.id;
    if (threadId) {
      const client = await context.client();
      const { thread, items, olderAfter } = await fetchNewest(client, threadId, context.signal());
      if (store.get().thread.thread?.id !== threadId || !isWanted()) return;
      const oldest = items[0]?.id;
      const shown = store.get().thread.items;
      const kept =
        oldest === undefined
          ? []
          : shown.slice(
              0,
              Math.max(
                0,
                shown.findIndex(({ id }) => id === oldest),
              ),
            );
      store.set({
        thread: loadThread(thread, [...kept, ...items]),
        olderAfter: kept.length > 0 ? store.get().olderAfter : olderAfter,
      });
      history.put(thread);
    }
    await history.refresh();
  }

  async function remove(threadId: string): Promise<void> {
    const isGone = await history.remove(threadId);
    if (isGone && store.get().thread.thread?.id === threadId) startNew();
  }

  return {
    show,
    begin,
    startNew,
    loadOlder,
    fetchUpdates,
    catchUp,
    remove,
    loaded: () => whenLoaded,
  };
}

interface NewestItems {
  thread: Thread;
  items: ThreadItem[];
  olderAfter: string | null;
}

/** `threads.get_by_id` gives the oldest page: of a thread that has more, the newest page is asked for beside it. */
async function fetchNewest(client: ChatKitClient, threadId: string, signal: AbortSignal): Promise<NewestItems> {
  const thread = await client.request({ type: 'threads.get_by_id', params: { thread_id: threadId } }, { signal });
  if (!thread.items.has_more) return { thread, items: thread.items.data, olderAfter: null };
  const page = await client.request(
    { type: 'items.list', params: { thread_id: threadId, order: 'desc', limit: pageSize } },
    { signal },
  );
  return { thread, items: page.data.toReversed(), olderAfter: nextAfter(page) };
}

const nextAfter = ({ has_more, after }: { has_more: boolean; after?: string | undefined }) =>
  has_more ? (after ?? null) : null;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
