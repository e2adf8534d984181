/** Reads a whole thread from the chat server, for its transcript. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { ChatKitClient } from '@chatdock/protocol/client/client';

/** Items per request. */
const PAGE = 100;
/** A longer thread is cut here, so that a server that never stops sending pages cannot fill the browser's memory. */
export const MAX_ITEMS = 10_000;
/** Requests at the most: a server may send pages that are short or empty. */
export const MAX_PAGES = 200;

interface ThreadCopy {
  items: ThreadItem[];
  /** Whether the thread has more items than the transcript can hold. The newest ones are kept. */
  isCut: boolean;
}

/**
 * @returns the items, oldest first.
 * @throws ProtocolError if the server cannot be reached or refuses.
 */
export async function readItems(client: ChatKitClient, threadId: string, signal?: AbortSignal): Promise<ThreadCopy> {
  const newestFirst: ThreadItem[] = [];
  const asked = new Set<string | undefined>();
  let after: string | undefined;
  do {
    signal?.throwIfAborted();
    asked.add(after);
    const params = { thread_id: threadId, limit: PAGE, order: 'desc' as const, ...(after !== undefined && { after }) };
    const page = await client.request({ type: 'items.list', params }, { signal });
    newestFirst.push(...page.data);
    const next = page.has_more ? (page.after ?? page.data.at(-1)?.id) : undefined;
    // A server that returns the same cursor again would be asked forever.
    after = asked.has(next) ? undefined : next;
  } while (after !== undefined && newestFirst.length < MAX_ITEMS && asked.size < MAX_PAGES);
  return { items: newestFirst.slice(0, MAX_ITEMS).toReversed(), isCut: after !== undefined };
}
