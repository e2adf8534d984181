/** Rebuilds the events of the first request from the store, for a repeated request. */
import type { StreamRequest } from '@chatdock/protocol/requests/requests';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { isHiddenItem } from '@chatdock/protocol/kinds';
import type { RequestContext } from '../../context.ts';
import { nullIfMissing } from '../../errors.ts';
import type { Store } from '../../store.ts';
import { type Presenter, toWireJson, toWireThread } from '../../wire.ts';

const NEWEST = 50;

/** @returns null if the request has stored nothing */
export async function storedAnswer<Context extends RequestContext>(
  store: Store<Context>,
  { type, params }: StreamRequest,
  ids: { readonly thread: string; readonly message: string },
  context: Context,
  present: Presenter,
): Promise<string[] | null> {
  const isMessage = type === 'threads.create' || type === 'threads.add_user_message';
  const isEdit = type === 'threads.retry_after_item' && params.input !== undefined;
  const threadId = 'thread_id' in params ? params.thread_id : ids.thread;
  try {
    const thread = await store.loadThread(threadId, context);
    const { data } = await store.loadThreadItems(threadId, { limit: NEWEST, order: 'desc' }, context);
    const first = isMessage ? ids.message : type === 'threads.retry_after_item' ? params.item_id : null;
    const position = data.findIndex(({ id }) => id === first);
    if (position === -1 && isMessage) return null;
    const items: ThreadItem[] = data.slice(0, isMessage || isEdit ? position + 1 : Math.max(position, 0)).toReversed();
    return [
      ...(type === 'threads.create'
        ? [toWireJson({ type: 'thread.created', thread: toWireThread(thread, present) }, present)]
        : []),
      ...items
        .filter((item) => !isHiddenItem(item))
        .map((item) => toWireJson({ type: 'thread.item.done', item }, present)),
    ];
  } catch (cause) {
    return nullIfMissing(cause);
  }
}
