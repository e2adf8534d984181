/** The base class of our servers: feedback, dictation and widget actions. Subclasses add the answers. */
import type { Action } from '@chatdock/protocol/requests/actions';
import type { WidgetItem } from '@chatdock/protocol/thread/items';
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../../core/context.ts';
import type { FeedbackRecord, FeedbackStore } from '../../core/records/feedback.ts';
import type { AudioInput, FeedbackDetails } from '../../core/hooks.ts';
import type { Meter } from '../../core/usage/meter.ts';
import { ChatKitServer, type ChatKitServerOptions } from '../../core/server.ts';
import { handleAction, type ActionHandlers } from '../actions.ts';
import { readRecordingSeconds } from '../dictation/recording-length.ts';
import type { Transcriber } from '../dictation/transcription.ts';
import { NotFoundError, nullIfMissing } from '../../core/errors.ts';

/** Options of `SiteServer`: those of `ChatKitServer`, and handlers for actions, feedback and recordings. */
export interface SiteServerOptions<Context extends RequestContext> extends ChatKitServerOptions<Context> {
  /** The handlers of actions from widgets and the page, by action name. */
  actions?: ActionHandlers<Context> | undefined;
  /** Stores ratings and comments. Without it, only `onFeedback` receives them. */
  feedback?: FeedbackStore | undefined;
  /** Called with every rating, for analytics. Errors it throws are logged and otherwise ignored. */
  onFeedback?: ((record: FeedbackRecord) => void | Promise<void>) | undefined;
  /** Transcribes recordings. Without it, dictation is refused with a readable message. */
  transcriber?: Transcriber | undefined;
  /** The name of the transcriber's model in the price table. @defaultValue 'transcriber' */
  transcriberModel?: string | undefined;
  /** Counts what models cost. */
  meter?: Meter | undefined;
}

/**
 * The assumed bytes per second of a recording whose length cannot be read: telephone quality, the lowest of any
 * recorder.
 */
const MIN_BYTES_PER_SECOND = 1000;
/** An answer with several items is identified by the first one. */
const MAX_RATED_ITEMS = 100;

/**
 * A `ChatKitServer` with what every site needs beside answers: widget actions, feedback and transcription.
 * Subclasses write `respond`.
 */
export abstract class SiteServer<Context extends RequestContext = RequestContext> extends ChatKitServer<Context> {
  readonly #site: SiteServerOptions<Context>;

  constructor(options: SiteServerOptions<Context>) {
    super(options);
    this.#site = options;
  }

  override action(thread: ThreadMetadata, action: Action, sender: WidgetItem | null, context: Context) {
    return handleAction(this.#site.actions ?? new Map(), action, {
      thread,
      sender,
      store: this.store,
      context,
      log: this.log,
    });
  }

  override get canTranscribe(): boolean {
    return this.#site.transcriber !== undefined || this.transcribe !== SiteServer.prototype.transcribe;
  }

  override async transcribe(audio: AudioInput, context: Context): Promise<{ text: string }> {
    const { transcriber, transcriberModel: model = 'transcriber', meter } = this.#site;
    if (transcriber === undefined) return await super.transcribe(audio, context);
    const use = {
      model,
      audioSeconds: readRecordingSeconds(audio.data) ?? audio.data.byteLength / MIN_BYTES_PER_SECOND,
    };
    const settle = await meter?.hold(context, use);
    try {
      return await transcriber(audio, context.signal);
    } finally {
      await settle?.(use);
    }
  }

  override async addFeedback(
    threadId: string,
    itemIds: readonly string[],
    kind: FeedbackKind,
    context: Context,
    { comment }: FeedbackDetails,
  ): Promise<void> {
    const rated = await this.#itemsIn(threadId, itemIds, context);
    if (rated.length === 0) throw new NotFoundError('None of the rated items is in this thread.');
    const { userId } = context;
    const record: FeedbackRecord = {
      userId,
      threadId,
      itemIds: rated,
      kind,
      comment,
      createdAt: new Date().toISOString(),
    };
    await this.#site.feedback?.save(record);
    try {
      await this.#site.onFeedback?.(record);
    } catch (cause) {
      this.log.warn({ err: cause, threadId }, 'The feedback hook failed; the feedback itself is stored.');
    }
  }

  /** The given items that exist in the thread, because invented ids could be stored without limit. */
  async #itemsIn(threadId: string, itemIds: readonly string[], context: Context): Promise<string[]> {
    const found: string[] = [];
    for (const id of new Set(itemIds.slice(0, MAX_RATED_ITEMS)))
      if (await this.store.loadItem(threadId, id, context).catch(nullIfMissing)) found.push(id);
    return found;
  }
}
