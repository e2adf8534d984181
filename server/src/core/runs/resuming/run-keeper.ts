/**
 * Manages the turns of this process: their leases and the requests of other processes about them. Also finds turns of
 * lost processes.
 */
import { type LocalRun, watchDetached } from './local-run.ts';
import type { ServerLog } from '../../telemetry/log.ts';
import { retryWhileUnavailable } from '../../retry-while-unavailable.ts';
import type { EventBatch, RecordedOutcome } from './run-buffer.ts';
import { type RunRecord, type RunRegistry, untilNextTick } from './run-registry.ts';

const KEEP_MS = 60_000;
const ASK_MS = 250;
const RENEW_MS = 3000;
const SWEEP_MS = 5000;
const LOG_MS = 100;
/** How long the end of a turn waits for an unavailable database. After that, the lease expires. */
const FINISH_PATIENCE_MS = 8000;

export class RunKeeper {
  readonly #registry: RunRegistry;
  readonly #log: ServerLog;
  readonly #onLost: (run: RunRecord) => Promise<void>;
  readonly #local = new Map<string, LocalRun>();
  #asking: ReturnType<typeof setTimeout> | undefined;
  #sweeping: ReturnType<typeof setTimeout> | undefined;
  #renewedAt = 0;
  #isClosed = false;

  constructor(registry: RunRegistry, log: ServerLog, onLost: (run: RunRecord) => Promise<void>) {
    this.#registry = registry;
    this.#log = log;
    this.#onLost = onLost;
    registry.onRequest?.(() => void this.#answerRequests());
  }

  local(runId: string): LocalRun | undefined {
    return this.#local.get(runId);
  }

  keep(names: Pick<LocalRun, 'runId' | 'threadId' | 'fence' | 'buffer'>) {
    const local: LocalRun = { ...names, readers: 0 };
    this.#local.set(names.runId, local);
    watchDetached(local);
    this.#renewedAt ||= Date.now();
    if (this.#registry.isShared) this.#asking ??= setTimeout(() => void this.#ask(), ASK_MS);
    return local;
  }

  /** Writes the log and records the end before readers are notified that the turn is over. */
  async finish(local: LocalRun, outcome: RecordedOutcome): Promise<void> {
    clearTimeout(local.detached);
    clearTimeout(local.nextLogging);
    local.isEnding = true;
    try {
      if (local.logged !== undefined) {
        await local.logging;
        await retryWhileUnavailable(FINISH_PATIENCE_MS, () => this.#writeLog(local));
      }
      await retryWhileUnavailable(FINISH_PATIENCE_MS, () => this.#registry.finish(local.runId, local.fence, outcome));
    } catch (cause) {
      this.#warn(cause, 'The end of a turn could not be stored. The turn ends when its lease expires.');
    }
    local.buffer.finish(local.isDeleted === true && outcome === 'cancelled' ? 'deleted' : outcome);
    unref(setTimeout(() => this.#local.delete(local.runId), KEEP_MS));
  }

  /** Looks for lost turns now and then. Several processes do so at slightly different times. */
  watch(): void {
    if (!this.#registry.isShared || this.#isClosed || this.#sweeping !== undefined) return;
    this.#sweeping = setTimeout(
      () => {
        void this.sweep().finally(() => {
          this.#sweeping = undefined;
          this.watch();
        });
      },
      SWEEP_MS + (Math.random() - 0.5) * 2000,
    );
    unref(this.#sweeping);
  }

  async sweep(): Promise<void> {
    try {
      // After the machine has slept, this process's leases have expired too, although their turns continue.
      await this.#renewAll(this.#running());
      const lost = await this.#registry.expire();
      await Promise.all(lost.map((run) => this.#onLost(run)));
    } catch (cause) {
      this.#warn(cause, 'Turns of lost processes could not be searched for. The server will try again.');
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#asking);
    clearTimeout(this.#sweeping);
  }

  /** Checks for requests of other processes about these turns, and renews the leases. */
  async #ask(): Promise<void> {
    const running = this.#running();
    await Promise.all([
      this.#answerRequests(),
      this.#renewAll(running).catch((cause: unknown) =>
        this.#warn(cause, 'The leases of running turns could not be renewed. The server will try again.'),
      ),
    ]);
    this.#asking = running.length > 0 && !this.#isClosed ? setTimeout(() => void this.#ask(), ASK_MS) : undefined;
    if (running.length === 0) this.#renewedAt = 0;
  }

  #running(): LocalRun[] {
    return [...this.#local.values()].filter(({ buffer }) => buffer.outcome === undefined);
  }

  async #answerRequests(): Promise<void> {
    try {
      await this.#handleRequests();
    } catch (cause) {
      this.#warn(
        cause,
        'Requests of other processes about running turns could not be read. The server will try again.',
      );
    }
  }

  async #handleRequests(): Promise<void> {
    for (const { runId, isStopping, isDeleted, isFollowed } of await this.#registry.requests()) {
      const local = this.#local.get(runId);
      if (local) local.isDeleted ||= isDeleted;
      if (isStopping) local?.run?.stop();
      // A reader of a turn that ends at this moment reads the result from the thread.
      if (isFollowed && local && !local.isEnding && local.logged === undefined) this.#startLog(local);
    }
  }

  /** After a failure, try again at the next check, because a lease lasts only a few renewals. */
  async #renewAll(running: readonly LocalRun[]): Promise<void> {
    const now = Date.now();
    // A clock may also be set back.
    if (running.length === 0 || Math.abs(now - this.#renewedAt) < RENEW_MS) return;
    await Promise.all(running.map((local) => this.#renew(local)));
    this.#renewedAt = now;
  }

  async #renew({ runId, fence, run, buffer }: LocalRun): Promise<void> {
    if (!(await this.#registry.renew(runId, fence)) && buffer.outcome === undefined) run?.lose();
  }

  #startLog(local: LocalRun): void {
    local.logged = 0;
    const write = async () => {
      await this.#writeLog(local).catch((cause: unknown) => this.#warn(cause, 'Events could not be logged.'));
      if (!local.isEnding && !this.#isClosed) local.nextLogging = setTimeout(next, untilNextTick(LOG_MS));
    };
    const next = () => void (local.logging = write());
    next();
  }

  async #writeLog(local: LocalRun): Promise<void> {
    for (let batch = local.buffer.from(local.logged ?? 0); batch; batch = local.buffer.from(local.logged ?? 0)) {
      const isLogged = await this.#registry.append(local.runId, batch);
      if (isLogged) local.logged = endOf(batch);
      // Events that have left the buffer cannot be logged a second time, so the log continues with this batch.
      else if (local.buffer.contains(1)) local.logged = 0;
    }
  }

  #warn(err: unknown, message: string): void {
    this.#log.warn({ err }, message);
  }
}

const endOf = ({ first, events }: EventBatch) => first + events.length - 1;

/** `unref()`, so that the timer does not keep the process running. */
function unref(timer: unknown): void {
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref();
}
