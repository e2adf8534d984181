/** Deletes files together with the messages that they were sent with. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { RequestContext } from '../context.ts';
import { NotFoundError } from '../errors.ts';
import type { ChatKitHooks } from '../hooks.ts';

/** The ids of the files of these messages. */
export const filesOf = (items: readonly ThreadItem[]): string[] =>
  items.flatMap((item) => (item.type === 'user_message' ? item.attachments.map(({ id }) => id) : []));

/** Keeps files that another conversation uses. If a file cannot be deleted, the messages stay deleted. */
export async function deleteFiles<Context extends RequestContext>(
  { store, attachmentStore, log }: Pick<ChatKitHooks<Context>, 'store' | 'attachmentStore' | 'log'>,
  threadId: string,
  ids: Iterable<string>,
  context: Context,
): Promise<void> {
  if (!attachmentStore) return;
  for (const attachmentId of ids) {
    try {
      const { thread_id: sentIn } = await store.loadAttachment(attachmentId, context);
      if (sentIn !== threadId) continue;
      await attachmentStore.deleteAttachment(attachmentId, context);
      await store.deleteAttachment(attachmentId, context);
    } catch (err) {
      if (!(err instanceof NotFoundError))
        log.error({ err, threadId, attachmentId }, 'A file of a deleted message could not be deleted.');
    }
  }
}
