/** Reads the events of application code, one after another. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';

export class EventPump {
  #isStopped = false;
  #onStop: (() => void) | undefined;

  /**
   * Resolves when the events end or `stop` is called. Creates no promise or closure per event, because a reply has
   * thousands of small events.
   *
   * @param handle Handles an event. If it returns a promise, the next event is read when that resolves.
   * @param onLateFailure Gets an error of application code that was stopped.
   */
  async run(
    events: AsyncIterable<ThreadStreamEvent>,
    handle: (event: ThreadStreamEvent) => void | Promise<void>,
    onLateFailure: (cause: unknown) => void,
  ): Promise<void> {
    const iterator = events[Symbol.asyncIterator]();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const readNext = () => {
      if (this.#isStopped) return resolve();
      // Ignores events that arrive after the stop, and does not wait for them.
      this.#onStop = resolve;
      iterator.next().then(receive, reject);
    };
    const receive = ({ done, value }: IteratorResult<ThreadStreamEvent>) => {
      if (this.#isStopped) return;
      if (done) return resolve();
      this.#onStop = undefined;
      try {
        const processing = handle(value);
        if (processing) processing.then(readNext).then(undefined, reject);
        else readNext();
      } catch (cause) {
        reject(cause);
      }
    };
    readNext();
    await promise;
    // Lets application code run its `finally` blocks, without waiting for it, because it may be stuck in code that
    // ignores the signal.
    if (this.#isStopped) iterator.return?.().then(undefined, onLateFailure);
  }

  /** Ends `run` now, also one that begins later. */
  stop(): void {
    this.#isStopped = true;
    this.#onStop?.();
  }
}
