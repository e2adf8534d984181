/**
 * Turns that continue without their connection. A key names the request, so that a request sent twice runs once. A
 * lease on the thread prevents a second turn. Readers can connect at any time, also through other processes.
 */
import type { StreamRequest } from '@chatdock/protocol/requests/requests';
import type { RequestContext } from '../../context.ts';
import { HttpError, NotFoundError } from '../../errors.ts';
import { pause } from '../../pause.ts';
import type { ServerLog } from '../../telemetry/log.ts';
import { deriveIds, hashRequest } from './request-key.ts';
import type { Resumable, Run, Turn } from '../run.ts';
import { RunBuffer, runGone } from './run-buffer.ts';
import type { RunClaim, RunRecord, RunRegistry } from './run-registry.ts';
import { RunKeeper } from './run-keeper.ts';
import { localReading, readRemote, type RunReading } from './run-reading.ts';
import type { Store } from '../../store.ts';
import type { ResumableEvent } from '../../telemetry/telemetry.ts';
import { storedAnswer } from './stored-answer.ts';
import type { DerivedIds } from '../../turns.ts';
import { within } from '../../within.ts';
import type { Presenter } from '../../wire.ts';

interface ResumableDeps<Context extends RequestContext> {
  readonly store: Store<Context>;
  readonly registry: RunRegistry;
  readonly log: ServerLog;
  presenter(context: Context): Presenter;
  prepare(request: StreamRequest, context: Context, ids: DerivedIds): Promise<Turn<Context>>;
  createRun(turn: Turn<Context>, context: Context, resumable: Resumable): Run<Context>;
  onEvent(event: ResumableEvent): void;
  /** Tells the model that an answer broke off because its process was lost. */
  noteLost(run: RunRecord): Promise<void>;
}

/** How long a request waits for a turn that is being stopped. */
const STOPPING_MS = 3000;
const POLL_MS = 50;
/** How long a request waits until the answers of lost turns are marked as incomplete. */
const SWEEPING_MS = 2000;

export class ResumableTurns<Context extends RequestContext> {
  readonly #deps: ResumableDeps<Context>;
  readonly #keeper: RunKeeper;

  constructor(deps: ResumableDeps<Context>) {
    this.#deps = deps;
    this.#keeper = new RunKeeper(deps.registry, deps.log, (run) => {
      deps.onEvent('swept');
      return deps.noteLost(run);
    });
  }

  /** Begins a turn. If a request with the same key came before, or asks for the same answer, joins that turn. */
  async begin(request: StreamRequest, key: string, context: Context): Promise<RunReading> {
    const { userId } = context;
    const [{ run: runId, thread, message }, bodyHash] = await Promise.all([
      deriveIds(userId, key),
      hashRequest(request),
    ]);
    const threadId = 'thread_id' in request.params ? request.params.thread_id : thread;
    if ('thread_id' in request.params) await this.#deps.store.loadThread(threadId, context);
    const claim = { runId, threadId, userId, bodyHash, fence: crypto.randomUUID() };
    const ids = { thread, message };
    for (;;) {
      const other = await this.#claim(claim);
      if (other === null) return await this.#start(request, claim, ids, context);
      const joined = await this.#join(other, claim, request, ids, context);
      if (joined) {
        this.#deps.onEvent('joined');
        return joined;
      }
      // The process was lost before it had stored anything.
      await this.#deps.registry.forget(runId);
    }
  }

  /** Follows a running turn from the event after `after`. @throws NotFoundError, HttpError 410 */
  async resume(threadId: string, runId: string, after: number, context: Context): Promise<RunReading> {
    await this.#deps.store.loadThread(threadId, context);
    const run = await this.#own(runId, context);
    if (run?.threadId !== threadId) throw new NotFoundError('There is no such turn.');
    const reading = this.#reading(run, after);
    if (reading === null) throw runGone();
    this.#deps.onEvent('resumed');
    return reading;
  }

  /** Stops a turn wherever it runs, and waits until it has. A request to stop may overtake the one that begins the turn. */
  async stop(name: { run_id?: string | undefined; key?: string | undefined }, context: Context): Promise<void> {
    const runId = name.run_id ?? (await deriveIds(context.userId, name.key ?? '')).run;
    const run = await poll(STOPPING_MS / 2, () => this.#own(runId, context));
    if (run === null) throw new NotFoundError('There is no such turn.');
    await this.#stop(run);
  }

  /** Call before the turn's thread is deleted. */
  async stopThread(threadId: string, { userId }: Context): Promise<void> {
    const run = await this.#deps.registry.latest(threadId);
    if (run?.userId === userId && run.outcome === null) await this.#stop(run, true);
  }

  /** For clients that can resume: the thread's running turn, and whether its last answer is incomplete. */
  async describe(threadId: string): Promise<{ active_run?: { id: string; after: number }; incomplete?: true }> {
    const run = await this.#deps.registry.latest(threadId);
    if (!run) return {};
    if (run.outcome === 'incomplete' || run.outcome === 'interrupted') return { incomplete: true };
    if (run.outcome !== null) return {};
    // This process does not know the progress of a turn of another process, so this reader skips the events so far.
    const after = this.#keeper.local(run.runId)?.buffer.last ?? Number.MAX_SAFE_INTEGER;
    return { active_run: { id: run.runId, after } };
  }

  /** Starts looking for lost turns of other processes. */
  watch(): void {
    this.#keeper.watch();
  }

  close(): void {
    this.#keeper.close();
  }

  /** Takes the lease. Returns null on success, else the run that has it. */
  async #claim(claim: RunClaim): Promise<RunRecord | null> {
    const { registry } = this.#deps;
    let other = await registry.claim(claim);
    if (other?.outcome === null && registry.isShared) {
      await within(SWEEPING_MS, this.#keeper.sweep(), () => undefined);
      other = await registry.claim(claim);
    }
    const deadline = Date.now() + STOPPING_MS;
    while (other && other.runId !== claim.runId && other.isStopping && Date.now() < deadline) {
      await pause(POLL_MS);
      other = await registry.claim(claim);
    }
    return other;
  }

  async #start(request: StreamRequest, claim: RunClaim, ids: DerivedIds, context: Context): Promise<RunReading> {
    const { runId, fence, threadId } = claim;
    // The turn does not end with the connection of its request.
    const runContext = { ...context, signal: new AbortController().signal, fence: { runId, token: fence } };
    try {
      const turn = await this.#deps.prepare(request, runContext, ids);
      let run: Run<Context> | undefined;
      const buffer = new RunBuffer(() => run?.snapshot() ?? []);
      const local = this.#keeper.keep({ runId, threadId, fence, buffer });
      run = this.#deps.createRun(turn, runContext, {
        runId,
        buffer,
        finish: (outcome) => this.#keeper.finish(local, outcome),
      });
      local.run = run;
      const settled = run.start();
      return { ...localReading(local, 0), settled };
    } catch (cause) {
      await this.#deps.registry.forget(runId).catch(() => undefined);
      throw cause;
    }
  }

  /** @returns null if the same request ran before and has stored nothing @throws HttpError 409 */
  async #join(
    other: RunRecord,
    { runId, bodyHash }: RunClaim,
    request: StreamRequest,
    ids: DerivedIds,
    context: Context,
  ): Promise<RunReading | null> {
    if (other.runId !== runId) {
      // The answer that is being written does not take an edit of the message into account.
      const isRetry = request.type === 'threads.retry_after_item' && !request.params.input;
      const running = isRetry ? this.#reading(other, 0) : null;
      if (running) return running;
      this.#deps.onEvent('refused');
      throw new HttpError(409, 'thread_busy', 'Another answer is in progress in this conversation.', {
        headers: { 'retry-after': '1' },
      });
    }
    if (other.bodyHash !== bodyHash) {
      this.#deps.onEvent('refused');
      throw new HttpError(409, 'key_reused', 'This key was used for another request. Choose a new key.');
    }
    const running = this.#reading(other, 0);
    if (running) return running;
    const events = await storedAnswer(this.#deps.store, request, ids, context, this.#deps.presenter(context));
    if (events === null) return null;
    return {
      runId,
      threadId: other.threadId,
      outcome: () => other.outcome ?? undefined,
      read: async (handle) => handle({ first: 1, events }),
    };
  }

  /** The events of a turn that runs or has just ended in this process; null if they are no longer kept. */
  #reading(run: RunRecord, after: number): RunReading | null {
    const local = this.#keeper.local(run.runId);
    if (local) return local.buffer.contains(after) ? localReading(local, after) : null;
    return run.outcome === null && this.#deps.registry.isShared ? readRemote(this.#deps.registry, run, after) : null;
  }

  async #own(runId: string, { userId }: Context): Promise<RunRecord | null> {
    const run = await this.#deps.registry.find(runId);
    return run?.userId === userId ? run : null;
  }

  async #stop({ runId }: RunRecord, isDeleted = false): Promise<void> {
    const { registry } = this.#deps;
    const local = this.#keeper.local(runId);
    if (local) local.isDeleted ||= isDeleted;
    await registry.stop(runId, isDeleted);
    const run = local?.run;
    run?.stop();
    if (run) await within(STOPPING_MS, run.start(), () => undefined);
    else await poll(STOPPING_MS, async () => ((await registry.find(runId))?.outcome === null ? null : true));
  }
}

/** Asks repeatedly until there is an answer. Null if the time is up. */
async function poll<Value>(ms: number, ask: () => Promise<Value | null>): Promise<Value | null> {
  for (const deadline = Date.now() + ms; ;) {
    const value = await ask();
    if (value !== null || Date.now() > deadline) return value;
    await pause(POLL_MS);
  }
}
