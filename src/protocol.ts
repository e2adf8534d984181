/** What `import … from 'chatdock/protocol'` gives: the wire types, their schemas, the decoder, the reducer, the client. */
export type { Action, ActionConfig } from '@chatdock/protocol/actions';
export { actionSchema } from '@chatdock/protocol/actions';
export type {
  Attachment,
  AttachmentUploadDescriptor,
  FileAttachment,
  ImageAttachment,
} from '@chatdock/protocol/attachments';
export { attachmentSchema } from '@chatdock/protocol/attachments';
export type { ChatKitClient, ClientOptions, SendOptions } from '@chatdock/protocol/client';
export { createClient } from '@chatdock/protocol/client';
export { readSuggestedReplies, SUGGESTED_REPLIES } from '@chatdock/protocol/suggested-replies';
export { decodeEvents } from '@chatdock/protocol/decode';
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
} from '@chatdock/protocol/events';
export { threadItemUpdateSchema, threadStreamEventSchema } from '@chatdock/protocol/events';
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
} from '@chatdock/protocol/items';
export { threadItemSchema } from '@chatdock/protocol/items';
export { isHiddenItem, isWidgetRoot } from '@chatdock/protocol/kinds';
export { parseEvent } from '@chatdock/protocol/parse';
export { parseRequest } from '@chatdock/protocol/parse-request';
export type { ThreadState } from '@chatdock/protocol/thread-state';
export { reduce } from '@chatdock/protocol/reduce';
export { emptyThreadState, itemKey } from '@chatdock/protocol/thread-state';
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
} from '@chatdock/protocol/requests';
export { chatKitRequestSchema, isStreamRequest } from '@chatdock/protocol/requests';
export type { JsonResponses, SyncCustomActionResponse, TranscriptionResult } from '@chatdock/protocol/responses';
export { parseResponse } from '@chatdock/protocol/responses';
export type { Annotation, EntitySource, FileSource, Source, UrlSource } from '@chatdock/protocol/sources';
export { annotationSchema, sourceSchema } from '@chatdock/protocol/sources';
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
} from '@chatdock/protocol/tasks';
export { taskSchema, workflowSchema } from '@chatdock/protocol/tasks';
export type { Page, Thread, ThreadMetadata, ThreadStatus } from '@chatdock/protocol/threads';
export { pageSchema, threadMetadataSchema, threadSchema, threadStatusSchema } from '@chatdock/protocol/threads';
export { parseTimestamp } from '@chatdock/protocol/timestamps';
export { dropItemsAfter, loadThread, pendingClientToolCall, prependItems, startTurn } from '@chatdock/protocol/turn';
export type { ComposedMessage, ComposedTag } from '@chatdock/protocol/user-input';
export { toUserMessageInput } from '@chatdock/protocol/user-input';
export type { VisitorTokenStorage } from '@chatdock/protocol/visitor-token';
export {
  carriesVisitorToken,
  NEW_VISITOR,
  VISITOR_TOKEN_HEADER,
  withVisitorToken,
} from '@chatdock/protocol/visitor-token';
export type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/widgets';
export { toWidgetComponent, widgetComponentSchema, widgetRootSchema } from '@chatdock/protocol/widgets';
