/**
 * The newest events of one running turn, in memory. Readers connect and disconnect at any time, and each reads at its
 * own pace.
 */
import { HttpError } from '../../errors.ts';
import type { RunOutcome } from '../../telemetry/telemetry.ts';

/** How a turn ended. `incomplete`: its process was lost, and another process has noticed. */
export type RecordedOutcome = RunOutcome | 'incomplete';

/**
 * How a turn ended, as reported to its readers. `deleted`: the turn was stopped because its thread is being deleted.
 */
export type ReportedOutcome = RecordedOutcome | 'deleted';

/** Neighbouring events; the first has the number `first`. */
export interface EventBatch {
  readonly first: number;
  readonly events: readonly string[];
}

/** Events that have left the buffer are in the thread, so the client loads the thread. */
export const runGone = () =>
  new HttpError(410, 'run_gone', 'The events of this turn are no longer kept. Load the conversation instead.');

/** Receives the next events. If it returns a promise, reading pauses until the promise resolves. */
export type BatchHandler = (batch: EventBatch) => void | Promise<void>;

const MAX_EVENTS = 5000;
const MAX_CHARS = 1_000_000;
const BATCH_EVENTS = 256;

/** Node, Deno and Bun have `setImmediate`, but the type of `globalThis` here is for any runtime. */
const soon: (run: () => void) => void =
  (globalThis as { setImmediate?: (run: () => void) => unknown }).setImmediate ?? ((run) => setTimeout(run, 0));

/** Work to do at the end of the current event-loop iteration, for all turns together. */
const planned: (() => void)[] = [];

function plan(work: () => void): void {
  if (planned.push(work) === 1)
    soon(() => {
      for (const each of planned.splice(0)) each();
    });
}

export class RunBuffer {
  outcome: ReportedOutcome | undefined;
  readonly #snapshot: () => readonly string[];
  #events: string[] = [];
  #first = 1;
  #chars = 0;
  readonly #readers = new Set<() => void>();
  /** Events since the readers were called last. */
  #unread = 0;
  #isPlanned = false;

  /**
   * `snapshot` returns the unfinished items as events, for a reader that connects after the first events have left the
   * buffer.
   */
  constructor(snapshot: () => readonly string[] = () => []) {
    this.#snapshot = snapshot;
  }

  /** The number of the newest event. The first event has number 1. */
  get last(): number {
    return this.#first + this.#events.length - 1;
  }

  /** Whether the buffer has everything after event `after`. */
  contains(after: number): boolean {
    return after === 0 || after >= this.#first - 1;
  }

  /** The next events after `after`; null while there are none. @throws HttpError 410 if they have left the buffer */
  from(after: number): EventBatch | null {
    if (after === 0 && this.#first > 1) {
      const events = this.#snapshot();
      return events.length > 0 ? { first: this.last - events.length + 1, events } : this.from(this.#first - 1);
    }
    const start = after + 1 - this.#first;
    if (start < 0) throw runGone();
    const events = this.#events.slice(start, start + BATCH_EVENTS);
    return events.length > 0 ? { first: after + 1, events } : null;
  }

  append(json: string): void {
    this.#events.push(json);
    this.#chars += json.length;
    this.#unread += 1;
    const isFull = this.#events.length > MAX_EVENTS || this.#chars > MAX_CHARS;
    // Readers get the events of one event-loop iteration in one batch, unless there are many or they are about to leave
    // the buffer.
    if (isFull || this.#unread >= BATCH_EVENTS) this.#callReaders();
    else this.#plan();
    if (isFull) this.#dropOldest();
  }

  finish(outcome: ReportedOutcome): void {
    this.outcome = outcome;
    this.#plan();
  }

  /**
   * Passes the events after `after` to `handle` until the turn has ended or `signal` is aborted. Creates no promise per
   * event, because an answer has thousands. @throws HttpError 410 if some of them have left the buffer
   */
  read(after: number, handle: BatchHandler, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let last = after;
    let isPaused = false;
    const resume = () => {
      isPaused = false;
      deliver();
    };
    const deliver = () => {
      try {
        while (!signal.aborted) {
          if (isPaused) return;
          const batch = this.from(last);
          if (!batch && !this.outcome) return;
          if (!batch) break;
          last = batch.first + batch.events.length - 1;
          const pending = handle(batch);
          if (!pending) continue;
          isPaused = true;
          pending.then(resume, reject);
        }
        resolve();
      } catch (cause) {
        reject(cause);
      }
    };
    this.#readers.add(deliver);
    signal.addEventListener('abort', deliver);
    deliver();
    return promise.finally(() => {
      this.#readers.delete(deliver);
      signal.removeEventListener('abort', deliver);
    });
  }

  /** Drops a quarter at once, so that the list is not moved for each event of a long answer. */
  #dropOldest(): void {
    const dropped = this.#events.splice(0, Math.ceil(this.#events.length / 4));
    this.#first += dropped.length;
    for (const json of dropped) this.#chars -= json.length;
  }

  #plan(): void {
    if (this.#isPlanned || this.#readers.size === 0) return;
    this.#isPlanned = true;
    plan(this.#callPlanned);
  }

  readonly #callPlanned = (): void => {
    this.#isPlanned = false;
    this.#callReaders();
  };

  #callReaders(): void {
    this.#unread = 0;
    for (const deliver of this.#readers) deliver();
  }
}
