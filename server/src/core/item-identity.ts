/** Keeps one reply from overwriting another when application code passes on ids that are not one of a kind. */
import type { ThreadStreamEvent } from '@chatdock/protocol/events';

/** What libraries and model servers write where they have no id: it names every message alike. */
const PLACEHOLDER = /^(?:_*fake_id_*|null|undefined|none|)$/i;

export interface ItemIdentityParts {
  /** Whether the thread holds an item of that id. */
  exists(itemId: string): Promise<boolean>;
  newId(): string;
}

/**
 * Renames items of one run where needed, the same way in all their events: those with a placeholder for an id, and
 * assistant messages that are announced under the id of another message. Anything else passes as it is.
 */
export class ItemIdentity {
  readonly #parts: ItemIdentityParts;
  readonly #announced = new Set<string>();
  /** Of items that were renamed: the id they came with, and whether they are finished. */
  readonly #renamed = new Map<string, { id: string; done: boolean }>();

  constructor(parts: ItemIdentityParts) {
    this.#parts = parts;
  }

  /** Not a promise unless the store has to be asked: most events are one of thousands of pieces of text. */
  resolve(event: ThreadStreamEvent): ThreadStreamEvent | Promise<ThreadStreamEvent> {
    switch (event.type) {
      case 'thread.item.added':
        return this.#announce(event);
      case 'thread.item.done': {
        const renamed = this.#renamed.get(event.item.id);
        if (renamed !== undefined && !renamed.done) {
          renamed.done = true;
          return { ...event, item: { ...event.item, id: renamed.id } };
        }
        return PLACEHOLDER.test(event.item.id) ? { ...event, item: { ...event.item, id: this.#parts.newId() } } : event;
      }
      case 'thread.item.replaced': {
        const renamed = this.#renamed.get(event.item.id);
        return renamed === undefined ? event : { ...event, item: { ...event.item, id: renamed.id } };
      }
      case 'thread.item.updated':
      case 'thread.item.removed': {
        const renamed = this.#renamed.get(event.item_id);
        return renamed === undefined ? event : { ...event, item_id: renamed.id };
      }
      default:
        return event;
    }
  }

  async #announce(event: Extract<ThreadStreamEvent, { type: 'thread.item.added' }>): Promise<ThreadStreamEvent> {
    const { item } = event;
    if (!PLACEHOLDER.test(item.id) && !(item.type === 'assistant_message' && (await this.#isTaken(item.id)))) {
      this.#announced.add(item.id);
      this.#renamed.delete(item.id);
      return event;
    }
    const id = this.#parts.newId();
    this.#renamed.set(item.id, { id, done: false });
    return { ...event, item: { ...item, id } };
  }

  async #isTaken(itemId: string): Promise<boolean> {
    return this.#announced.has(itemId) || (await this.#parts.exists(itemId));
  }
}
