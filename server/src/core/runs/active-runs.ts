/**
 * The active turns of a server: those whose request is being stored, those that run, and those that are being stopped.
 */
import type { RequestContext } from '../context.ts';
import { within } from '../within.ts';
import type { Run } from './run.ts';

/** The longest time that the next turn of a thread waits until a stopped one is stored, because a hook may hang. */
const TIDY_UP_MS = 2000;

const ignore = () => {};

export class ActiveRuns<Context extends RequestContext> {
  /** Each with the function that removes its listener from the request's signal. */
  readonly #runs = new Map<Run<Context>, () => void>();
  /** The runs that have stopped and are being stored. */
  readonly #stopping = new Set<Run<Context>>();
  /** Turns whose request is still being stored. */
  readonly #preparing = new Set<Promise<unknown>>();
  #isClosing = false;

  get size(): number {
    return this.#runs.size;
  }

  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Counts a turn from the moment its request is being stored, so that closing waits for it. */
  async prepare<T, Result>(preparing: Promise<T>, begin: (prepared: T) => Result): Promise<Result> {
    this.#preparing.add(preparing);
    try {
      return begin(await preparing);
    } finally {
      this.#preparing.delete(preparing);
    }
  }

  /** Adds a run. Its request's signal stops it. */
  add(run: Run<Context>, signal: AbortSignal): void {
    const stop = () => run.stop();
    this.#runs.set(run, () => signal.removeEventListener('abort', stop));
    // The message is stored and will be acknowledged, but the server is closing: do not run the turn.
    if (this.#isClosing) run.stop('interrupted');
    else if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  }

  stopping(run: Run<Context>): void {
    this.#stopping.add(run);
  }

  settled(run: Run<Context>): void {
    this.#runs.get(run)?.();
    this.#runs.delete(run);
    this.#stopping.delete(run);
  }

  /** Waits until stopped turns of the thread are stored, so that the next turn does not read a partial state. */
  async stopped(threadId: string): Promise<void> {
    const leaving = [...this.#stopping].filter((run) => run.threadId === threadId).map((run) => run.start());
    if (leaving.length > 0) await within(TIDY_UP_MS, Promise.all(leaving), ignore);
  }

  /** Lets the turns finish for `graceMs` milliseconds, then ends them. Resolves when everything is stored. */
  async close(graceMs: number): Promise<void> {
    this.#isClosing = true;
    await within(graceMs, this.#allSettled(), ignore);
    for (const run of this.#runs.keys()) run.stop('interrupted');
    await this.#allSettled();
  }

  /** Requests that were admitted before closing are still stored, and become runs while others end. */
  async #allSettled(): Promise<void> {
    while (this.#preparing.size > 0 || this.#runs.size > 0) {
      // Give an adapter that has just received a run time to subscribe to it and start it.
      await new Promise((resolve) => setTimeout(resolve));
      await Promise.allSettled([...this.#preparing, ...[...this.#runs.keys()].map((run) => run.start())]);
    }
  }
}
