/** The newest events of one running turn, in memory. Readers come and go, and each reads at its own pace. */
import { HttpError } from '../../errors.ts';
import type { RunOutcome } from '../../telemetry/telemetry.ts';

/** How a turn ended. `incomplete`: its process was lost, and another process has noticed. */
export type RecordedOutcome = RunOutcome | 'incomplete';

/** How a turn ended, as its readers learn it. `deleted`: the turn was stopped because its thread is being deleted. */
export type ToldOutcome = RecordedOutcome | 'deleted';

/** Neighbouring events; the first has the number `first`. */
export interface EventBatch {
  readonly first: number;
  readonly events: readonly string[];
}

/** Events that have left the buffer are in the thread: the client loads it. */
export const runGone = () =>
  new HttpError(410, 'run_gone', 'The events of this turn are no longer kept. Load the conversation instead.');

const MAX_EVENTS = 5000;
const MAX_CHARS = 1_000_000;
const BATCH_EVENTS = 256;

export class RunBuffer {
  outcome: ToldOutcome | undefined;
  readonly #snapshot: () => readonly string[];
  #events: string[] = [];
  #first = 1;
  #chars = 0;
  #wake: (() => void)[] = [];

  /** `snapshot` gives the unfinished items as events, for a reader that comes after the first events have left. */
  constructor(snapshot: () => readonly string[] = () => []) {
    this.#snapshot = snapshot;
  }

  /** The number of the newest event. The first event has number 1. */
  get last(): number {
    return this.#first + this.#events.length - 1;
  }

  /** Whether everything after event `after` can be given. */
  holds(after: number): boolean {
    return after === 0 || after >= this.#first - 1;
  }

  /** The next events after `after`; null while the turn has none. @throws HttpError 410 when they have left the buffer */
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
    if (this.#events.length > MAX_EVENTS || this.#chars > MAX_CHARS) this.#dropOldest();
    this.#wakeReaders();
  }

  finish(outcome: ToldOutcome): void {
    this.outcome = outcome;
    this.#wakeReaders();
  }

  /** Reads what comes after event `after` until the turn has ended. @throws HttpError 410 when some of it has left the buffer */
  async *read(after: number, signal: AbortSignal): AsyncGenerator<EventBatch, void, undefined> {
    let read = after;
    signal.addEventListener('abort', this.#wakeReaders);
    try {
      while (!signal.aborted) {
        const batch = this.from(read);
        if (batch) {
          yield batch;
          read = batch.first + batch.events.length - 1;
        } else if (this.outcome) return;
        else await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
    } finally {
      signal.removeEventListener('abort', this.#wakeReaders);
    }
  }

  /** Drops a quarter at once, so that a long answer does not move the list with each event. */
  #dropOldest(): void {
    const dropped = this.#events.splice(0, Math.ceil(this.#events.length / 4));
    this.#first += dropped.length;
    for (const json of dropped) this.#chars -= json.length;
  }

  #wakeReaders = (): void => {
    for (const wake of this.#wake.splice(0)) wake();
  };
}
