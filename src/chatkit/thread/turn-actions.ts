/** Where an assistant's turn ends, and what of it can be copied. Pure. */
import type { ThreadItem } from '../../protocol/items.ts';

export interface AssistantTurn {
  /** Everything between two messages of the visitor that is shown, oldest first. */
  items: readonly ThreadItem[];
  /** What feedback is about: the items shown, and the tools the page was asked to run. */
  itemIds: readonly string[];
  /** The visitor's message it answers. */
  userMessageId: string | null;
  isLast: boolean;
}

const isShown = ({ type }: ThreadItem) => type !== 'end_of_turn' && type !== 'client_tool_call' && type !== 'hidden_context_item' && type !== 'sdk_hidden_context';

/** The turns of a thread by the id of their last item, under which their actions stand. */
export function findTurnEnds(items: readonly ThreadItem[]): Map<string, AssistantTurn> {
  const ends = new Map<string, AssistantTurn>();
  let turn: ThreadItem[] = [];
  let itemIds: string[] = [];
  let userMessageId: string | null = null;
  const close = (isLast: boolean) => {
    const last = turn.at(-1);
    if (last) ends.set(last.id, { items: turn, itemIds, userMessageId, isLast });
    turn = [];
    itemIds = [];
  };
  for (const item of items) {
    if (item.type === 'user_message') {
      close(false);
      userMessageId = item.id;
      continue;
    }
    if (isShown(item)) turn.push(item);
    if (isShown(item) || item.type === 'client_tool_call') itemIds.push(item.id);
  }
  close(true);
  return ends;
}

/** What the copy button gives: the turn's messages and those widgets that say what to copy. */
export const turnText = (items: readonly ThreadItem[]): string =>
  items
    .flatMap((item) => {
      if (item.type === 'assistant_message') return item.content.map(({ text }) => text);
      return item.type === 'widget' && item.copy_text ? [item.copy_text] : [];
    })
    .join('\n\n');
