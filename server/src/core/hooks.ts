/** The interface between the request handlers and a server: its stores, and the methods that an application writes. */
import type { Action } from '@chatdock/protocol/requests/actions';
import type { StreamOptions, ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadItem, UserMessageItem, WidgetItem } from '@chatdock/protocol/thread/items';
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from './context.ts';
import type { ServerLog } from './telemetry/log.ts';
import type { AttachmentStore, Store } from './store.ts';
import type { StopReason } from './telemetry/telemetry.ts';

/** A recording to transcribe. */
export interface AudioInput {
  readonly data: Uint8Array;
  /** As the client sent it: `audio/webm;codecs=opus`. */
  readonly mimeType: string;
  /** Without parameters: `audio/webm`. */
  readonly mediaType: string;
}

/** The result of a synchronous action. The server does not store it. */
export interface SyncActionResult {
  updated_item?: ThreadItem | undefined;
}

/** Details sent with a rating. */
export interface FeedbackDetails {
  /** The visitor's comment: `metadata.comment` of the request. */
  readonly comment?: string | undefined;
}

/** See ChatKitServer, which has a default for every method except `respond`. */
export interface ChatKitHooks<Context extends RequestContext> {
  readonly store: Store<Context>;
  readonly attachmentStore: AttachmentStore<Context> | undefined;
  readonly imageDomains: readonly string[] | undefined;
  readonly log: ServerLog;
  respond(
    thread: ThreadMetadata,
    inputUserMessage: UserMessageItem | null,
    context: Context,
  ): AsyncIterable<ThreadStreamEvent>;
  action(
    thread: ThreadMetadata,
    action: Action,
    sender: WidgetItem | null,
    context: Context,
  ): AsyncIterable<ThreadStreamEvent>;
  syncAction(
    thread: ThreadMetadata,
    action: Action,
    sender: WidgetItem | null,
    context: Context,
  ): Promise<SyncActionResult>;
  addFeedback(
    threadId: string,
    itemIds: readonly string[],
    kind: FeedbackKind,
    context: Context,
    details: FeedbackDetails,
  ): Promise<void>;
  transcribe(audio: AudioInput, context: Context): Promise<{ text: string }>;
  getStreamOptions(thread: ThreadMetadata, context: Context): StreamOptions | Promise<StreamOptions>;
  handleStreamCancelled(
    thread: ThreadMetadata,
    pendingItems: readonly ThreadItem[],
    context: Context,
    reason: StopReason,
  ): Promise<void>;
}
