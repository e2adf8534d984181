/** Stores the text of a streaming reply periodically, so that a crash loses only its last moments. */
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem, ThreadItem } from '@chatdock/protocol/thread/items';
import { StoreUnavailableError } from '../errors.ts';

/** Whether a message has any text, and so is worth storing and keeping on cancellation. */
export function hasText(item: ThreadItem): item is AssistantMessageItem {
  return item.type === 'assistant_message' && item.content.some((part) => part.text.trim() !== '');
}

interface PartialWriterDeps {
  /** The message in its current form, which is not mutated afterwards; undefined once it is finished. */
  message: (itemId: string) => AssistantMessageItem | undefined;
  /** Stores the item whole. `number`: see `UnfinishedItems`. */
  save: (item: AssistantMessageItem, number: number) => Promise<void>;
  /** Stores the text that has arrived since. Without this function, the whole item is stored each time. */
  append?: ((itemId: string, number: number, updates: readonly ThreadItemUpdate[]) => Promise<void>) | undefined;
  /** See `UnfinishedItems`. */
  pieceChars?: number | undefined;
  /** Called when a write fails. The reply continues; its end is stored, or fails, separately. */
  onFailure: (cause: unknown) => void;
  /** The time between two writes, in milliseconds. For long texts it is up to four times as long. */
  everyMs: number;
}

/** Texts up to this length are written at the full rate. */
const OFTEN_UP_TO_CHARS = 2000;
/** With 200 ms for `everyMs`, a long text is written every 800 ms. */
const MAX_RARITY = 4;
/** A crash loses the text since the last write began, so after a slow write the next one must begin sooner. */
const MAX_LOSS = 4.5;
/** The share of the longest recent write time that is expected for the next write. */
const MEMORY = 0.8;

interface Growing {
  /** The content of the next write. */
  updates: ThreadItemUpdate[];
  /** The number of the last write that is not repeated. */
  number: number;
  /** Whether the stored form can be appended to. */
  isOpen: boolean;
}

export class PartialWriter {
  readonly #deps: PartialWriterDeps;
  readonly #growing = new Map<string, Growing>();
  readonly #dirty = new Set<string>();
  readonly #written = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the last write began, and how long a write takes from the time it was due. */
  #begunAt = 0;
  #takesMs = 0;
  #inFlight: Promise<void> | undefined;

  constructor(deps: PartialWriterDeps) {
    this.#deps = deps;
  }

  /** Call this after each update of a message. It is written at the next tick; do not mutate it. */
  touch(itemId: string, update: ThreadItemUpdate): void {
    const growing = this.#growing.get(itemId);
    if (!growing) this.#growing.set(itemId, { updates: [], number: 0, isOpen: false });
    else if (growing.isOpen) addUpdate(growing.updates, update);
    this.#dirty.add(itemId);
    if (this.#timer) return;
    // The very first text also waits, so that more text is written with it.
    if (this.#begunAt === 0) this.#begunAt = performance.now();
    this.#timer = this.#plan();
  }

  /** Call this before storing the item's final form: no older form is written after it resolves. */
  async settle(itemId: string): Promise<void> {
    this.#growing.delete(itemId);
    if (this.#inFlight) await this.#inFlight;
    this.#written.delete(itemId);
  }

  /** Stops writing. Returns the ids of items that were stored in part and never settled. */
  async stop(): Promise<string[]> {
    clearTimeout(this.#timer);
    this.#growing.clear();
    if (this.#inFlight) await this.#inFlight;
    return [...this.#written];
  }

  async #flush(dueAt: number): Promise<void> {
    this.#begunAt = performance.now();
    this.#inFlight = this.#writeDirty();
    await this.#inFlight;
    this.#inFlight = undefined;
    this.#takesMs = Math.max(performance.now() - dueAt, this.#takesMs * MEMORY);
    this.#timer = this.#dirty.size > 0 ? this.#plan() : undefined;
  }

  /**
   * Each write costs the database a page or a whole text, so a long text is written as rarely as the allowed loss
   * permits.
   */
  #plan(): ReturnType<typeof setTimeout> {
    const { everyMs, message } = this.#deps;
    let length = 0;
    for (const id of this.#dirty) for (const { text } of message(id)?.content ?? []) length += text.length;
    const rarity = Math.min(Math.max(length / OFTEN_UP_TO_CHARS, 1), MAX_RARITY);
    const waitMs = Math.max(Math.min(everyMs * rarity, everyMs * MAX_LOSS - this.#takesMs), everyMs);
    const now = performance.now();
    const dueAt = Math.max(this.#begunAt + waitMs, now);
    return setTimeout(() => void this.#flush(dueAt), dueAt - now);
  }

  async #writeDirty(): Promise<void> {
    const ids = [...this.#dirty];
    this.#dirty.clear();
    for (const id of ids) {
      const growing = this.#growing.get(id);
      const item = this.#deps.message(id);
      if (growing && item && hasText(item)) await this.#write(item, growing);
    }
  }

  async #write(item: AssistantMessageItem, growing: Growing): Promise<void> {
    const { save, append, pieceChars = 0, onFailure } = this.#deps;
    const { isOpen, updates } = growing;
    const { id } = item;
    const isWhole = !append || !isOpen;
    growing.number += 1;
    growing.updates = [];
    // Set before the write has ended, because text that arrives meanwhile is appended to it.
    growing.isOpen = append !== undefined;
    this.#written.add(id);
    try {
      await (isWhole ? save(item, growing.number) : append(id, growing.number, updates));
      if (!isWhole && charsOf(updates) < pieceChars) keepOpen(growing, updates);
    } catch (cause) {
      onFailure(cause);
      // The next attempt follows soon.
      this.#takesMs = this.#deps.everyMs * MAX_LOSS;
      if (!(cause instanceof StoreUnavailableError) || !this.#growing.has(id)) return;
      this.#dirty.add(id);
      if (isWhole) growing.isOpen = false;
      // The database may have stored it nevertheless.
      else keepOpen(growing, updates);
    }
  }
}

/** The piece was written, and is written again under the same number together with the text that has arrived since. */
function keepOpen(growing: Growing, updates: readonly ThreadItemUpdate[]): void {
  growing.number -= 1;
  const since = growing.updates;
  growing.updates = [];
  for (const update of updates) addUpdate(growing.updates, update);
  for (const update of since) addUpdate(growing.updates, update);
}

const charsOf = (updates: readonly ThreadItemUpdate[]) =>
  updates.reduce((sum, update) => sum + ('delta' in update ? update.delta.length : JSON.stringify(update).length), 0);

/** Neighbouring pieces of one text become one. The updates in the list are its own copies. */
function addUpdate(updates: ThreadItemUpdate[], update: ThreadItemUpdate): void {
  const last = updates.at(-1);
  if (
    last?.type === 'assistant_message.content_part.text_delta' &&
    update.type === 'assistant_message.content_part.text_delta' &&
    last.content_index === update.content_index
  )
    last.delta += update.delta;
  else updates.push({ ...update });
}
