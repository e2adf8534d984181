/**
 * The visitor's conversations: listing, renaming, deleting. A failure here does not affect the conversation on screen.
 */
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { Context } from '../context.ts';
import { toChatKitError } from '../failure.ts';

export type History = ReturnType<typeof createHistory>;

/** All conversations in one request, as ChatKit's own element does. */
const LIST_LIMIT = 9999;

export function createHistory(context: Context) {
  const { store, emit } = context;
  const update = (patch: Partial<ReturnType<typeof store.get>['history']>) =>
    store.set({ history: { ...store.get().history, ...patch } });

  async function refresh(): Promise<void> {
    const { options, history, setupFault } = store.get();
    if (!options.history.enabled || setupFault !== null || history.status === 'loading') return;
    update({ status: 'loading' });
    const signal = context.signal();
    try {
      const client = await context.client();
      const page = await client.request(
        { type: 'threads.list', params: { limit: LIST_LIMIT, order: 'desc' } },
        { signal },
      );
      update({ status: 'ready', threads: withCurrent(page.data) });
    } catch (cause) {
      update({ status: 'failed' });
      if (!signal.aborted)
        context.report(toChatKitError(cause, 'HistoryViewError', 'The conversations could not be listed'));
    }
  }

  /** A list from before the thread on screen began must not remove its row. */
  function withCurrent(listed: ThreadMetadata[]): ThreadMetadata[] {
    const current = store.get().thread.thread;
    return current === null || listed.some(({ id }) => id === current.id) ? listed : [current, ...listed];
  }

  /** @param isBeside Whether the list has its place beside the conversation: `true`, or anything else, such as the event of a button. */
  function open(isBeside?: unknown) {
    if (store.get().history.isOpen) return;
    update({ isOpen: true, isBeside: isBeside === true });
    emit('chatkit.history.open', null);
    context.log('history.open');
    void refresh();
  }

  function close() {
    if (!store.get().history.isOpen) return;
    update({ isOpen: false });
    emit('chatkit.history.close', null);
    context.log('history.close');
  }

  /** The visitor goes back to the conversation. A list beside it stays. */
  const leave = () => store.get().history.isBeside || close();

  /** Adds or updates the row of a thread that is new or has changed. */
  function put(thread: ThreadMetadata) {
    const { threads } = store.get().history;
    const position = threads.findIndex(({ id }) => id === thread.id);
    update({ threads: position === -1 ? [thread, ...threads] : threads.with(position, thread) });
  }

  async function rename(id: string, title: string): Promise<void> {
    const before = store.get().history.threads.find((row) => row.id === id)?.title;
    applyTitle(id, title);
    try {
      const client = await context.client();
      await client.request({ type: 'threads.update', params: { thread_id: id, title } }, { signal: context.signal() });
    } catch (cause) {
      applyTitle(id, before);
      context.toast('history.rename.failed');
      context.report(toChatKitError(cause, 'HistoryViewError', 'The conversation could not be renamed'));
    }
  }

  function applyTitle(id: string, title: string | undefined) {
    const { thread } = store.get();
    update({ threads: store.get().history.threads.map((row) => (row.id === id ? { ...row, title } : row)) });
    if (thread.thread?.id === id) store.set({ thread: { ...thread, thread: { ...thread.thread, title } } });
  }

  /** @returns whether the thread no longer exists */
  async function remove(id: string): Promise<boolean> {
    try {
      const client = await context.client();
      await client.request({ type: 'threads.delete', params: { thread_id: id } }, { signal: context.signal() });
      update({ threads: store.get().history.threads.filter((row) => row.id !== id) });
      return true;
    } catch (cause) {
      context.toast('history.delete.failed');
      context.report(toChatKitError(cause, 'HistoryViewError', 'The conversation could not be deleted'));
      return false;
    }
  }

  return { refresh, open, close, leave, put, rename, remove };
}
