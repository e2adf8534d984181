/**
 * The sixteen requests of a ChatKit client, six of which are answered with a stream, two about a running turn, and one
 * that searches conversations. Scalars are parsed leniently, enums strictly, unknown members are dropped, `params` is
 * required, and `metadata` may be missing but not null.
 */
import * as z from 'zod/mini';
import { atMost, findExcess, inWords, type FreeFormLimits, REQUEST_LIMITS as LIMITS } from './limits.ts';
import { dictionary, lenientBoolean, lenientInteger, maybe } from '../schema.ts';

const text = (max: number) => z.string().check(z.maxLength(max, { error: atMost(max, 'characters') }));
const list = <T extends z.ZodMiniType>(entry: T, max: number) =>
  z.array(entry).check(z.maxLength(max, { error: atMost(max, 'entries') }));
const id = text(LIMITS.id);

/** Rejects a value that exceeds `limits`, with the issue kind of a text over its maximum. */
const holding = (limits: FreeFormLimits) =>
  z.check<unknown>(({ value, issues }) => {
    const message = findExcess(value, limits);
    if (message !== null)
      issues.push({ code: 'too_big', origin: 'object', maximum: limits.values, input: value, message });
  });

const userMessageInputContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input_text'), text: text(LIMITS.messageText) }),
  z.object({
    type: z.literal('input_tag'),
    id,
    text: text(LIMITS.tagText),
    /** Required here, although optional in the element's public type: the client fills in `{}`. */
    data: dictionary.check(holding(LIMITS.tagData)),
    group: maybe(id),
    interactive: z._default(lenientBoolean, false),
  }),
]);

/** A user's message. */
export const userMessageInputSchema = z.object({
  content: list(userMessageInputContentSchema, LIMITS.contentParts),
  /** Ids in the order of attachment. Repeated ids are dropped. */
  attachments: z.pipe(
    list(id, LIMITS.attachmentNames),
    z.transform((ids: string[]) => [...new Set(ids)]),
  ),
  quoted_text: maybe(text(LIMITS.quotedText)),
  inference_options: z.object({ tool_choice: maybe(z.object({ id })), model: maybe(id) }),
});

/** A user's answer to a structured input. */
export const structuredInputSubmissionSchema = z.object({
  status: z._default(z.enum(['answered', 'skipped']), 'answered'),
  /** By question id. */
  answers: z._default(
    z
      .record(
        z.string(),
        z.object({
          values: z._default(list(text(LIMITS.answerText), LIMITS.valuesPerAnswer), []),
          skipped: z._default(lenientBoolean, false),
        }),
      )
      .check(
        z.check<object>(({ value, issues }) => {
          const ids = Object.keys(value);
          const tooBig = (message: string) =>
            issues.push({ code: 'too_big', origin: 'object', maximum: LIMITS.answers, input: value, message });
          if (ids.length > LIMITS.answers) tooBig(atMost(LIMITS.answers, 'entries'));
          else if (ids.some(({ length }) => length > LIMITS.id))
            tooBig(`${atMost(LIMITS.id, 'characters')} in each id`);
        }),
      ),
    {},
  ),
});

const request = <Type extends string, Params extends z.ZodMiniType>(type: Type, params: Params) =>
  z.object({
    type: z.literal(type),
    params,
    /** The integration's own data about the request. */
    metadata: z._default(dictionary.check(holding(LIMITS.metadata)), {}),
  });

const thread = { thread_id: id };
const threadItem = { ...thread, item_id: id };
const page = {
  /** Missing, null and 0 mean the server's default. */
  limit: maybe(
    lenientInteger.check(z.maximum(LIMITS.pageSize, { error: `may be at most ${inWords(LIMITS.pageSize)}` })),
  ),
  order: z._default(z.enum(['asc', 'desc']), 'desc'),
  after: maybe(text(LIMITS.cursor)),
};
const actionSchema = z.object({
  type: id,
  payload: z.optional(z.unknown().check(holding(LIMITS.actionPayload))),
});
const customActionParams = z.object({ ...thread, item_id: maybe(id), action: actionSchema });

export const threadsCreateRequestSchema = request('threads.create', z.object({ input: userMessageInputSchema }));
export const threadsAddUserMessageRequestSchema = request(
  'threads.add_user_message',
  z.object({ ...thread, input: userMessageInputSchema }),
);
export const threadsAddClientToolOutputRequestSchema = request(
  'threads.add_client_tool_output',
  z.object({ ...thread, result: z.unknown().check(holding(LIMITS.toolResult)) }),
);
export const threadsAddStructuredInputRequestSchema = request(
  'threads.add_structured_input',
  z.object({ ...threadItem, input: structuredInputSubmissionSchema }),
);
export const threadsRetryAfterItemRequestSchema = request(
  'threads.retry_after_item',
  z.object({
    ...threadItem,
    /** Replaces the message before it is answered again. Only for servers that have said `limits.edits`; ChatKit's own ignores it. */
    input: maybe(userMessageInputSchema),
  }),
);
export const threadsCustomActionRequestSchema = request('threads.custom_action', customActionParams);

export const threadsGetByIdRequestSchema = request('threads.get_by_id', z.object(thread));
export const threadsListRequestSchema = request('threads.list', z.object(page));
export const itemsListRequestSchema = request('items.list', z.object({ ...thread, ...page }));
export const itemsFeedbackRequestSchema = request(
  'items.feedback',
  z.object({ ...thread, item_ids: list(id, LIMITS.feedbackItems), kind: z.enum(['positive', 'negative']) }),
);
export const attachmentsCreateRequestSchema = request(
  'attachments.create',
  z.object({ name: text(LIMITS.fileName), /** In bytes. */ size: lenientInteger, mime_type: text(LIMITS.mimeType) }),
);
export const attachmentsDeleteRequestSchema = request('attachments.delete', z.object({ attachment_id: id }));
export const threadsUpdateRequestSchema = request('threads.update', z.object({ ...thread, title: text(LIMITS.title) }));
export const threadsDeleteRequestSchema = request('threads.delete', z.object(thread));
export const inputTranscribeRequestSchema = request(
  'input.transcribe',
  z.object({
    /** Without a `data:` prefix. */ audio_base64: text(LIMITS.audioBase64),
    mime_type: text(LIMITS.mimeType),
  }),
);
export const threadsSyncCustomActionRequestSchema = request('threads.sync_custom_action', customActionParams);

/** Follows a turn from the event after `after`. Answered with a stream. */
export const runsResumeRequestSchema = request(
  'runs.resume',
  z.object({ ...thread, run_id: id, after: lenientInteger.check(z.minimum(0)) }),
);
/** Searches titles and messages. Only for servers that said `limits.search_chars`. Without a query, the newest conversations. */
export const threadsSearchRequestSchema = request(
  'threads.search',
  z.object({
    query: z._default(text(LIMITS.searchQuery), ''),
    /** Missing, null and 0 mean the server's default. */
    limit: maybe(
      lenientInteger.check(
        z.minimum(0, { error: 'may not be negative' }),
        z.maximum(LIMITS.searchResults, { error: `may be at most ${inWords(LIMITS.searchResults)}` }),
      ),
    ),
  }),
);
/** Stops a turn, by its id or by the key of the request that began it. */
export const runsStopRequestSchema = request('runs.stop', z.object({ run_id: maybe(id), key: maybe(id) }));

/**
 * Validates every request, selected by `type`. Prefer `parseRequest`, which throws a ProtocolError with a
 * readable message.
 */
export const chatKitRequestSchema = z.discriminatedUnion('type', [
  threadsCreateRequestSchema,
  threadsAddUserMessageRequestSchema,
  threadsAddClientToolOutputRequestSchema,
  threadsAddStructuredInputRequestSchema,
  threadsRetryAfterItemRequestSchema,
  threadsCustomActionRequestSchema,
  threadsGetByIdRequestSchema,
  threadsListRequestSchema,
  itemsListRequestSchema,
  itemsFeedbackRequestSchema,
  attachmentsCreateRequestSchema,
  attachmentsDeleteRequestSchema,
  threadsUpdateRequestSchema,
  threadsDeleteRequestSchema,
  inputTranscribeRequestSchema,
  threadsSyncCustomActionRequestSchema,
  runsResumeRequestSchema,
  runsStopRequestSchema,
  threadsSearchRequestSchema,
]);

/**
 * A user's message to send: text and mentions, ids of attachments, a quoted passage, and the choices of the composer.
 */
export type UserMessageInput = z.infer<typeof userMessageInputSchema>;
/** The answers to a `structured_input` item, by question id, or the fact that the user skipped it. */
export type StructuredInputSubmission = z.infer<typeof structuredInputSubmissionSchema>;
/** Starts a thread with the user's first message. The answer is a stream that begins with `thread.created`. */
export type ThreadsCreateRequest = z.infer<typeof threadsCreateRequestSchema>;
/** Sends a message to an existing thread. The answer is a stream. */
export type ThreadsAddUserMessageRequest = z.infer<typeof threadsAddUserMessageRequestSchema>;
/** Returns the result of the pending client tool call and continues the turn. The answer is a stream. */
export type ThreadsAddClientToolOutputRequest = z.infer<typeof threadsAddClientToolOutputRequestSchema>;
/** Answers the pending questions and continues the turn. The answer is a stream. */
export type ThreadsAddStructuredInputRequest = z.infer<typeof threadsAddStructuredInputRequestSchema>;
/** Removes every item after `item_id`, a user message, and answers it again. The answer is a stream. */
export type ThreadsRetryAfterItemRequest = z.infer<typeof threadsRetryAfterItemRequestSchema>;
/** Runs a widget's action. The answer is a stream; see `ThreadsSyncCustomActionRequest` for the other way. */
export type ThreadsCustomActionRequest = z.infer<typeof threadsCustomActionRequestSchema>;
/** Loads one thread with a page of its items. */
export type ThreadsGetByIdRequest = z.infer<typeof threadsGetByIdRequestSchema>;
/** Lists the user's threads page by page, newest first by default. */
export type ThreadsListRequest = z.infer<typeof threadsListRequestSchema>;
/** Lists the items of a thread page by page, newest first by default. */
export type ItemsListRequest = z.infer<typeof itemsListRequestSchema>;
/** Rates items of a thread with a thumb up or down. */
export type ItemsFeedbackRequest = z.infer<typeof itemsFeedbackRequestSchema>;
/** Announces a file (name, size in bytes, MIME type) before its upload. The answer is an `Attachment`. */
export type AttachmentsCreateRequest = z.infer<typeof attachmentsCreateRequestSchema>;
/** Deletes a file that has not been sent with a message. */
export type AttachmentsDeleteRequest = z.infer<typeof attachmentsDeleteRequestSchema>;
/** Renames a thread. The answer is the thread. */
export type ThreadsUpdateRequest = z.infer<typeof threadsUpdateRequestSchema>;
/** Deletes a thread with its items. */
export type ThreadsDeleteRequest = z.infer<typeof threadsDeleteRequestSchema>;
/** Turns a recording (base64, without a `data:` prefix) into text. */
export type InputTranscribeRequest = z.infer<typeof inputTranscribeRequestSchema>;
/** Follows a running turn from the event after `after`. The answer is a stream. */
export type RunsResumeRequest = z.infer<typeof runsResumeRequestSchema>;
/** Searches the titles and messages of the user's threads. */
export type ThreadsSearchRequest = z.infer<typeof threadsSearchRequestSchema>;
/** Runs a widget's action and answers with one JSON document. It also works while a reply is streaming. */
export type ThreadsSyncCustomActionRequest = z.infer<typeof threadsSyncCustomActionRequestSchema>;

/** A request as the server reads it, with defaults and converted scalars. */
export type ChatKitRequest = z.infer<typeof chatKitRequestSchema>;

/** A request as a client writes it: members with a default are optional. */
export type ChatKitRequestInput = z.input<typeof chatKitRequestSchema>;

/** A thumb up or down. */
export type FeedbackKind = ItemsFeedbackRequest['params']['kind'];
/** The data about a file that a client sends before uploading it. */
export type AttachmentCreateParams = AttachmentsCreateRequest['params'];

const STREAM_TYPES = [
  'threads.create',
  'threads.add_user_message',
  'threads.add_client_tool_output',
  'threads.add_structured_input',
  'threads.retry_after_item',
  'threads.custom_action',
] as const satisfies ChatKitRequest['type'][];

/** The `type` of a request that is answered with a stream. */
export type StreamRequestType = (typeof STREAM_TYPES)[number];
/** A request answered with server-sent events. */
export type StreamRequest = Extract<ChatKitRequest, { type: StreamRequestType }>;
/** A request answered with one JSON document. */
export type JsonRequest = Exclude<ChatKitRequest, { type: StreamRequestType | 'runs.resume' }>;
/** A `StreamRequest` as a client writes it: members with a default may be left out. */
export type StreamRequestInput = Extract<ChatKitRequestInput, { type: StreamRequestType }>;
/** A `RunsResumeRequest` as a client writes it. */
export type RunsResumeRequestInput = Extract<ChatKitRequestInput, { type: 'runs.resume' }>;
/** A `JsonRequest` as a client writes it: members with a default may be left out. */
export type JsonRequestInput = Exclude<ChatKitRequestInput, { type: StreamRequestType | 'runs.resume' }>;

/** Whether a request is answered with a stream of events rather than with one JSON document. */
export const isStreamRequest = (request: ChatKitRequest): request is StreamRequest =>
  STREAM_TYPES.some((type) => type === request.type);
