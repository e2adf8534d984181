/** Checks whether the server has a message whose response was lost. Loads on first use, which is rare. */
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import { toMetadata } from '@chatdock/protocol/reducer/thread-state';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { OutgoingMessage } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { findSent, type SentMessage } from './sent-message.ts';

/** The values that identify a message. */
type Sought = Pick<SentMessage, 'input' | 'after' | 'firstSentAt'> & { knownThreads: Iterable<string> | null };

/**
 * The clocks of browser and server may differ: a conversation created this long before the message was sent can still
 * be the one that it began.
 */
const CLOCK_TOLERANCE_MS = 120_000;

/** Finds the server's copy of the message, if there is one. If a first message began a thread, that thread is shown. */
export async function findArrived(
  context: Context,
  message: OutgoingMessage,
  onBegun: (thread: ThreadMetadata) => void,
): Promise<UserMessageItem | null> {
  const { store } = context;
  const { thread } = store.get().thread;
  if (thread) return findInThread(context, thread.id, message);
  const begun = await findBegun(context, message);
  // Opening another thread clears the unsent messages, which shows that this conversation is no longer on screen.
  if (!begun || !(message.id in store.get().unsent)) return null;
  store.set({ thread: { ...store.get().thread, thread: toMetadata(begun.thread) } });
  onBegun(begun.thread);
  return begun.item;
}

/** Looks at the newest items of the thread on screen that are not shown. */
async function findInThread(context: Context, threadId: string, message: Sought): Promise<UserMessageItem | null> {
  const shown = new Set(context.store.get().thread.items.map(({ id }) => id));
  const client = await context.client();
  const page = await client.request(
    { type: 'items.list', params: { thread_id: threadId, order: 'desc', limit: 5 } },
    { signal: context.signal() },
  );
  return findSent(
    page.data.filter(({ id }) => !shown.has(id)),
    { ...message, after: null },
  );
}

/** Looks for the thread that a first message began: one that was not there before. */
export async function findBegun(context: Context, message: Sought) {
  const signal = context.signal();
  const known = message.knownThreads && new Set(message.knownThreads);
  const isNew = ({ id, created_at }: ThreadMetadata) =>
    known ? !known.has(id) : Date.parse(created_at) > message.firstSentAt - CLOCK_TOLERANCE_MS;
  const client = await context.client();
  const { data } = await client.request({ type: 'threads.list', params: { limit: 5, order: 'desc' } }, { signal });
  for (const { id } of data.filter(isNew)) {
    const thread = await client.request({ type: 'threads.get_by_id', params: { thread_id: id } }, { signal });
    const item = findSent(thread.items.data, message);
    if (item) return { thread, item };
  }
  return null;
}
