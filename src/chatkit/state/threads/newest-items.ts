/** The newest page of a thread's items. */
import type { ChatKitClient } from '@chatdock/protocol/client/client';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { Thread } from '@chatdock/protocol/thread/threads';
import { prepareItems } from '../../thread/item-parts/load-item-parts.ts';

/** How many items one page of a thread holds. */
export const PAGE_SIZE = 40;

interface NewestItems {
  thread: Thread;
  items: ThreadItem[];
  olderAfter: string | null;
}

/** `threads.get_by_id` gives the oldest page. For a thread that has more, the newest page is requested as well. */
export async function fetchNewest(client: ChatKitClient, threadId: string, signal: AbortSignal): Promise<NewestItems> {
  const thread = await client.request({ type: 'threads.get_by_id', params: { thread_id: threadId } }, { signal });
  if (!thread.items.has_more) {
    await prepareItems(thread.items.data);
    return { thread, items: thread.items.data, olderAfter: null };
  }
  const page = await client.request(
    { type: 'items.list', params: { thread_id: threadId, order: 'desc', limit: PAGE_SIZE } },
    { signal },
  );
  await prepareItems(page.data);
  return { thread, items: page.data.toReversed(), olderAfter: nextAfter(page) };
}

/** The cursor of the next page; null if there is none. */
export const nextAfter = ({ has_more, after }: { has_more: boolean; after?: string | undefined }) =>
  has_more ? (after ?? null) : null;
