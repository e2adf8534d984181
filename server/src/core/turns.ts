/** The six requests that are answered with a stream: what each does before its turn begins. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { StreamRequest, ThreadsCustomActionRequest, UserMessageInput } from '@chatdock/protocol/requests/requests';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from './context.ts';
import { HttpError } from './errors.ts';
import type { ChatKitHooks } from './hooks.ts';
import { deleteFiles, filesOf } from './records/delete-files.ts';
import type { Turn } from './runs/run.ts';
import { answerStructuredInput } from './widgets/structured-input.ts';
import { presenter, toWireThread } from './wire.ts';

/** The ids of the records that a request stores, if its key determines them. */
export interface DerivedIds {
  readonly thread: string;
  readonly message: string;
}

/** The page size for searching a thread backwards, and how far back stale tool calls are cleaned up. */
const SEARCH_PAGE = 20;

/**
 * Checks and stores the request's input before the stream opens, so that a bad request gets an HTTP status.
 * @throws NotFoundError, HttpError
 */
export function prepareTurn<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  request: StreamRequest,
  context: Context,
  ids?: DerivedIds,
): Promise<Turn<Context>> {
  switch (request.type) {
    case 'threads.create':
      return createThread(server, request.params.input, context, ids);
    case 'threads.add_user_message':
      return addUserMessage(server, request.params, context, ids);
    case 'threads.add_client_tool_output':
      return addClientToolOutput(server, request.params, context);
    case 'threads.add_structured_input':
      return addStructuredInput(server, request.params, context);
    case 'threads.retry_after_item':
      return retryAfterItem(server, request.params, context);
    case 'threads.custom_action':
      return customAction(server, request.params, context);
  }
}

async function createThread<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  input: UserMessageInput,
  context: Context,
  ids?: DerivedIds,
): Promise<Turn<Context>> {
  const { store } = server;
  const thread: ThreadMetadata = {
    id: ids?.thread ?? store.generateThreadId(context),
    created_at: new Date().toISOString(),
    status: { type: 'active' },
    metadata: {},
  };
  const message = await toUserMessage(server, thread, input, context, ids);
  await store.saveThread(thread, context);
  try {
    await storeUserMessage(server, message, context);
  } catch (cause) {
    // Delete the empty thread: the client gets an error, and sending again creates another thread.
    await store.deleteThread(thread.id, context).catch(() => undefined);
    throw cause;
  }
  const created: ThreadStreamEvent = {
    type: 'thread.created',
    thread: toWireThread(thread, presenter(server, context)),
  };
  return {
    thread,
    prologue: [created, { type: 'thread.item.done', item: message }],
    events: (runContext) => server.respond(thread, message, runContext),
  };
}

async function addUserMessage<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  { thread_id: threadId, input }: { thread_id: string; input: UserMessageInput },
  context: Context,
  ids?: DerivedIds,
): Promise<Turn<Context>> {
  const thread = await server.store.loadThread(threadId, context);
  const message = await toUserMessage(server, thread, input, context, ids);
  await storeUserMessage(server, message, context);
  return {
    thread,
    prologue: [{ type: 'thread.item.done', item: message }],
    events: (runContext) => server.respond(thread, message, runContext),
  };
}

async function toUserMessage<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  thread: ThreadMetadata,
  input: UserMessageInput,
  context: Context,
  ids?: DerivedIds,
): Promise<UserMessageItem> {
  const { attachments: attachmentIds, ...rest } = input;
  const attachments = [];
  for (const attachmentId of attachmentIds) {
    const attachment = await server.store.loadAttachment(attachmentId, context);
    const attached = (await server.attachmentStore?.attach?.(attachment, context)) ?? attachment;
    attachments.push({ ...attached, thread_id: thread.id });
  }
  return {
    type: 'user_message',
    id: ids?.message ?? server.store.generateItemId('message', thread, context),
    thread_id: thread.id,
    created_at: new Date().toISOString(),
    ...rest,
    attachments,
  };
}

async function storeUserMessage<Context extends RequestContext>(
  { store }: ChatKitHooks<Context>,
  message: UserMessageItem,
  context: Context,
): Promise<void> {
  for (const attachment of message.attachments) await store.saveAttachment(attachment, context);
  await store.addThreadItem(message.thread_id, message, context);
}

async function addClientToolOutput<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  { thread_id: threadId, result }: { thread_id: string; result?: unknown },
  context: Context,
): Promise<Turn<Context>> {
  const { store } = server;
  const thread = await store.loadThread(threadId, context);
  const newest = await store.loadThreadItems(threadId, { limit: SEARCH_PAGE, order: 'desc' }, context);
  const [call] = newest.data;
  if (call?.type !== 'client_tool_call' || call.status !== 'pending') {
    throw new HttpError(
      409,
      'no_pending_tool_call',
      'The newest item of this thread is not a client tool call that waits for a result, so the result was not stored.',
    );
  }
  await store.saveItem(threadId, { ...call, status: 'completed', output: result }, context);
  for (const item of newest.data.slice(1)) {
    if (item.type === 'client_tool_call' && item.status === 'pending')
      await store.deleteThreadItem(threadId, item.id, context);
  }
  return { thread, prologue: [], events: (runContext) => server.respond(thread, null, runContext) };
}

async function addStructuredInput<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  {
    thread_id: threadId,
    item_id: itemId,
    input,
  }: Extract<StreamRequest, { type: 'threads.add_structured_input' }>['params'],
  context: Context,
): Promise<Turn<Context>> {
  const thread = await server.store.loadThread(threadId, context);
  const item = await server.store.loadItem(threadId, itemId, context);
  if (item.type !== 'structured_input')
    throw new HttpError(
      409,
      'not_a_structured_input',
      'The item named by item_id asks no questions, so the answers were not stored.',
    );
  if (item.status !== 'pending')
    throw new HttpError(
      409,
      'already_answered',
      'These questions were already answered, and the first answers were kept.',
    );
  const answered = answerStructuredInput(item, input);
  // Store it here and not only with its event, so that the answers of a user who leaves at once are kept.
  await server.store.saveItem(threadId, answered, context);
  return {
    thread,
    prologue: [],
    async *events(runContext) {
      yield { type: 'thread.item.replaced', item: answered };
      yield* server.respond(thread, null, runContext);
    },
  };
}

async function retryAfterItem<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  {
    thread_id: threadId,
    item_id: itemId,
    input,
  }: Extract<StreamRequest, { type: 'threads.retry_after_item' }>['params'],
  context: Context,
): Promise<Turn<Context>> {
  const thread = await server.store.loadThread(threadId, context);
  const newer: ThreadItem[] = [];
  for await (const item of newestFirst(server, threadId, context)) {
    if (item.id !== itemId) {
      newer.push(item);
      continue;
    }
    if (item.type !== 'user_message')
      throw new HttpError(
        409,
        'not_a_user_message',
        'Only a user message can be answered again; item_id names another kind of item.',
      );
    // Create it before anything is deleted, because a missing file refuses the whole request.
    const edited = input && (await toEdited(server, thread, item, input, context));
    if (edited) {
      for (const attachment of edited.attachments) await server.store.saveAttachment(attachment, context);
      await server.store.saveItem(threadId, edited, context);
    }
    for (const { id } of newer) await server.store.deleteThreadItem(threadId, id, context);
    await deleteDroppedFiles(server, threadId, { dropped: [...newer, ...(edited ? [item] : [])], context });
    return {
      thread,
      prologue: edited ? [{ type: 'thread.item.replaced', item: edited }] : [],
      events: (runContext) => server.respond(thread, edited ?? item, runContext),
    };
  }
  return { thread, prologue: [], events: null };
}

/** Deletes the files of deleted messages, unless a remaining message uses them too. */
async function deleteDroppedFiles<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  threadId: string,
  { dropped, context }: { dropped: readonly ThreadItem[]; context: Context },
): Promise<void> {
  const files = new Set(filesOf(dropped));
  if (files.size === 0 || !server.attachmentStore) return;
  for await (const item of newestFirst(server, threadId, context)) filesOf([item]).forEach((id) => files.delete(id));
  await deleteFiles(server, threadId, files, context);
}

/** The edited message: the same id, position and time. Its existing files are not attached again. */
async function toEdited<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  thread: ThreadMetadata,
  item: UserMessageItem,
  input: UserMessageInput,
  context: Context,
): Promise<UserMessageItem> {
  const had = new Map(item.attachments.map((attachment) => [attachment.id, attachment]));
  const fresh = { ...input, attachments: input.attachments.filter((id) => !had.has(id)) };
  const edited = await toUserMessage(server, thread, fresh, context, { thread: thread.id, message: item.id });
  const all = new Map([...had, ...edited.attachments.map((attachment) => [attachment.id, attachment] as const)]);
  const attachments = input.attachments.flatMap((id) => all.get(id) ?? []);
  return { ...edited, created_at: item.created_at, attachments };
}

/** Every item of a thread, hidden ones too, loaded page by page. */
export async function* newestFirst<Context extends RequestContext>(
  { store }: Pick<ChatKitHooks<Context>, 'store'>,
  threadId: string,
  context: Context,
  limit = SEARCH_PAGE,
): AsyncGenerator<ThreadItem, void, undefined> {
  let after: string | undefined;
  for (;;) {
    const page = await store.loadThreadItems(threadId, { limit, order: 'desc', after }, context);
    yield* page.data;
    if (!page.has_more || !page.after) return;
    after = page.after;
  }
}

async function customAction<Context extends RequestContext>(
  server: ChatKitHooks<Context>,
  params: ThreadsCustomActionRequest['params'],
  context: Context,
): Promise<Turn<Context>> {
  const thread = await server.store.loadThread(params.thread_id, context);
  const sender = await loadSender(server, params, context);
  if (sender && sender.type !== 'widget') {
    return { thread, prologue: [{ type: 'error', code: 'stream.error', allow_retry: false }], events: null };
  }
  return { thread, prologue: [], events: (runContext) => server.action(thread, toAction(params), sender, runContext) };
}

/** The action for application code. Its payload is null if none was sent. */
export const toAction = ({ action }: ThreadsCustomActionRequest['params']) => ({
  type: action.type,
  payload: action.payload ?? null,
});

/** The item that an action came from; null if the request names none. */
export async function loadSender<Context extends RequestContext>(
  { store }: ChatKitHooks<Context>,
  { thread_id: threadId, item_id: itemId }: ThreadsCustomActionRequest['params'],
  context: Context,
): Promise<ThreadItem | null> {
  return itemId ? await store.loadItem(threadId, itemId, context) : null;
}
