/** The texts of questions and answers, from the items of a thread. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { contextOf, type RequestContext } from '../../core/context.ts';
import { nullIfMissing } from '../../core/errors.ts';
import type { Store } from '../../core/store.ts';

/** A question and its whole answer. Either can be empty. */
interface Exchange {
  question: string;
  answer: string;
  /** The time of the question, or of the answer if there is no question. ISO 8601. */
  at: string;
}

const PAGE = 50;

/** The text of an item; empty if it has none. */
function textOf(item: ThreadItem): string {
  if (item.type === 'user_message' || item.type === 'assistant_message')
    return item.content.map((part) => part.text).join('');
  if (item.type === 'widget') return item.copy_text ?? '[a widget]';
  return item.type === 'generated_image' ? '[a picture]' : '';
}

/** Groups items, in their order, into questions with answers. */
export function toExchanges(items: readonly ThreadItem[]): Exchange[] {
  const exchanges: Exchange[] = [];
  for (const item of items) {
    const text = textOf(item);
    const last = exchanges.at(-1);
    if (item.type === 'user_message') exchanges.push({ question: text, answer: '', at: item.created_at });
    else if (text !== '' && last) last.answer += last.answer === '' ? text : `\n${text}`;
    else if (text !== '') exchanges.push({ question: '', answer: text, at: item.created_at });
  }
  return exchanges;
}

/** The question before an answer, and the answer. Both are empty if they were deleted. */
export async function exchangeOf(
  store: Store,
  { userId, threadId, itemIds }: { userId: string; threadId: string; itemIds: readonly string[] },
): Promise<Pick<Exchange, 'question' | 'answer'>> {
  const context = contextOf(userId);
  const load = (id: string) => store.loadItem(threadId, id, context).catch(nullIfMissing);
  const items = (await Promise.all(itemIds.map(load))).filter((item) => item !== null);
  const answer = items.map(textOf).filter(Boolean).join('\n');
  const first = items[0];
  return { answer, question: first ? await questionBefore(store, threadId, first.id, context) : '' };
}

async function questionBefore(
  store: Store,
  threadId: string,
  itemId: string,
  context: RequestContext,
): Promise<string> {
  let after: string | undefined = itemId;
  while (after !== undefined) {
    const page: Awaited<ReturnType<Store['loadThreadItems']>> = await store.loadThreadItems(
      threadId,
      { limit: PAGE, order: 'desc', after },
      context,
    );
    const question = page.data.find(({ type }) => type === 'user_message');
    if (question) return textOf(question);
    after = page.has_more ? (page.after ?? undefined) : undefined;
  }
  return '';
}
