/** A thread's items, oldest first, for agents that need the whole conversation. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { RequestContext } from '../core/context.ts';
import type { Store } from '../core/store.ts';
import { newestFirst } from '../core/turns.ts';

const PAGE_ITEMS = 100;
/** Limits the memory of an agent, because a visitor can fill a thread with messages of the maximum size. */
const MAX_CHARS = 4_194_304;

/**
 * The newest items of a thread, oldest first, hidden ones included. Units: `maxItems` limits the number of items,
 * `maxChars` the JSON of all items together.
 * @defaultValue 1000 and 4194304
 */
export async function loadHistory<Context extends RequestContext>(
  store: Store<Context>,
  threadId: string,
  context: Context,
  { maxItems = 1000, maxChars = MAX_CHARS }: { maxItems?: number | undefined; maxChars?: number | undefined } = {},
): Promise<ThreadItem[]> {
  const items: ThreadItem[] = [];
  let chars = 0;
  for await (const item of newestItems(store, threadId, context, { maxItems, pageItems: PAGE_ITEMS })) {
    chars += JSON.stringify(item).length;
    if (chars > maxChars && items.length > 0) break;
    items.push(item);
  }
  return items.toReversed();
}

/** The items of a thread, newest first, loaded as they are read, until `context.signal` aborts. */
export async function* newestItems<Context extends RequestContext>(
  store: Store<Context>,
  threadId: string,
  context: Context,
  { maxItems = 1000, pageItems }: { maxItems?: number | undefined; pageItems?: number | undefined } = {},
): AsyncGenerator<ThreadItem, void, undefined> {
  let count = 0;
  for await (const item of newestFirst({ store }, threadId, context, pageItems)) {
    context.signal.throwIfAborted();
    count += 1;
    yield item;
    if (count >= maxItems) return;
  }
}
