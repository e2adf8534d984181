/** Records of turns that can be resumed: which process runs them and how they ended. Shared by all processes of a store. */
import type { EventBatch, RecordedOutcome } from './run-buffer.ts';

/** A turn that is about to begin. */
export interface RunClaim {
  readonly runId: string;
  readonly threadId: string;
  readonly userId: string;
  /** Tells a repeated request from another one that uses the same key. */
  readonly bodyHash: string;
  /** The token of the lease's holder. Writes with another token are refused. */
  readonly fence: string;
}

export interface RunRecord extends Omit<RunClaim, 'fence'> {
  /** Null while the turn runs. */
  readonly outcome: RecordedOutcome | null;
  readonly isStopping: boolean;
  /** Set if it is or was stopped because its thread is being deleted. */
  readonly isDeleted?: boolean | undefined;
}

/** A request of another process about a turn of this process. */
export interface RunRequest {
  readonly runId: string;
  readonly isStopping: boolean;
  /** See `RunRecord`. */
  readonly isDeleted?: boolean | undefined;
  /** A reader in another process follows the turn, so its events must go to the shared log. */
  readonly isFollowed: boolean;
}

/** Waits, for one reader, for news of a turn that another process runs. */
export interface RunWatch {
  /** New events, which may begin before the next one or leave a gap; null if the registry must be queried. */
  wait(): Promise<EventBatch[] | null>;
  close(): void;
}

/** Without notifications of new events, the registry is queried ten times a second. */
export const POLL_MS = 100;

/** The milliseconds until the clock reaches a multiple of `everyMs`, so that many turns can share one statement. */
export const untilNextTick = (everyMs: number) => everyMs - (Date.now() % everyMs);

const pollingWatch: RunWatch = {
  wait: () => new Promise((resolve) => setTimeout(() => resolve(null), untilNextTick(POLL_MS))),
  close: () => undefined,
};

/**
 * The leases of turns. One thread has at most one running turn. A lease ends `LEASE_MS` after it was taken or renewed;
 * `expire` then ends the turn as incomplete.
 */
export interface RunRegistry {
  /** Whether other processes use the same records. If not, nothing expires and no other process needs to be asked. */
  readonly isShared: boolean;
  /**
   * Takes the lease. Returns null on success, else the run that already has this id, or the one that runs on the
   * thread.
   */
  claim(claim: RunClaim): Promise<RunRecord | null>;
  /** @returns false if the lease is lost */
  renew(runId: string, fence: string): Promise<boolean>;
  finish(runId: string, fence: string, outcome: RecordedOutcome): Promise<void>;
  /** Forgets a run of which nothing was stored, so that its request can be sent again. */
  forget(runId: string): Promise<void>;
  find(runId: string): Promise<RunRecord | null>;
  /** The newest run of a thread. */
  latest(threadId: string): Promise<RunRecord | null>;
  /** `isDeleted`: see `RunRecord`. */
  stop(runId: string, isDeleted?: boolean): Promise<void>;
  /** Ends and returns the runs whose lease has expired. Each is returned to one caller only. */
  expire(): Promise<RunRecord[]>;
  /** Requests of other processes about running turns. */
  requests(): Promise<RunRequest[]>;
  /** Calls back, if possible, as soon as another process makes a request about a turn that was claimed here. */
  onRequest?(listener: () => void): void;
  /** Asks the process that runs a turn to write its events to the shared log. */
  follow(runId: string): Promise<void>;
  /** @returns false if the earlier entries and this batch are lost: append from the beginning again */
  append(runId: string, batch: EventBatch): Promise<boolean>;
  readLog(runId: string, after: number): Promise<EventBatch[]>;
  watch(runId: string): RunWatch;
}

export const LEASE_MS = 10_000;

/** How long a finished run is remembered. After that, a request with its key runs a second time. */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

const MAX_REMEMBERED = 10_000;

/** For one process. Leases last as long as the process. */
export class MemoryRuns implements RunRegistry {
  readonly isShared: boolean = false;
  readonly #runs = new Map<string, RunRecord>();

  async claim({ runId, threadId, userId, bodyHash }: RunClaim): Promise<RunRecord | null> {
    const known = this.#runs.get(runId) ?? this.#running(threadId);
    if (known) return known;
    this.#runs.set(runId, { runId, threadId, userId, bodyHash, outcome: null, isStopping: false });
    for (const [id, { outcome }] of this.#runs) {
      if (this.#runs.size <= MAX_REMEMBERED) break;
      if (outcome !== null) this.#runs.delete(id);
    }
    return null;
  }

  async renew(): Promise<boolean> {
    return true;
  }

  async finish(runId: string, _fence: string, outcome: RecordedOutcome): Promise<void> {
    this.#change(runId, { outcome });
  }

  async forget(runId: string): Promise<void> {
    this.#runs.delete(runId);
  }

  async find(runId: string): Promise<RunRecord | null> {
    return this.#runs.get(runId) ?? null;
  }

  async latest(threadId: string): Promise<RunRecord | null> {
    return [...this.#runs.values()].findLast((run) => run.threadId === threadId) ?? null;
  }

  async stop(runId: string, isDeleted = false): Promise<void> {
    this.#change(runId, { isStopping: true, ...(isDeleted && { isDeleted }) });
  }

  async expire(): Promise<RunRecord[]> {
    return [];
  }

  async requests(): Promise<RunRequest[]> {
    return [];
  }

  async follow(): Promise<void> {}

  async append(): Promise<boolean> {
    return true;
  }

  async readLog(): Promise<EventBatch[]> {
    return [];
  }

  watch(): RunWatch {
    return pollingWatch;
  }

  #running(threadId: string): RunRecord | undefined {
    return [...this.#runs.values()].findLast((run) => run.threadId === threadId && run.outcome === null);
  }

  #change(runId: string, change: Partial<RunRecord>): void {
    const run = this.#runs.get(runId);
    if (run) this.#runs.set(runId, { ...run, ...change });
  }
}
