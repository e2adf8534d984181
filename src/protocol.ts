/** What `import … from 'chatdock/protocol'` gives: the wire types, their schemas, the decoder, the reducer, the client. */
export type { Action, ActionConfig } from './protocol/actions.ts';
export { actionSchema } from './protocol/actions.ts';
export type {
  Attachment,
  AttachmentUploadDescriptor,
  FileAttachment,
  ImageAttachment,
} from './protocol/attachments.ts';
export { attachmentSchema } from './protocol/attachments.ts';
export type { ChatKitClient, ClientOptions, SendOptions } from './protocol/client.ts';
export { createClient } from './protocol/client.ts';
export { decodeEvents } from './protocol/decode.ts';
export type { ProtocolErrorCode, ProtocolErrorDetails } from './protocol/errors.ts';
export { ProtocolError } from './protocol/errors.ts';
export type {
  AssistantMessageContentPartAdded,
  AssistantMessageContentPartAnnotationAdded,
  AssistantMessageContentPartDone,
  AssistantMessageContentPartTextDelta,
  ClientEffectEvent,
  ErrorEvent,
  GeneratedImageUpdated,
  NoticeEvent,
  ProgressUpdateEvent,
  StreamOptions,
  StreamOptionsEvent,
  ThreadCreatedEvent,
  ThreadItemAddedEvent,
  ThreadItemDoneEvent,
  ThreadItemRemovedEvent,
  ThreadItemReplacedEvent,
  ThreadItemUpdate,
  ThreadItemUpdatedEvent,
  ThreadStreamEvent,
  ThreadUpdatedEvent,
  WidgetComponentUpdated,
  WidgetRootUpdated,
  WidgetStreamingTextValueDelta,
  WorkflowTaskAdded,
  WorkflowTaskUpdated,
} from './protocol/events.ts';
export { threadItemUpdateSchema, threadStreamEventSchema } from './protocol/events.ts';
export type {
  AssistantMessageContent,
  AssistantMessageItem,
  ClientToolCallItem,
  EndOfTurnItem,
  FreeformInput,
  GeneratedImage,
  GeneratedImageItem,
  HiddenContextItem,
  InferenceOptions,
  MultipleChoiceInput,
  SDKHiddenContextItem,
  StructuredInput,
  StructuredInputAnswer,
  StructuredInputItem,
  TaskItem,
  ThreadItem,
  ToolChoice,
  UserMessageContent,
  UserMessageItem,
  UserMessageTagContent,
  UserMessageTextContent,
  WidgetItem,
  WorkflowItem,
} from './protocol/items.ts';
export { threadItemSchema } from './protocol/items.ts';
export { isHiddenItem, isWidgetRoot } from './protocol/kinds.ts';
export { parseEvent, parseRequest } from './protocol/parse.ts';
export type { ThreadState } from './protocol/reduce.ts';
export { emptyThreadState, itemKey, reduce } from './protocol/reduce.ts';
export type {
  AttachmentCreateParams,
  AttachmentsCreateRequest,
  AttachmentsDeleteRequest,
  ChatKitRequest,
  ChatKitRequestInput,
  FeedbackKind,
  InputTranscribeRequest,
  ItemsFeedbackRequest,
  ItemsListRequest,
  JsonRequest,
  JsonRequestInput,
  StreamRequest,
  StreamRequestInput,
  StreamRequestType,
  StructuredInputSubmission,
  ThreadsAddClientToolOutputRequest,
  ThreadsAddStructuredInputRequest,
  ThreadsAddUserMessageRequest,
  ThreadsCreateRequest,
  ThreadsCustomActionRequest,
  ThreadsDeleteRequest,
  ThreadsGetByIdRequest,
  ThreadsListRequest,
  ThreadsRetryAfterItemRequest,
  ThreadsSyncCustomActionRequest,
  ThreadsUpdateRequest,
  UserMessageInput,
} from './protocol/requests.ts';
export { chatKitRequestSchema, isStreamRequest } from './protocol/requests.ts';
export type { JsonResponses, SyncCustomActionResponse, TranscriptionResult } from './protocol/responses.ts';
export { parseResponse } from './protocol/responses.ts';
export type { Annotation, EntitySource, FileSource, Source, UrlSource } from './protocol/sources.ts';
export { annotationSchema, sourceSchema } from './protocol/sources.ts';
export type {
  CustomSummary,
  CustomTask,
  DurationSummary,
  FileTask,
  ImageTask,
  SearchTask,
  Task,
  ThoughtTask,
  Workflow,
  WorkflowSummary,
} from './protocol/tasks.ts';
export { taskSchema, workflowSchema } from './protocol/tasks.ts';
export type { Page, Thread, ThreadMetadata, ThreadStatus } from './protocol/threads.ts';
export { pageSchema, threadMetadataSchema, threadSchema, threadStatusSchema } from './protocol/threads.ts';
export { parseTimestamp } from './protocol/timestamps.ts';
export {
  dropItemsAfter,
  endTurn,
  failTurn,
  loadThread,
  pendingClientToolCall,
  prependItems,
  startTurn,
} from './protocol/turn.ts';
export type { ComposedMessage, ComposedTag } from './protocol/user-input.ts';
export { toUserMessageInput } from './protocol/user-input.ts';
export type { VisitorTokenStorage } from './protocol/visitor-token.ts';
export { carriesVisitorToken, NEW_VISITOR, VISITOR_TOKEN_HEADER, withVisitorToken } from './protocol/visitor-token.ts';
export type { WidgetComponent, WidgetRoot } from './protocol/widgets.ts';
export { toWidgetComponent, widgetComponentSchema, widgetRootSchema } from './protocol/widgets.ts';
