/** Finds where an assistant turn ends and what can be copied from it. Pure. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';

export interface AssistantTurn {
  /** The visible items between two messages of the visitor, oldest first. */
  items: readonly ThreadItem[];
  /** The items that feedback refers to: the visible ones and the client tool calls. */
  itemIds: readonly string[];
  /** The id of the visitor's message that this turn answers. */
  userMessageId: string | null;
  isLast: boolean;
}

/** Whether the thread shows this item. */
const isShown = ({ type }: ThreadItem) =>
  type !== 'end_of_turn' &&
  type !== 'client_tool_call' &&
  type !== 'hidden_context_item' &&
  type !== 'sdk_hidden_context';

/** Unanswered questions replace the composer. The turn continues after the answer. */
const awaitsAnswers = (item: ThreadItem) => item.type === 'structured_input' && item.status === 'pending';

/** The kind of content after an item: a message of the visitor, more of the same turn, or nothing. */
export type Following = 'user' | 'more' | 'nothing';

/** The kind of content after the item at `index`. */
export function followingAt(items: readonly ThreadItem[], index: number, beyond: Following): Following {
  for (let at = index + 1; at < items.length; at++) {
    const item = items[at];
    if (item && isShown(item)) return item.type === 'user_message' ? 'user' : 'more';
  }
  return beyond;
}

/** The turn that ends with the item `last`; null if the turn has not ended. */
export function turnEndingWith(
  items: readonly ThreadItem[],
  last: ThreadItem,
  following: Following,
): AssistantTurn | null {
  if (following === 'more' || last.type === 'user_message' || !isShown(last) || awaitsAnswers(last)) return null;
  const end = items.lastIndexOf(last);
  let before = end;
  while (before >= 0 && items[before]?.type !== 'user_message') before--;
  const userMessage = items[before];
  let after = end + 1;
  while (after < items.length && items[after]?.type !== 'user_message') after++;
  const turn = items.slice(before + 1, after);
  const itemIds = turn.filter((item) => isShown(item) || item.type === 'client_tool_call').map(({ id }) => id);
  return {
    items: turn.filter(isShown),
    itemIds,
    userMessageId: userMessage?.id ?? null,
    isLast: following === 'nothing',
  };
}

/** The text that the copy button copies: the turn's messages, and widgets that declare copy text. */
export const turnText = (items: readonly ThreadItem[]): string =>
  items
    .flatMap((item) => {
      if (item.type === 'assistant_message') return item.content.map(({ text }) => text);
      return item.type === 'widget' && item.copy_text ? [item.copy_text] : [];
    })
    .join('\n\n');
