/** Those who read a run: its subscribers, and the buffer that serves readers who resume. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { RunBuffer } from './resuming/run-buffer.ts';
import { type Presenter, toWireJson } from '../wire.ts';

/** Receives a run's events. */
export interface RunSubscriber {
  /** One event as one line of JSON. If it returns a promise, the run pauses until the reader has caught up. */
  event(json: string): void | Promise<void>;
  /** Called when the run is over. No event follows. */
  end(): void;
}

export class RunReaders {
  readonly #subscribers = new Set<RunSubscriber>();
  readonly #buffer: RunBuffer | undefined;
  readonly #present: Presenter;

  constructor(buffer: RunBuffer | undefined, present: Presenter) {
    this.#buffer = buffer;
    this.#present = present;
  }

  /** Returns a function that removes the subscriber. */
  add(subscriber: RunSubscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** If it returns a promise, a reader has to catch up. */
  publish(event: ThreadStreamEvent): void | Promise<void> {
    if (this.#subscribers.size === 0 && !this.#buffer) return;
    const json = toWireJson(event, this.#present);
    this.#buffer?.append(json);
    let caughtUp: Promise<unknown> | undefined;
    for (const subscriber of this.#subscribers) {
      const pending = subscriber.event(json);
      if (pending) caughtUp = caughtUp ? Promise.all([caughtUp, pending]) : pending;
    }
    return caughtUp?.then(() => undefined);
  }

  end(): void {
    for (const subscriber of this.#subscribers) subscriber.end();
    this.#subscribers.clear();
  }
}
