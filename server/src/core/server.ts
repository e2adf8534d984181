/** The ChatKit server: what an application extends. */
import type { Action } from '@chatdock/protocol/requests/actions';
import type { StreamOptions, ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadItem, UserMessageItem, WidgetItem } from '@chatdock/protocol/thread/items';
import {
  type ChatKitRequest,
  type FeedbackKind,
  isStreamRequest,
  type JsonRequest,
  type StreamRequest,
} from '@chatdock/protocol/requests/requests';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from './context.ts';
import { HttpError, NotFoundError } from './errors.ts';
import type { AudioInput, ChatKitHooks, FeedbackDetails, SyncActionResult } from './hooks.ts';
import { consoleLog, type ServerLog } from './telemetry/log.ts';
import { type MessageLimits, requireWithinLimits, includesLimits, toLimits } from './requests/message-limits.ts';
import { readRequest } from './requests/read-request.ts';
import { ActiveRuns } from './runs/active-runs.ts';
import { hasText } from './runs/partial-writer.ts';
import { answerQuery } from './records/queries.ts';
import { resumeOptions } from './runs/resuming/request-key.ts';
import { ResumableTurns } from './runs/resuming/resumable-turns.ts';
import { createSearch } from './records/search.ts';
import { type Resumable, Run, type Turn } from './runs/run.ts';
import type { RunReading } from './runs/resuming/run-reading.ts';
import { MemoryRuns, type RunRecord } from './runs/resuming/run-registry.ts';
import { readRun } from './runs/read-run.ts';
import type { AttachmentStore, Store } from './store.ts';
import { noTelemetry, type StopReason, type Telemetry } from './telemetry/telemetry.ts';
import { toStopNote } from './runs/stop-notes.ts';
import { type DerivedIds, prepareTurn } from './turns.ts';
import { presenter } from './wire.ts';

/** Options of `ChatKitServer`. Only `store` is required. */
export interface ChatKitServerOptions<Context extends RequestContext> {
  readonly store: Store<Context>;
  /** Needed for `attachments.create` and `attachments.delete`. Without it, these requests are refused. */
  readonly attachmentStore?: AttachmentStore<Context> | undefined;
  /** A pino logger can be passed directly. @defaultValue the console */
  readonly log?: ServerLog | undefined;
  /** Receives events for metrics and logs. @defaultValue events are dropped */
  readonly telemetry?: Telemetry | undefined;
  /**
   * The text of an unfinished reply is written to the store this often, in milliseconds, so that a crash loses no more.
   * For a long text, the interval is up to five times as long. @defaultValue 200
   */
  readonly partialTextMs?: number | undefined;
  /**
   * Hosts that pictures may load from in every thread, beside those in the thread's own `allowed_image_domains`:
   * `img.example`, or `*.example` for all its subdomains. Pictures of other hosts are then blocked. An empty list
   * blocks all. @defaultValue the visitor is asked about each host
   */
  readonly imageDomains?: readonly string[] | undefined;
  /** The limits of a message. */
  readonly messageLimits?: MessageLimits | undefined;
  /**
   * Lets a client that asks for it leave a turn and join it again; see docs/resumable-turns.md. With `false` a closed
   * connection stops the turn for every client. @defaultValue true
   */
  readonly resumable?: boolean | undefined;
}

/** The answer to a request. A run has not started yet: subscribe, then start it; or read `events`, which does both. */
export type ProcessResult<Context extends RequestContext> =
  | { readonly kind: 'json'; readonly body: object }
  | { readonly kind: 'stream'; readonly run: Run<Context>; readonly events: AsyncIterable<ThreadStreamEvent> }
  /** A turn that can be resumed, which runs by itself. */
  | { readonly kind: 'reading'; readonly reading: RunReading };

/**
 * Extend it, implement `respond`, and pass it to an adapter.
 *
 * @example
 * class Greeter extends ChatKitServer {
 *   override async *respond(thread: ThreadMetadata) {
 *     yield* streamText(thread, 'Hello!');
 *   }
 * }
 */
export abstract class ChatKitServer<Context extends RequestContext = RequestContext> implements ChatKitHooks<Context> {
  readonly store: Store<Context>;
  readonly attachmentStore: AttachmentStore<Context> | undefined;
  readonly imageDomains: readonly string[] | undefined;
  readonly log: ServerLog;
  readonly telemetry: Telemetry;
  readonly #partialTextMs: number;
  readonly #messageLimits: MessageLimits;
  readonly #canResume: boolean;
  readonly #resumable: ResumableTurns<Context>;
  readonly #search = createSearch<Context>();
  readonly #active = new ActiveRuns<Context>();

  constructor({
    store,
    attachmentStore,
    imageDomains,
    log = consoleLog,
    telemetry = noTelemetry,
    partialTextMs = 200,
    messageLimits = {},
    resumable = true,
  }: ChatKitServerOptions<Context>) {
    this.store = store;
    this.attachmentStore = attachmentStore;
    this.imageDomains = imageDomains;
    this.log = log;
    this.telemetry = telemetry;
    this.#partialTextMs = partialTextMs;
    this.#messageLimits = messageLimits;
    this.#canResume = resumable;
    this.#resumable = new ResumableTurns({
      store,
      registry: store.runs ?? new MemoryRuns(),
      log,
      presenter: (context) => presenter(this, context),
      prepare: (request, context, ids) => this.#prepare(request, context, ids),
      createRun: (turn, context, resumable) => this.#createRun(turn, context, performance.now(), resumable),
      onEvent: (event) => telemetry.resumable?.(event),
      noteLost: (run) => this.#noteLost(run),
    });
  }

  /**
   * Answers a user message, or continues after a client tool's result or a structured input (`inputUserMessage` is
   * then null). The message is stored already. Yield events; each `thread.item.done` is stored as it passes. Changes to
   * `thread` (its title, status, metadata) are detected after the next event, stored and announced. While text streams,
   * a change inside one of these members is detected within 10 ms.
   *
   * Throw CustomStreamError to tell the user something, StreamError for a code; anything else becomes `stream.error`
   * with a retry, and its details go to the log only.
   */
  abstract respond(
    thread: ThreadMetadata,
    inputUserMessage: UserMessageItem | null,
    context: Context,
  ): AsyncIterable<ThreadStreamEvent>;

  /** A widget's action, or one the page sent itself (`sender` is then null). Streams like `respond`. */
  action(
    _thread: ThreadMetadata,
    action: Action,
    _sender: WidgetItem | null,
    _context: Context,
  ): AsyncIterable<ThreadStreamEvent> {
    throw new Error(`The action "${action.type}" arrived, and this server does not override action().`);
  }

  /**
   * Answers an action at once, even while a response streams. Store your changes yourself, because the server does not.
   */
  syncAction(
    _thread: ThreadMetadata,
    _action: Action,
    _sender: WidgetItem | null,
    _context: Context,
  ): Promise<SyncActionResult> {
    throw new HttpError(400, 'not_configured', 'This server handles no synchronous actions.');
  }

  /** Thumbs up or down. The thread is the caller's; the item ids are not checked. Does nothing by default. */
  async addFeedback(
    _threadId: string,
    _itemIds: readonly string[],
    _kind: FeedbackKind,
    _context: Context,
    _details: FeedbackDetails,
  ): Promise<void> {}

  /** Whether `transcribe` is implemented. Our dock hides its microphone if neither this server nor the browser understands speech. */
  get canTranscribe(): boolean {
    return this.transcribe !== ChatKitServer.prototype.transcribe;
  }

  /** Transcribes a recording for the composer. */
  transcribe(_audio: AudioInput, _context: Context): Promise<{ text: string }> {
    throw new HttpError(400, 'not_configured', 'This server does not turn speech into text.');
  }

  /**
   * Whether the client shows a stop control. `allow_cancel: false` hides it; a turn that is not resumable still stops
   * when its client disconnects.
   */
  getStreamOptions(_thread: ThreadMetadata, _context: Context): StreamOptions | Promise<StreamOptions> {
    return { allow_cancel: true };
  }

  /**
   * Called when a turn was stopped, with the unfinished items. `reason` says whether the user stopped it or the server
   * shut down. By default, keeps the text written so far, adds a note for the model, and drops other unfinished items.
   * The partial text may already be stored; to discard it, delete the item.
   */
  async handleStreamCancelled(
    thread: ThreadMetadata,
    pendingItems: readonly ThreadItem[],
    context: Context,
    reason: StopReason,
  ): Promise<void> {
    for (const item of pendingItems.filter(hasText)) await this.store.addThreadItem(thread.id, item, context);
    const note = toStopNote(this.store.generateItemId('sdk_hidden_context', thread, context), thread.id, reason);
    await this.store.addThreadItem(thread.id, note, context);
  }

  /**
   * Answers one request.
   * @param body Text, bytes, or parsed JSON.
   * @param context A plain object. For a stream, aborting `context.signal` stops the run.
   * @throws HttpError, NotFoundError or StoreUnavailableError before anything was answered
   */
  async process(body: unknown, context: Context): Promise<ProcessResult<Context>> {
    return await this.answer(this.read(body), context);
  }

  /**
   * The body of a request, checked against the protocol and this server's limits. @throws HttpError 400 with a readable
   * message
   */
  read(body: unknown): ChatKitRequest {
    const request = readRequest(body);
    requireWithinLimits(request, this.#messageLimits);
    return request;
  }

  /** Like `process`, for a request that was already read. */
  async answer(request: ChatKitRequest, context: Context): Promise<ProcessResult<Context>> {
    if (this.#canResume) this.#resumable.watch();
    else if (request.type === 'runs.resume' || request.type === 'runs.stop')
      throw new HttpError(
        400,
        'not_configured',
        'This server does not resume turns: its option `resumable` (CHATDOCK_RESUME) is off.',
      );
    const resume = this.#canResume ? resumeOptions(request) : null;
    if (request.type === 'runs.resume') {
      const { thread_id: threadId, run_id: runId, after } = request.params;
      return { kind: 'reading', reading: await this.#resumable.resume(threadId, runId, after, context) };
    }
    if (!isStreamRequest(request)) {
      const body = await this.#answerQuery(request, context, resume !== null);
      const limits = toLimits(this.#messageLimits, this.attachmentStore?.accepts);
      return { kind: 'json', body: includesLimits(request) ? { ...body, limits } : body };
    }
    if (this.#active.isClosing)
      throw new HttpError(503, 'restarting', 'The server is restarting. Try again in a few seconds.', {
        headers: { 'retry-after': '5' },
      });
    const arrivedMs = performance.now();
    if (resume?.key) {
      const beginning = this.#resumable.begin(request, resume.key, context);
      return await this.#active.prepare(beginning, (reading) => ({ kind: 'reading', reading }));
    }
    return await this.#active.prepare(this.#prepare(request, context), (turn) => {
      const run = this.#createRun(turn, context, arrivedMs);
      return { kind: 'stream', run, events: readRun(run) };
    });
  }

  async #answerQuery(request: JsonRequest, context: Context, isResumable: boolean): Promise<object> {
    if (request.type === 'runs.stop') {
      await this.#resumable.stop(request.params, context);
      return {};
    }
    if (request.type === 'threads.search') return await this.#search(this.store, request.params, context);
    if (request.type === 'threads.delete') await this.#resumable.stopThread(request.params.thread_id, context);
    if (!isResumable) return await answerQuery(this, request, context);
    if (request.type !== 'threads.get_by_id')
      return { ...(await answerQuery(this, request, context)), resumable: true };
    // Gets the running turn before it loads the items, so that the client still reads the turn's end if it ends in
    // between.
    const turns = await this.#resumable.describe(request.params.thread_id);
    return { ...(await answerQuery(this, request, context)), ...turns, resumable: true };
  }

  /** Adds a note for the model that the answer broke off. The text written so far is in the thread already. */
  async #noteLost({ threadId, runId, userId }: RunRecord): Promise<void> {
    // The visitor is not connected, so only `userId` is known. The store needs no more, hence the cast.
    const context = {
      userId,
      signal: new AbortController().signal,
      storePatienceMs: LOST_PATIENCE_MS,
    } as unknown as Context;
    try {
      const note = toStopNote(`shcx_${runId}`, threadId, 'lost');
      await this.store.addThreadItem(threadId, note, context);
    } catch (err) {
      if (!(err instanceof NotFoundError))
        this.log.warn({ err, threadId }, 'A lost turn could not be marked as incomplete.');
    }
  }

  async #prepare(request: StreamRequest, context: Context, ids?: DerivedIds): Promise<Turn<Context>> {
    if ('thread_id' in request.params) await this.#active.stopped(request.params.thread_id);
    return await prepareTurn(this, request, context, ids);
  }

  #createRun(turn: Turn<Context>, context: Context, arrivedMs: number, resumable?: Resumable): Run<Context> {
    const run: Run<Context> = new Run(turn, context, {
      resumable,
      store: this.store,
      attachmentStore: this.attachmentStore,
      imageDomains: this.imageDomains,
      log: this.log,
      telemetry: this.telemetry,
      arrivedMs,
      partialTextMs: this.#partialTextMs,
      getStreamOptions: (thread, runContext) => this.getStreamOptions(thread, runContext),
      handleStreamCancelled: (thread, items, runContext, reason) =>
        this.handleStreamCancelled(thread, items, runContext, reason),
      onStopping: () => this.#active.stopping(run),
      onSettled: () => this.#active.settled(run),
    });
    this.#active.add(run, context.signal);
    return run;
  }

  /** The number of active runs. */
  get activeRuns(): number {
    return this.#active.size;
  }

  /**
   * Accepts no more turns, lets active ones finish for `graceMs` milliseconds, then ends them: their text is stored
   * and their readers get an error that asks to try again. Resolves when everything is stored.
   */
  async close({ graceMs = 5000 }: { graceMs?: number | undefined } = {}): Promise<void> {
    await this.#active.close(graceMs);
    this.#resumable.close();
  }
}

/** How long the note on a lost turn waits for an unavailable database, because no other process writes it. */
const LOST_PATIENCE_MS = 30_000;
