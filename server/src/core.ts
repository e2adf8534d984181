/**
 * The exports of `@chatdock/server/core`: the part that needs nothing of Node, for Workers, Deno, Bun, edge functions
 * and browsers.
 */
export type { Action } from '@chatdock/protocol/requests/actions';
export type { Attachment } from '@chatdock/protocol/thread/attachments';
export type { StreamOptions, ThreadItemUpdate, ThreadStreamEvent } from '@chatdock/protocol/thread/events';
export type {
  AssistantMessageItem,
  ClientToolCallItem,
  HiddenContextItem,
  StructuredInputItem,
  ThreadItem,
  UserMessageItem,
  UserMessageTagContent,
  WidgetItem,
  WorkflowItem,
} from '@chatdock/protocol/thread/items';
export type { AttachmentCreateParams, ChatKitRequest, FeedbackKind } from '@chatdock/protocol/requests/requests';
export type { Annotation, Source } from '@chatdock/protocol/thread/sources';
export type { Task, Workflow } from '@chatdock/protocol/thread/tasks';
export type { Page, ThreadMetadata } from '@chatdock/protocol/thread/threads';
export type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';
export type { RequestContext } from './core/context.ts';
export type { CorsOptions } from './core/http/cors.ts';
export { diffWidget } from './core/widgets/diff-widget.ts';
export type { Admit, Authenticate, EndpointOptions, Identity, Leave } from './core/http/endpoint.ts';
export { CustomStreamError, HttpError, NotFoundError, StoreUnavailableError, StreamError } from './core/errors.ts';
export type { FeedbackQuery, FeedbackRecord, FeedbackStore } from './core/records/feedback.ts';
export { createFetchHandler } from './core/http/fetch-handler.ts';
export type { AudioInput, SyncActionResult } from './core/hooks.ts';
export { generateId, type IdKind, type ItemIdKind } from './core/ids.ts';
export { consoleLog, type ServerLog, silentLog } from './core/telemetry/log.ts';
export type { Run } from './core/runs/run.ts';
export type { RunSubscriber } from './core/runs/run-readers.ts';
export type { MessageLimits } from './core/requests/message-limits.ts';
export { ChatKitServer, type ChatKitServerOptions, type ProcessResult } from './core/server.ts';
export type { AcceptedFiles, AttachmentStore, PageRequest, Store } from './core/store.ts';
export { streamText, type StreamTextOptions } from './core/widgets/stream-text.ts';
export { streamWidget, type StreamWidgetOptions, type WidgetInput } from './core/widgets/stream-widget.ts';
export type { AnsweredRequest, RunOutcome, StopReason, Telemetry, TurnMoment } from './core/telemetry/telemetry.ts';
export { parseWidgetTemplate, type WidgetTemplate } from './core/widgets/widget-template.ts';
export { toWireAttachment } from './core/wire.ts';
export type { BuiltWidget } from './core/widgets/build.ts';
export {
  Basic,
  Box,
  Card,
  Col,
  Form,
  ListView,
  ListViewItem,
  Row,
  Table,
  TableCell,
  TableRow,
  Transition,
  type TransitionProps,
} from './core/widgets/containers.ts';
export { Badge, Caption, Chart, Divider, Icon, Image, Markdown, Spacer, Text, Title } from './core/widgets/contents.ts';
export { Button, Checkbox, DatePicker, Input, Label, RadioGroup, Select, Textarea } from './core/widgets/controls.ts';
export { MemoryStore } from './stores/memory.ts';
