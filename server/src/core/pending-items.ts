/** The items a running turn has announced and not finished: what cancellation looks at. */
import { applyUpdate } from '@chatdock/protocol/apply-update';
import type { ThreadItemUpdate } from '@chatdock/protocol/events';
import type { ThreadItem } from '@chatdock/protocol/items';

/** Items are replaced, never edited: a form handed out stays as it was. */
export class PendingItems {
  readonly #items = new Map<string, ThreadItem>();

  /** `item` is the server's own copy: nobody edits it afterwards. */
  announce(item: ThreadItem): void {
    this.#items.set(item.id, item);
  }

  /** Applies an update to its item and gives the new form; null for an item that is not pending. Messages and workflows only: other unfinished items are never kept. */
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
