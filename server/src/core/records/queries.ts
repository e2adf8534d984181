/** The ten requests answered with one JSON document. */
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { memberOf } from '@chatdock/protocol/member-of';
import type {
  ItemsListRequest,
  JsonRequest,
  ThreadsListRequest,
  ThreadsSyncCustomActionRequest,
} from '@chatdock/protocol/requests/requests';
import type { RequestContext } from '../context.ts';
import { HttpError } from '../errors.ts';
import type { ChatKitHooks } from '../hooks.ts';
import type { AttachmentStore, PageRequest } from '../store.ts';
import { loadSender, newestFirst, toAction } from '../turns.ts';
import { deleteFiles, filesOf } from './delete-files.ts';
import { storedReplies } from './stored-replies.ts';
import { presenter, toWireAttachment, toWireItem, toWirePage, toWireThread } from '../wire.ts';

const DEFAULT_PAGE = 20;
const DELETE_PAGE = 200;
const MAX_COMMENT_CHARS = 4000;

/** @throws NotFoundError, HttpError */
export async function answerQuery<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  request: Exclude<JsonRequest, { type: 'runs.stop' | 'threads.search' }>,
  context: Context,
): Promise<object> {
  const { store } = server;
  const present = presenter(server, context);
  const onUnreadable = ({ id, thread_id: threadId }: ThreadItem, err: unknown) =>
    server.log.error({ err, itemId: id, threadId }, 'A stored item cannot be read and is left out of its thread.');
  switch (request.type) {
    case 'threads.get_by_id': {
      const threadId = request.params.thread_id;
      const thread = await store.loadThread(threadId, context);
      const items = await store.loadThreadItems(threadId, { limit: DEFAULT_PAGE, order: 'asc' }, context);
      const wire = toWireThread(thread, present, toWirePage(items, present, onUnreadable));
      const isOurs = memberOf(request.metadata, 'chatdock') !== undefined;
      const replies = isOurs ? await storedReplies(store, thread, context) : [];
      return replies.length > 0 ? { ...wire, suggested_replies: replies } : wire;
    }
    case 'threads.list': {
      const page = await store.loadThreads(toPageRequest(request.params), context);
      return { ...page, data: page.data.map((thread) => toWireThread(thread, present)) };
    }
    case 'items.list':
      return toWirePage(
        await store.loadThreadItems(request.params.thread_id, toPageRequest(request.params), context),
        present,
        onUnreadable,
      );
    case 'items.feedback': {
      const { thread_id: threadId, item_ids: itemIds, kind } = request.params;
      await store.loadThread(threadId, context);
      await server.addFeedback(threadId, itemIds, kind, context, { comment: toComment(request.metadata['comment']) });
      return {};
    }
    case 'attachments.create': {
      const attachments = attachmentStoreOf(server);
      if (!attachments.createAttachment)
        throw new HttpError(400, 'not_configured', 'This server accepts files by direct upload only.');
      const attachment = await attachments.createAttachment(request.params, context);
      await store.saveAttachment(attachment, context);
      return toWireAttachment(present.attachment(attachment));
    }
    case 'attachments.delete': {
      const attachments = attachmentStoreOf(server);
      const { id } = await store.loadAttachment(request.params.attachment_id, context);
      await attachments.deleteAttachment(id, context);
      await store.deleteAttachment(id, context);
      return {};
    }
    case 'threads.update': {
      const { thread_id: threadId, title } = request.params;
      const thread = { ...(await store.loadThread(threadId, context)), title };
      await store.saveThread(thread, context);
      return toWireThread(thread, present);
    }
    case 'threads.delete':
      await deleteThread(server, request.params.thread_id, context);
      return {};
    case 'input.transcribe': {
      const { audio_base64: base64, mime_type: mimeType } = request.params;
      const mediaType = mimeType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
      const { text } = await server.transcribe({ data: decodeBase64(base64), mimeType, mediaType }, context);
      return { text };
    }
    case 'threads.sync_custom_action':
      return await syncAction(server, request.params, context);
  }
}

/** Deletes a conversation together with its files. */
async function deleteThread<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  threadId: string,
  context: Context,
): Promise<void> {
  const files = new Set<string>();
  if (server.attachmentStore) {
    for await (const item of newestFirst(server, threadId, context, DELETE_PAGE)) {
      for (const id of filesOf([item])) files.add(id);
    }
  }
  await server.store.deleteThread(threadId, context);
  await deleteFiles(server, threadId, files, context);
}

async function syncAction<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  params: ThreadsSyncCustomActionRequest['params'],
  context: Context,
): Promise<object> {
  const thread = await server.store.loadThread(params.thread_id, context);
  const sender = await loadSender(server, params, context);
  if (sender && sender.type !== 'widget')
    throw new HttpError(409, 'not_a_widget', 'Actions come from widgets; item_id names another kind of item.');
  const { updated_item: item } = await server.syncAction(thread, toAction(params), sender, context);
  return item ? { updated_item: toWireItem(item, presenter(server, context)) } : {};
}

function toPageRequest({
  limit,
  order,
  after,
}: ThreadsListRequest['params'] | ItemsListRequest['params']): PageRequest {
  if (limit !== undefined && limit < 0)
    throw new HttpError(400, 'invalid_request', 'The limit cannot be negative. Leave it out for 20.');
  return { limit: limit || DEFAULT_PAGE, order, after };
}

function attachmentStoreOf<Context extends RequestContext>({
  attachmentStore,
}: ChatKitHooks<Context>): AttachmentStore<Context> {
  if (!attachmentStore) throw new HttpError(400, 'not_configured', 'This server doesn’t accept attachments.');
  return attachmentStore;
}

function decodeBase64(base64: string): Uint8Array {
  try {
    // A loop, because `Uint8Array.from` would first create an array of a million strings.
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    return bytes;
  } catch (cause) {
    throw new HttpError(
      400,
      'invalid_request',
      'The recording in params.audio_base64 is not base64. Send the bytes alone, without a "data:" prefix.',
      { cause },
    );
  }
}

/** A comment must be text. Shorten a long one instead of refusing it, so that the rating is stored. */
const toComment = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, MAX_COMMENT_CHARS) : undefined;
