/** Prevents one reply from overwriting another when application code passes on ids that are not unique. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';

/** The placeholder ids of libraries and model servers, which are the same for every message. */
const PLACEHOLDER = /^(?:_*fake_id_*|null|undefined|none|)$/i;

interface ItemIdentityDeps {
  /** Whether the thread has an item with this id. */
  exists(itemId: string): Promise<boolean>;
  newId(): string;
}

/**
 * Renames items of a run where needed, consistently in all their events: items with a placeholder id, and assistant
 * messages announced under the id of another message. Everything else passes unchanged.
 */
export class ItemIdentity {
  readonly #deps: ItemIdentityDeps;
  readonly #announced = new Set<string>();
  /** For each renamed item: its original id, and whether it is finished. */
  readonly #renamed = new Map<string, { id: string; done: boolean }>();

  constructor(deps: ItemIdentityDeps) {
    this.#deps = deps;
  }

  /**
   * Returns a promise only if a store lookup is needed, because most events are text deltas, which come in thousands.
   */
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
        return PLACEHOLDER.test(event.item.id) ? { ...event, item: { ...event.item, id: this.#deps.newId() } } : event;
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
    if (!PLACEHOLDER.test(item.id) && !(item.type === 'assistant_message' && (await this.#isInUse(item.id)))) {
      this.#announced.add(item.id);
      this.#renamed.delete(item.id);
      return event;
    }
    const id = this.#deps.newId();
    this.#renamed.set(item.id, { id, done: false });
    return { ...event, item: { ...item, id } };
  }

  async #isInUse(itemId: string): Promise<boolean> {
    return this.#announced.has(itemId) || (await this.#deps.exists(itemId));
  }
}
