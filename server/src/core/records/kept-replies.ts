/**
 * Suggested replies of the last answer, kept with the thread so that they are there after a reload. Only our own element
 * gets them with the thread: for every other client they remain the client effect that they came with.
 */
import { isHiddenItem } from '@chatdock/protocol/kinds';
import { memberOf } from '@chatdock/protocol/member-of';
import { readSuggestedReplies, SUGGESTED_REPLIES } from '@chatdock/protocol/thread/suggested-replies';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../context.ts';
import type { Store } from '../store.ts';

/** Items looked at for the last one that the visitor sees: hidden notes may follow it. */
const NEWEST = 10;

/** The thread's metadata with replies that belong to the answer that ends with this item. */
export const withReplies = (
  { metadata }: ThreadMetadata,
  after: string,
  replies: readonly string[],
): ThreadMetadata['metadata'] => ({ ...metadata, [SUGGESTED_REPLIES]: { after, replies: [...replies] } });

/** The replies, unless something was said after them. */
export async function keptReplies<Context extends RequestContext>(
  store: Store<Context>,
  { id, metadata }: ThreadMetadata,
  context: Context,
): Promise<string[]> {
  const kept = metadata[SUGGESTED_REPLIES];
  const replies = readSuggestedReplies(kept);
  if (replies.length === 0) return [];
  const { data } = await store.loadThreadItems(id, { limit: NEWEST, order: 'desc' }, context);
  return data.find(isShown)?.id === memberOf(kept, 'after') ? replies : [];
}

/** Whether an item is something that replies can answer. */
export const isShown = (item: ThreadItem): boolean => !isHiddenItem(item) && item.type !== 'end_of_turn';
