/** A thread's items, oldest first, for agents that need the whole conversation. */
import type { ThreadItem } from '@chatdock/protocol/items';
import type { RequestContext } from '../core/context.ts';
import type { Store } from '../core/store.ts';

const PAGE_ITEMS = 100;

/**
 * The newest items of a thread, oldest first, hidden ones included.
 * Units: `maxItems` bounds what is read of a very long thread. @defaultValue 1000
 */
export async function loadHistory<Context extends RequestContext>(
  store: Store<Context>,
  threadId: string,
  context: Context,
  { maxItems = 1000 }: { maxItems?: number | undefined } = {},
): Promise<ThreadItem[]> {
  const newestFirst: ThreadItem[] = [];
  let after: string | undefined;
  while (newestFirst.length < maxItems) {
    const page = await store.loadThreadItems(
      threadId,
      { limit: Math.min(PAGE_ITEMS, maxItems - newestFirst.length), order: 'desc', after },
      context,
    );
    newestFirst.push(...page.data);
    if (!page.has_more || page.after === undefined) break;
    after = page.after;
  }
  return newestFirst.toReversed();
}
