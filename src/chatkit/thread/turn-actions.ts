/** Where an assistant's turn ends, and what of it can be copied. Pure. */
import type { ThreadItem } from '@chatdock/protocol/items';

export interface AssistantTurn {
  /** Everything between two messages of the visitor that is shown, oldest first. */
  items: readonly ThreadItem[];
  /** What feedback is about: the items shown, and the tools the page was asked to run. */
  itemIds: readonly string[];
  /** The visitor's message it answers. */
  userMessageId: string | null;
  isLast: boolean;
}

/** Whether an item stands in the thread for the visitor to see. */
export const isShown = ({ type }: ThreadItem) =>
  type !== 'end_of_turn' &&
  type !== 'client_tool_call' &&
  type !== 'hidden_context_item' &&
  type !== 'sdk_hidden_context';

/** Questions to the visitor stand where the composer is until they are answered; the turn goes on after that. */
const awaitsAnswers = (item: ThreadItem) => item.type === 'structured_input' && item.status === 'pending';

/** What comes after an item: a message of the visitor, more of the same turn, or nothing. */
export type Following = 'user' | 'more' | 'nothing';

/** What comes after the items up to `index`. */
export function followingAt(items: readonly ThreadItem[], index: number, beyond: Following): Following {
  for (let at = index + 1; at < items.length; at++) {
    const item = items[at];
    if (item && isShown(item)) return item.type === 'user_message' ? 'user' : 'more';
  }
  return beyond;
}

/** The turn whose last item is `last`, under which its actions stand; null when its turn goes on. */
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

/** What the copy button gives: the turn's messages and those widgets that say what to copy. */
export const turnText = (items: readonly ThreadItem[]): string =>
  items
    .flatMap((item) => {
      if (item.type === 'assistant_message') return item.content.map(({ text }) => text);
      return item.type === 'widget' && item.copy_text ? [item.copy_text] : [];
    })
    .join('\n\n');
