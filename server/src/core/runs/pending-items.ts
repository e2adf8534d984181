/** The items that a running turn has announced but not finished, for cancellation. */
import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem, ThreadItem } from '@chatdock/protocol/thread/items';

/** Items are replaced, never mutated, so a returned one never changes. */
export class PendingItems {
  readonly #items = new Map<string, ThreadItem>();
  /**
   * Text that has not been added to its item yet. A reply has thousands of small pieces, but is read only a few times a
   * second.
   */
  #text: { readonly itemId: string; readonly index: number; delta: string } | undefined;

  /** `item` is the server's own copy and must not be mutated afterwards. */
  announce(item: ThreadItem): void {
    this.#join();
    this.#items.set(item.id, item);
  }

  /**
   * Applies an update to its item. Handles messages and workflows only, because other unfinished items are never kept.
   * @returns whether it is a message that is pending
   */
  update(itemId: string, update: ThreadItemUpdate): boolean {
    const isText = update.type === 'assistant_message.content_part.text_delta';
    if (isText && this.#text?.itemId === itemId && this.#text.index === update.content_index) {
      this.#text.delta += update.delta;
      return true;
    }
    this.#join();
    const item = this.#items.get(itemId);
    const isMessage = item?.type === 'assistant_message';
    if (isMessage && isText) this.#text = { itemId, index: update.content_index, delta: update.delta };
    else if (isMessage || item?.type === 'workflow') this.#items.set(itemId, applyUpdate(item, update));
    return isMessage;
  }

  /** A pending message in its current form. */
  message(itemId: string): AssistantMessageItem | undefined {
    this.#join();
    const item = this.#items.get(itemId);
    return item?.type === 'assistant_message' ? item : undefined;
  }

  settle(itemId: string): void {
    this.#join();
    this.#items.delete(itemId);
  }

  list(): ThreadItem[] {
    this.#join();
    return [...this.#items.values()];
  }

  #join(): void {
    const text = this.#text;
    const item = text && this.#items.get(text.itemId);
    this.#text = undefined;
    if (!item) return;
    const update = { content_index: text.index, delta: text.delta };
    this.#items.set(item.id, applyUpdate(item, { type: 'assistant_message.content_part.text_delta', ...update }));
  }
}
