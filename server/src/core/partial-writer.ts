/** Writes the text of a reply to the store while it is still growing, so that a crash costs its last moments only. */
import type { AssistantMessageItem, ThreadItem } from '@chatdock/protocol/items';

/** Whether a message says anything yet: what cancellation keeps, and what is worth writing. */
export function hasText(item: ThreadItem): item is AssistantMessageItem {
  return item.type === 'assistant_message' && item.content.some((part) => part.text.trim() !== '');
}

export interface PartialWriterParts {
  save: (item: AssistantMessageItem) => Promise<void>;
  /** A write failed. The reply goes on: its end will be written, or fail, on its own. */
  onFailure: (cause: unknown) => void;
  /** Milliseconds between a change and the write that carries it. */
  everyMs: number;
}

export class PartialWriter {
  readonly #parts: PartialWriterParts;
  readonly #dirty = new Map<string, AssistantMessageItem>();
  readonly #written = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inFlight: Promise<void> | undefined;

  constructor(parts: PartialWriterParts) {
    this.#parts = parts;
  }

  /** `item` changed; its newest form is written at the next tick. The item must not be edited in place afterwards. */
  touch(item: AssistantMessageItem): void {
    this.#dirty.set(item.id, item);
    this.#timer ??= setTimeout(() => void this.#flush(), this.#parts.everyMs);
  }

  /** The item's final form is about to be stored: no older form may land after this resolves. */
  async settle(itemId: string): Promise<void> {
    this.#dirty.delete(itemId);
    if (this.#inFlight) await this.#inFlight;
    this.#written.delete(itemId);
  }

  /** No more writes. Gives the ids of items stored in part and never settled. */
  async stop(): Promise<string[]> {
    clearTimeout(this.#timer);
    this.#dirty.clear();
    if (this.#inFlight) await this.#inFlight;
    return [...this.#written];
  }

  async #flush(): Promise<void> {
    this.#inFlight = this.#writeDirty();
    await this.#inFlight;
    this.#inFlight = undefined;
    this.#timer = this.#dirty.size > 0 ? setTimeout(() => void this.#flush(), this.#parts.everyMs) : undefined;
  }

  async #writeDirty(): Promise<void> {
    const items = [...this.#dirty.values()].filter(hasText);
    this.#dirty.clear();
    for (const item of items) {
      try {
        this.#written.add(item.id);
        await this.#parts.save(item);
      } catch (cause) {
        this.#parts.onFailure(cause);
      }
    }
  }
}
