/**
 * Runs one turn: reads the events of application code, updates the store, and passes each event to its subscribers and
 * to its buffer, which serves resuming readers. Connections are handled elsewhere.
 */
import type {
  StreamOptions,
  ThreadItemDoneEvent,
  ThreadItemRemovedEvent,
  ThreadItemReplacedEvent,
  ThreadStreamEvent,
} from '@chatdock/protocol/thread/events';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { isHiddenItem } from '@chatdock/protocol/kinds';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { readSuggestedReplies, SUGGESTED_REPLIES } from '@chatdock/protocol/thread/suggested-replies';
import type { RequestContext } from '../context.ts';
import { NotFoundError } from '../errors.ts';
import { toErrorEvent } from './error-event.ts';
import { EventPump } from './event-pump.ts';
import { consumeIssuedId } from './issued-ids.ts';
import { ItemIdentity } from './item-identity.ts';
import type { RecordedOutcome, RunBuffer } from './resuming/run-buffer.ts';
import type { ServerLog } from '../telemetry/log.ts';
import { isShown, withReplies } from '../records/stored-replies.ts';
import { hasText, PartialWriter } from './partial-writer.ts';
import { PendingItems } from './pending-items.ts';
import { RunReaders, type RunSubscriber } from './run-readers.ts';
import { ThreadChanges } from './thread-changes.ts';
import type { AttachmentStore, Store } from '../store.ts';
import type { RunOutcome, StopReason, Telemetry } from '../telemetry/telemetry.ts';
import { parseAppEvent, type Presenter, presenter, toStoredThread, toWireJson, toWireThread } from '../wire.ts';

/** The data that a request prepares before its stream opens. */
export interface Turn<Context extends RequestContext> {
  readonly thread: ThreadMetadata;
  /** Events about records that are stored already. They are sent before the run begins. */
  readonly prologue: readonly ThreadStreamEvent[];
  /** Application code. Null if there is nothing to run, so that the prologue is the whole stream. */
  readonly events: ((context: Context) => AsyncIterable<ThreadStreamEvent>) | null;
}

/** The members that make a turn resumable. */
export interface Resumable {
  readonly runId: string;
  readonly buffer: RunBuffer;
  /** Records the end and notifies the readers. Never rejects. */
  finish(outcome: RecordedOutcome): Promise<void>;
}

interface RunDeps<Context extends RequestContext> {
  readonly resumable?: Resumable | undefined;
  readonly store: Store<Context>;
  readonly attachmentStore: AttachmentStore<Context> | undefined;
  readonly imageDomains: readonly string[] | undefined;
  readonly log: ServerLog;
  readonly telemetry: Telemetry;
  /** When the request arrived, on the clock of `performance.now()`. */
  readonly arrivedMs: number;
  /** See ChatKitServerOptions. */
  readonly partialTextMs: number;
  readonly getStreamOptions: (thread: ThreadMetadata, context: Context) => StreamOptions | Promise<StreamOptions>;
  readonly handleStreamCancelled: (
    thread: ThreadMetadata,
    pendingItems: readonly ThreadItem[],
    context: Context,
    reason: StopReason,
  ) => Promise<void>;
  readonly onStopping: (run: Run<Context>) => void;
  readonly onSettled: (run: Run<Context>) => void;
}

/**
 * How long a running turn waits for an unavailable database. Shorter than a lease, because another process may then
 * take over.
 */
const PATIENCE_MS = 8000;
/** How long a turn that is being stopped waits for an unavailable database. Shorter, because a request waits for it. */
const STOP_PATIENCE_MS = 4000;

/**
 * One running turn: reads the application's events, stores each one, and sends it to every subscriber. It does not
 * depend on a connection: the request that started the turn is one of its subscribers.
 */
export class Run<Context extends RequestContext = RequestContext> {
  readonly threadId: string;
  readonly userId: string;
  readonly requestId: string | undefined;
  /** Set once the run has settled. */
  outcome: RunOutcome | undefined;

  readonly #turn: Turn<Context>;
  readonly #deps: RunDeps<Context>;
  readonly #context: Context;
  readonly #work = new AbortController();
  readonly #pump = new EventPump();
  readonly #readers: RunReaders;
  readonly #present: Presenter;
  readonly #pending = new PendingItems();
  readonly #identity: ItemIdentity;
  readonly #partials: PartialWriter;
  #stopReason: StopReason | undefined;
  #settled: Promise<void> | undefined;
  readonly #changes: ThreadChanges;
  #hasShownText = false;
  /** The newest finished visible item, and the suggested replies. */
  #lastShown: string | undefined;
  #replies: readonly string[] = [];
  #isLost = false;

  constructor(turn: Turn<Context>, context: Context, deps: RunDeps<Context>) {
    this.#turn = turn;
    this.#deps = deps;
    this.#context = { ...context, signal: this.#work.signal, storePatienceMs: PATIENCE_MS };
    this.#present = presenter(deps, context);
    this.#readers = new RunReaders(deps.resumable?.buffer, this.#present);
    this.threadId = turn.thread.id;
    this.userId = context.userId;
    this.requestId = context.requestId;
    this.#changes = new ThreadChanges(turn.thread);
    this.#identity = new ItemIdentity({
      exists: (itemId) => this.#itemExists(itemId),
      newId: () => deps.store.generateItemId('message', turn.thread, this.#context),
    });
    // A failed write of partial text is not retried, because the next piece follows soon.
    const withoutRetries = { ...this.#context, storePatienceMs: undefined };
    const { store } = deps;
    const { unfinished } = store;
    this.#partials = new PartialWriter({
      everyMs: deps.partialTextMs,
      message: (itemId) => this.#pending.message(itemId),
      save: (item, number) =>
        unfinished
          ? unfinished.save(this.threadId, item, number, withoutRetries)
          : store.saveItem(this.threadId, item, withoutRetries),
      pieceChars: unfinished?.pieceChars,
      append:
        unfinished &&
        ((itemId, number, updates) => unfinished.append(this.threadId, itemId, number, updates, withoutRetries)),
      onFailure: (cause) =>
        this.#warn(
          cause,
          'Text of an unfinished reply could not be stored. The server will try again with the next text.',
        ),
    });
  }

  /** Adds a reader of all later events. Returns an unsubscribe function. Subscribe before `start` to get every event. */
  subscribe(subscriber: RunSubscriber): () => void {
    return this.#readers.add(subscriber);
  }

  /** Begins the turn, once. Resolves when everything is stored; never rejects. */
  start(): Promise<void> {
    this.#settled ??= this.#execute();
    return this.#settled;
  }

  /** Ends the turn now. `cancelled`: the user stopped it. `interrupted`: the server shuts down. The partial text is stored. */
  stop(reason: StopReason = 'cancelled'): void {
    if (this.#stopReason || this.outcome) return;
    this.#stopReason = reason;
    this.#deps.onStopping(this);
    // End the run's own loop before application code, so that an abort error of that code does not count as a failure.
    this.#pump.stop();
    this.#work.abort(new DOMException('The turn was stopped.', 'AbortError'));
  }

  /** Ends the turn without reporting it: another process took over its lease and has ended it. */
  lose(): void {
    this.#isLost = true;
    this.stop('interrupted');
  }

  /** The unfinished items in their current form, as events. */
  snapshot(): string[] {
    return this.#pending.list().map((item) => toWireJson({ type: 'thread.item.added', item }, this.#present));
  }

  async #execute(): Promise<void> {
    this.#deps.telemetry.turnStarted(this.#timing());
    try {
      this.outcome = await this.#runTurn();
    } catch (cause) {
      this.outcome = 'failed';
      this.#deps.log.error(
        { err: cause, ...this.#names() },
        'A turn failed and could not report the error to its client.',
      );
    }
    await this.#deleteUnfinishedItems();
    await this.#deps.resumable?.finish(this.#isLost ? 'incomplete' : this.outcome);
    this.#readers.end();
    this.#deps.telemetry.turnEnded({ ...this.#timing(), outcome: this.outcome });
    this.#deps.onSettled(this);
  }

  async #runTurn(): Promise<RunOutcome> {
    const { prologue, events } = this.#turn;
    try {
      for (const event of prologue) await this.#publish(event);
      if (!events) return 'completed';
      await this.#publish({
        type: 'stream_options',
        stream_options: await this.#deps.getStreamOptions(this.#turn.thread, this.#context),
      });
      this.#changes.markStored();
      await this.#pump.run(
        events(this.#context),
        (event) => this.#handleEvent(event),
        (cause) => this.#warn(cause, 'Application code failed while its turn was being stopped.'),
      );
      if (!this.#stopReason) await this.#saveTurn();
    } catch (cause) {
      if (!this.#stopReason) return await this.#fail(cause);
      this.#warn(cause, 'A turn failed while it was being stopped.');
    }
    return this.#stopReason ? await this.#cancel(this.#stopReason) : 'completed';
  }

  async #saveTurn(): Promise<void> {
    const { thread } = this.#turn;
    const isChanged = this.#changes.exist();
    if (this.#replies.length > 0 && this.#lastShown !== undefined)
      thread.metadata = withReplies(thread, this.#lastShown, this.#replies);
    if (isChanged) return await this.#publishThread();
    try {
      // This change is not announced to clients.
      if (this.#changes.exist()) await this.#saveThread();
    } catch (cause) {
      this.#warn(cause, 'The suggested replies of an answer could not be stored, so they disappear after a reload.');
    }
  }

  #handleEvent(yielded: ThreadStreamEvent): void | Promise<void> {
    const event = this.#identity.resolve(parseAppEvent(yielded));
    if (event instanceof Promise) return this.#handleEventSlowly(event);
    const processing = this.#process(event);
    if (processing) return this.#handleEventSlowly(event, processing);
    if (this.#changes.shouldCompareAfter(event.type) && this.#changes.exist()) return this.#publishThread();
  }

  async #handleEventSlowly(resolving: ThreadStreamEvent | Promise<ThreadStreamEvent>, processing?: Promise<void>) {
    const event = await resolving;
    await (processing ?? this.#process(event));
    if (this.#changes.shouldCompareAfter(event.type) && this.#changes.exist()) await this.#publishThread();
  }

  async #itemExists(itemId: string): Promise<boolean> {
    // A slow database must not delay the first words of an answer.
    if (consumeIssuedId(this.#work.signal, itemId)) return false;
    try {
      await this.#deps.store.loadItem(this.threadId, itemId, this.#context);
      return true;
    } catch (cause) {
      if (cause instanceof NotFoundError) return false;
      throw cause;
    }
  }

  #process(event: ThreadStreamEvent): void | Promise<void> {
    switch (event.type) {
      case 'thread.item.done':
      case 'thread.item.removed':
      case 'thread.item.replaced':
        return this.#storeAndPublish(event);
      case 'thread.item.added':
        this.#pending.announce(event.item);
        break;
      case 'thread.item.updated':
        if (this.#pending.update(event.item_id, event.update)) this.#partials.touch(event.item_id, event.update);
        break;
      case 'client_effect':
        if (event.name === SUGGESTED_REPLIES) this.#replies = readSuggestedReplies(event.data);
        break;
      default:
    }
    return this.#publish(event);
  }

  async #storeAndPublish(event: ThreadItemDoneEvent | ThreadItemRemovedEvent | ThreadItemReplacedEvent): Promise<void> {
    const { store } = this.#deps;
    await this.#settleItem('item' in event ? event.item.id : event.item_id);
    if (event.type === 'thread.item.removed') await store.deleteThreadItem(this.threadId, event.item_id, this.#context);
    else if (event.type === 'thread.item.replaced') await store.saveItem(this.threadId, event.item, this.#context);
    else await store.addThreadItem(this.threadId, event.item, this.#context);
    if (event.type === 'thread.item.done' && isShown(event.item)) this.#lastShown = event.item.id;
    if (event.type === 'thread.item.done' && isHiddenItem(event.item)) return;
    await this.#publish(event);
  }

  async #settleItem(itemId: string): Promise<void> {
    this.#pending.settle(itemId);
    await this.#partials.settle(itemId);
  }

  #publish(event: ThreadStreamEvent): void | Promise<void> {
    if (!this.#hasShownText && showsText(event)) {
      this.#hasShownText = true;
      this.#deps.telemetry.firstText(this.#timing());
    }
    return this.#readers.publish(event);
  }

  async #publishThread(): Promise<void> {
    await this.#publish(await this.#saveThread());
  }

  /** @returns the event that announces the change */
  async #saveThread(): Promise<ThreadStreamEvent> {
    const { thread } = this.#turn;
    const stored = JSON.stringify(thread);
    await this.#deps.store.saveThread(toStoredThread(thread), this.#context);
    this.#changes.markStored(stored);
    return { type: 'thread.updated', thread: toWireThread(thread, this.#present) };
  }

  async #fail(cause: unknown): Promise<RunOutcome> {
    const event = toErrorEvent(cause);
    if (event.code === 'stream.error') this.#deps.log.error({ err: cause, ...this.#names() }, 'A turn failed.');
    // Store the thread before publishing the error, so that an immediate retry reads the failed turn's changes.
    const update = await this.#saveChangesOfFailedTurn();
    await this.#publish(event);
    if (update) await this.#publish(update);
    return 'failed';
  }

  async #saveChangesOfFailedTurn(): Promise<ThreadStreamEvent | null> {
    try {
      return this.#changes.exist() ? await this.#saveThread() : null;
    } catch (saveFailure) {
      this.#warn(saveFailure, 'A change of the thread could not be stored after its turn had failed.');
      return null;
    }
  }

  async #cancel(reason: StopReason): Promise<RunOutcome> {
    if (this.#isLost) return reason;
    if (reason === 'interrupted') await this.#publish({ type: 'error', code: 'stream.error', allow_retry: true });
    // Stop stores the partial reply, so these writes must not get the aborted signal.
    const context = { ...this.#context, signal: new AbortController().signal, storePatienceMs: STOP_PATIENCE_MS };
    const pending = this.#pending.list();
    for (const item of pending) await this.#settleItem(item.id);
    await this.#deps.handleStreamCancelled(this.#turn.thread, pending, context, reason);
    return reason;
  }

  /** A message that was never finished is removed, unless cancellation kept it. */
  async #deleteUnfinishedItems(): Promise<void> {
    const unfinished = await this.#partials.stop();
    if (this.#isLost) return;
    const context = { ...this.#context, storePatienceMs: STOP_PATIENCE_MS };
    for (const itemId of unfinished) {
      try {
        await this.#deps.store.deleteThreadItem(this.threadId, itemId, context);
      } catch (cause) {
        this.#warn(cause, 'The stored part of an unfinished reply could not be deleted, so it stays in the thread.');
      }
    }
  }

  #warn(cause: unknown, message: string): void {
    this.#deps.log.warn({ err: cause, ...this.#names() }, message);
  }

  #names() {
    return { threadId: this.threadId, requestId: this.requestId };
  }

  #timing() {
    return { ...this.#names(), trace: this.#context.trace, ms: performance.now() - this.#deps.arrivedMs };
  }
}

function showsText(event: ThreadStreamEvent): boolean {
  if (event.type === 'thread.item.updated') return event.update.type === 'assistant_message.content_part.text_delta';
  return event.type === 'thread.item.done' && hasText(event.item);
}
