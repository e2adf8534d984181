/** The items that a running turn has announced but not finished, for cancellation. */
import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { ThreadItem } from '@chatdock/protocol/thread/items';

/** Items are replaced, never mutated, so a returned one never changes. */
export class PendingItems {
  readonly #items = new Map<string, ThreadItem>();

  /** `item` is the server's own copy and must not be mutated afterwards. */
  announce(item: ThreadItem): void {
    this.#items.set(item.id, item);
  }

  /**
   * Applies an update to its item and returns the new form; null if the item is not pending. Handles messages and
   * workflows only, because other unfinished items are never kept.
   */
  update(itemId: string, update: ThreadItemUpdate): ThreadItem | null {
    const item = this.#items.get(itemId);
    if (item?.type !== 'assistant_message' && item?.type !== 'workflow') return null;
    const next = applyUpdate(item, update);
    this.#items.set(itemId, next);
    return next;
  }

  settle(itemId: string): void {
    this.#items.delete(itemId);
  }

  list(): ThreadItem[] {
    return [...this.#items.values()];
  }
}
