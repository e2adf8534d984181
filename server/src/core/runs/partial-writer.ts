/** Stores the text of a streaming reply periodically, so that a crash loses only its last moments. */
import type { AssistantMessageItem, ThreadItem } from '@chatdock/protocol/items';

/** Whether a message has any text, and so is worth storing and keeping on cancellation. */
export function hasText(item: ThreadItem): item is AssistantMessageItem {
  return item.type === 'assistant_message' && item.content.some((part) => part.text.trim() !== '');
}

export interface PartialWriterParts {
  save: (item: AssistantMessageItem) => Promise<void>;
  /** Called when a write fails. The reply continues; its end is stored, or fails, separately. */
  onFailure: (cause: unknown) => void;
  /** The interval between a change and its write, in milliseconds. Long texts are written up to five times more rarely. */
  everyMs: number;
}

/** Texts up to this length are written at the full rate. */
const OFTEN_UP_TO_CHARS = 2000;
const MAX_RARITY = 5;

export class PartialWriter {
  readonly #parts: PartialWriterParts;
  readonly #dirty = new Map<string, AssistantMessageItem>();
  readonly #written = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #inFlight: Promise<void> | undefined;

  constructor(parts: PartialWriterParts) {
    this.#parts = parts;
  }

  /** Marks `item` as changed; its newest form is written at the next tick. Do not mutate the item afterwards. */
  touch(item: AssistantMessageItem): void {
    this.#dirty.set(item.id, item);
    this.#timer ??= this.#plan();
  }

  /** Call this before storing the item's final form: no older form is written after it resolves. */
  async settle(itemId: string): Promise<void> {
    this.#dirty.delete(itemId);
    if (this.#inFlight) await this.#inFlight;
    this.#written.delete(itemId);
  }

  /** Stops writing. Returns the ids of items that were stored in part and never settled. */
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
    this.#timer = this.#dirty.size > 0 ? this.#plan() : undefined;
  }

  /** Each write stores the whole text, so a long one is written more rarely: what is written would grow by its square. */
  #plan(): ReturnType<typeof setTimeout> {
    let length = 0;
    for (const { content } of this.#dirty.values()) for (const { text } of content) length += text.length;
    const rarity = Math.min(Math.max(length / OFTEN_UP_TO_CHARS, 1), MAX_RARITY);
    return setTimeout(() => void this.#flush(), this.#parts.everyMs * rarity);
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
