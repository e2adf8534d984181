/**
 * Suggested replies of the last answer, stored with the thread so that they are still there after a reload. Only our
 * own element receives them with the thread; other clients receive only the original client effect.
 */
import { isHiddenItem } from '@chatdock/protocol/kinds';
import { memberOf } from '@chatdock/protocol/member-of';
import { readSuggestedReplies, SUGGESTED_REPLIES } from '@chatdock/protocol/thread/suggested-replies';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../context.ts';
import type { Store } from '../store.ts';

/** The number of items that are searched for the last visible one, because hidden notes may follow it. */
const NEWEST = 10;

/** The thread's metadata with the replies for the answer that ends with this item. */
export const withReplies = (
  { metadata }: ThreadMetadata,
  after: string,
  replies: readonly string[],
): ThreadMetadata['metadata'] => ({ ...metadata, [SUGGESTED_REPLIES]: { after, replies: [...replies] } });

/** The replies, unless a message followed them. */
export async function storedReplies<Context extends RequestContext>(
  store: Store<Context>,
  { id, metadata }: ThreadMetadata,
  context: Context,
): Promise<string[]> {
  const stored = metadata[SUGGESTED_REPLIES];
  const replies = readSuggestedReplies(stored);
  if (replies.length === 0) return [];
  const { data } = await store.loadThreadItems(id, { limit: NEWEST, order: 'desc' }, context);
  return data.find(isShown)?.id === memberOf(stored, 'after') ? replies : [];
}

/** Whether an item is something that replies can answer. */
export const isShown = (item: ThreadItem): boolean => !isHiddenItem(item) && item.type !== 'end_of_turn';
