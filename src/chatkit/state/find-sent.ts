/** Whether the server has a message that it has not said to have. */
import type { ChatKitClient } from '@chatdock/protocol/client';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/items';
import type { ThreadMetadata } from '@chatdock/protocol/threads';
import { findSent, type SentMessage } from './sent-message.ts';

/** What there is to know a message by. */
export type Sought = Pick<SentMessage, 'input' | 'after' | 'firstSentAt'> & { knownThreads: Iterable<string> | null };

/** Without a list of conversations, one begun this long before the message was sent may be the one it began: clocks differ. */
const clockToleranceMs = 120_000;

/** Looks at the newest items of a thread; those on screen are others. */
export async function findInThread(
  client: ChatKitClient,
  threadId: string,
  { message, shown, signal }: { message: Sought; shown: readonly ThreadItem[]; signal: AbortSignal },
): Promise<UserMessageItem | null> {
  const known = new Set(shown.map(({ id }) => id));
  const page = await client.request(
    { type: 'items.list', params: { thread_id: threadId, order: 'desc', limit: 5 } },
    { signal },
  );
  return findSent(
    page.data.filter(({ id }) => !known.has(id)),
    { ...message, after: null },
  );
}

/** Looks for the thread that a first message began: one that was not there before. */
export async function findBegunThread(client: ChatKitClient, message: Sought, signal: AbortSignal) {
  const known = message.knownThreads && new Set(message.knownThreads);
  const isNew = ({ id, created_at }: ThreadMetadata) =>
    known ? !known.has(id) : Date.parse(created_at) > message.firstSentAt - clockToleranceMs;
  const { data } = await client.request({ type: 'threads.list', params: { limit: 5, order: 'desc' } }, { signal });
  for (const { id } of data.filter(isNew)) {
    const thread = await client.request({ type: 'threads.get_by_id', params: { thread_id: id } }, { signal });
    const item = findSent(thread.items.data, message);
    if (item) return { thread, item };
  }
  return null;
}
