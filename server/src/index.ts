/** What `import … from '@chatdock/server'` gives. */
export type { RequestContext } from './core/context.ts';
export { CustomStreamError, HttpError, NotFoundError, StoreUnavailableError, StreamError } from './core/errors.ts';
export type { AudioInput, FeedbackKind, SyncActionResult } from './core/hooks.ts';
export { generateId, type IdKind, type ItemIdKind } from './core/ids.ts';
export { consoleLog, type ServerLog, silentLog } from './core/log.ts';
export type { Run, RunOutcome, RunSubscriber } from './core/run.ts';
export { ChatKitServer, type ChatKitServerOptions, type ProcessResult } from './core/server.ts';
export type { AttachmentCreateParams, AttachmentStore, PageRequest, Store } from './core/store.ts';
export { toWireAttachment } from './core/wire.ts';
export type { CorsOptions } from './core/cors.ts';
export type { Authenticate, EndpointOptions, Identity } from './core/endpoint.ts';
export { createFetchHandler } from './core/fetch-handler.ts';
export { chatkitRouter } from './http/chatkit-router.ts';
export { diffWidget } from './core/diff-widget.ts';
export { streamWidget, type StreamWidgetOptions, type WidgetInput } from './core/stream-widget.ts';
export { parseWidgetTemplate, type WidgetTemplate } from './core/widget-template.ts';
