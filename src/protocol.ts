/** The exports of `chatdock/protocol`: the wire types, their schemas, the decoder, the reducer, the client. */
export type { Action, ActionConfig } from '@chatdock/protocol/requests/actions';
export { actionSchema } from '@chatdock/protocol/requests/actions';
export type {
  Attachment,
  AttachmentUploadDescriptor,
  FileAttachment,
  ImageAttachment,
} from '@chatdock/protocol/thread/attachments';
export { attachmentSchema } from '@chatdock/protocol/thread/attachments';
export type { ChatKitClient, ClientOptions, SendOptions } from '@chatdock/protocol/client/client';
export { createClient } from '@chatdock/protocol/client/client';
export { readSuggestedReplies, SUGGESTED_REPLIES } from '@chatdock/protocol/thread/suggested-replies';
export { decodeEvents } from '@chatdock/protocol/client/decode';
export type { ProtocolErrorCode, ProtocolErrorDetails } from '@chatdock/protocol/errors';
export { ProtocolError } from '@chatdock/protocol/errors';
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
} from '@chatdock/protocol/thread/events';
export { threadItemUpdateSchema, threadStreamEventSchema } from '@chatdock/protocol/thread/events';
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
} from '@chatdock/protocol/thread/items';
export { threadItemSchema } from '@chatdock/protocol/thread/items';
export { isHiddenItem, isWidgetRoot } from '@chatdock/protocol/kinds';
export { parseEvent } from '@chatdock/protocol/parse';
export { parseRequest } from '@chatdock/protocol/requests/parse-request';
export type { ThreadState } from '@chatdock/protocol/reducer/thread-state';
export { reduce } from '@chatdock/protocol/reducer/reduce';
export { emptyThreadState, itemKey } from '@chatdock/protocol/reducer/thread-state';
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
} from '@chatdock/protocol/requests/requests';
export { chatKitRequestSchema, isStreamRequest } from '@chatdock/protocol/requests/requests';
export type {
  JsonResponses,
  SyncCustomActionResponse,
  TranscriptionResult,
} from '@chatdock/protocol/requests/responses';
export { parseResponse } from '@chatdock/protocol/requests/responses';
export type { Annotation, EntitySource, FileSource, Source, UrlSource } from '@chatdock/protocol/thread/sources';
export { annotationSchema, sourceSchema } from '@chatdock/protocol/thread/sources';
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
} from '@chatdock/protocol/thread/tasks';
export { taskSchema, workflowSchema } from '@chatdock/protocol/thread/tasks';
export type { Page, Thread, ThreadMetadata, ThreadStatus } from '@chatdock/protocol/thread/threads';
export { pageSchema, threadMetadataSchema, threadSchema, threadStatusSchema } from '@chatdock/protocol/thread/threads';
export { parseTimestamp } from '@chatdock/protocol/timestamps';
export {
  dropItemsAfter,
  loadThread,
  pendingClientToolCall,
  prependItems,
  startTurn,
} from '@chatdock/protocol/reducer/turn';
export type { ComposedMessage, ComposedTag } from '@chatdock/protocol/requests/user-input';
export { toUserMessageInput } from '@chatdock/protocol/requests/user-input';
export type { VisitorTokenStorage } from '@chatdock/protocol/client/visitor-token';
export {
  carriesVisitorToken,
  NEW_VISITOR,
  VISITOR_TOKEN_HEADER,
  withVisitorToken,
} from '@chatdock/protocol/client/visitor-token';
export type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';
export { toWidgetComponent, widgetComponentSchema, widgetRootSchema } from '@chatdock/protocol/thread/widgets';
