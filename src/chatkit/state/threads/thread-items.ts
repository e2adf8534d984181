/** Loads items of the thread on screen from the server: older pages, and changes made elsewhere. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { loadThread, prependItems } from '@chatdock/protocol/reducer/turn';
import { isResponding } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { toChatKitError } from '../failure.ts';
import type { History } from './history.ts';
import { fetchNewest, nextAfter, PAGE_SIZE } from './newest-items.ts';
import type { Turns } from '../turns/turns.ts';

export type ThreadItems = ReturnType<typeof createThreadItems>;

export function createThreadItems({ context, history, turns }: { context: Context; history: History; turns: Turns }) {
  const { store } = context;
  const currentId = () => store.get().thread.thread?.id;

  /** Adds the next page of older items. The view keeps its place. */
  async function loadOlder(): Promise<void> {
    const { olderAfter, isLoadingOlder } = store.get();
    const threadId = currentId();
    if (olderAfter === null || isLoadingOlder || !threadId) return;
    store.set({ isLoadingOlder: true });
    try {
      const client = await context.client();
      const page = await client.request(
        { type: 'items.list', params: { thread_id: threadId, order: 'desc', limit: PAGE_SIZE, after: olderAfter } },
        { signal: context.signal() },
      );
      // The visitor may have opened another thread while the page was loading.
      if (currentId() !== threadId) return;
      store.set({ thread: prependItems(store.get().thread, page.data.toReversed()), olderAfter: nextAfter(page) });
    } catch (cause) {
      context.toast('failure.older');
      context.report(toChatKitError(cause, 'ThreadLoadError', 'Earlier messages could not be loaded'));
    } finally {
      store.set({ isLoadingOlder: false });
    }
  }

  /** Replaces the items on screen with the server's. */
  const fetchUpdates = () => loadUpdates(() => true);

  /**
   * Fetches updates when a page comes back from the browser's cache, unless a request is running. Ignores a failure,
   * because the next message reports it.
   */
  async function catchUp(): Promise<void> {
    const isAtRest = () =>
      !isResponding(store.get()) && store.get().loading === null && Object.keys(store.get().unsent).length === 0;
    if (currentId() && isAtRest()) await loadUpdates(isAtRest).catch(() => undefined);
  }

  async function loadUpdates(canApply: () => boolean): Promise<void> {
    const threadId = currentId();
    if (threadId) {
      const { thread, items, olderAfter } = await fetchNewest(await context.client(), threadId, context.signal());
      if (currentId() !== threadId || !canApply()) return;
      const older = itemsBefore(store.get().thread.items, items[0]);
      store.set({
        thread: loadThread(thread, [...older, ...items]),
        olderAfter: older.length > 0 ? store.get().olderAfter : olderAfter,
      });
      history.put(thread);
      if (thread.active_run) void turns.run({ request: thread.active_run });
    }
    await history.refresh();
  }

  return { loadOlder, fetchUpdates, catchUp };
}

/** The items that come before `first`; none if it is not among them. */
const itemsBefore = (items: readonly ThreadItem[], first: ThreadItem | undefined) =>
  items.slice(
    0,
    Math.max(
      0,
      items.findIndex(({ id }) => id === first?.id),
    ),
  );
