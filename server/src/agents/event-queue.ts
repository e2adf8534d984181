/** A queue with many writers and one reader, through which tools and helpers add to the stream of a reply. */

/**
 * Events pushed from anywhere, read in order by one `for await`.
 *
 * Shape: after `close`, the queued events can still be read, then the loop ends; after `fail`, it throws instead.
 * Pushing to a closed queue does nothing, because a tool may still run after its turn has ended.
 */
export class EventQueue<Event> implements AsyncIterable<Event> {
  #events: Event[] = [];
  #ended = false;
  #failure: { cause: unknown } | null = null;
  #wake: (() => void) | null = null;

  push(event: Event) {
    if (this.#ended) return;
    this.#events.push(event);
    this.#signal();
  }

  close() {
    this.#ended = true;
    this.#signal();
  }

  fail(cause: unknown) {
    if (this.#ended) return;
    this.#failure = { cause };
    this.close();
  }

  /** Returns all queued events, without waiting. */
  drain(): Event[] {
    return this.#events.splice(0);
  }

  /** Resolves when there is something to read, or when the queue has ended. */
  async waitForMore(): Promise<void> {
    while (this.#events.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  get ended() {
    return this.#ended && this.#events.length === 0;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      await this.waitForMore();
      yield* this.drain();
      if (this.ended) {
        if (this.#failure !== null) throw this.#failure.cause;
        return;
      }
    }
  }

  #signal() {
    this.#wake?.();
    this.#wake = null;
  }
}
