/** Detects changes that application code makes to the thread while its turn runs. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';

/** The thread when it was last compared. */
interface Seen {
  readonly at: number;
  readonly title: ThreadMetadata['title'];
  readonly status: ThreadMetadata['status'];
  readonly metadata: ThreadMetadata['metadata'];
  readonly domains: ThreadMetadata['allowed_image_domains'];
}

const COMPARE_EVERY_MS = 10;

export class ThreadChanges {
  readonly #thread: ThreadMetadata;
  #stored: string;
  #seen: Seen | undefined;

  constructor(thread: ThreadMetadata) {
    this.#thread = thread;
    this.#stored = JSON.stringify(thread);
  }

  /** Call when the thread was stored as `json`. */
  markStored(json: string = JSON.stringify(this.#thread)): void {
    this.#stored = json;
  }

  /** Whether application code changed the thread since it was stored. */
  exist(): boolean {
    return JSON.stringify(this.#thread) !== this.#stored;
  }

  /**
   * Whether to compare the thread after this event. Updates of an item come in bursts, and comparing the whole thread
   * after each costs more than the update itself. A new title, status or metadata object is detected at once; a change
   * inside one is checked for every few milliseconds.
   */
  shouldCompareAfter(type: ThreadStreamEvent['type']): boolean {
    const { title, status, metadata, allowed_image_domains: domains } = this.#thread;
    const seen = this.#seen;
    const now = performance.now();
    if (
      type === 'thread.item.updated' &&
      seen !== undefined &&
      now - seen.at < COMPARE_EVERY_MS &&
      seen.title === title &&
      seen.status === status &&
      seen.metadata === metadata &&
      seen.domains === domains
    )
      return false;
    this.#seen = { at: now, title, status, metadata, domains };
    return true;
  }
}
