/**
 * Adapts the streams of other ChatKit servers, which may give every answer the same id, finish an item with each piece
 * of its text, or send text for an item that they have not announced.
 */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem, ThreadItem } from '@chatdock/protocol/thread/items';
import type { ThreadState } from '@chatdock/protocol/reducer/thread-state';

interface Deps {
  /** The thread with all events that were yielded so far. */
  thread(): ThreadState;
  /** Set if the stream repeats events of items that are already shown. */
  isReplay: boolean;
}

type ItemEvent = Extract<ThreadStreamEvent, { type: 'thread.item.added' | 'thread.item.done' }>;

/** Yields the events to apply, and at the end those that the server left out. */
export async function* fitEvents(
  events: AsyncIterable<ThreadStreamEvent>,
  deps: Deps,
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const fitting = new Fitting(deps);
  for await (const event of events) yield* fitting.fit(event);
  yield* fitting.finish();
}

class Fitting {
  readonly #deps: Deps;
  /** Ids of this stream, and the ids that their items have in the thread. */
  readonly #ids = new Map<string, string>();
  /** Items that are not really finished: their finished form was blank, or they were not announced. */
  readonly #endless = new Set<string>();
  /** Items that were finished with a text. */
  readonly #finished = new Set<string>();
  /** Ids whose next text begins another item: a blank one was finished after one with a text. */
  readonly #renewed = new Set<string>();
  #hasMessage = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  *fit(event: ThreadStreamEvent): Generator<ThreadStreamEvent, void, undefined> {
    switch (event.type) {
      case 'thread.item.added':
      case 'thread.item.done':
        if (event.item.type === 'assistant_message') return yield* this.#fitAnswer(event, event.item);
        if (event.item.type === 'user_message') this.#hasMessage = true;
        return yield event;
      case 'thread.item.updated':
        if (event.update.type.startsWith('assistant_message.')) yield* this.#announce(event.item_id);
        return yield { ...event, item_id: this.#idOf(event.item_id) };
      case 'thread.item.removed':
        return yield { ...event, item_id: this.#idOf(event.item_id) };
      case 'thread.item.replaced':
        return yield { ...event, item: { ...event.item, id: this.#idOf(event.item.id) } };
      default:
        yield event;
    }
  }

  *finish(): Generator<ThreadStreamEvent, void, undefined> {
    const { items, open } = this.#deps.thread();
    for (const item of items)
      if (this.#endless.has(item.id) && open.has(item.id)) yield { type: 'thread.item.done', item };
  }

  *#fitAnswer(event: ItemEvent, given: AssistantMessageItem): Generator<ThreadStreamEvent, void, undefined> {
    if (!this.#ids.has(given.id)) this.#ids.set(given.id, this.#newId(event, given));
    if (!isBlank(given)) this.#renew(given.id);
    const item = { ...given, id: this.#idOf(given.id) };
    if (!isBlank(item)) {
      this.#endless.delete(item.id);
      if (event.type === 'thread.item.done') this.#finished.add(item.id);
      return yield { type: event.type, item };
    }
    if (this.#finished.has(item.id)) {
      this.#renewed.add(given.id);
      return;
    }
    const shown = this.#find(item.id);
    // More of its text may follow, and the text that is shown must stay.
    if (event.type === 'thread.item.done') this.#endless.add(item.id);
    if (!shown) yield { type: 'thread.item.added', item };
    else if (event.type === 'thread.item.added' && isBlank(shown)) yield { type: event.type, item };
  }

  *#announce(given: string): Generator<ThreadStreamEvent, void, undefined> {
    const isRenewed = this.#renew(given);
    if (this.#ids.has(given) && !isRenewed) return;
    const id = this.#idOf(given);
    this.#ids.set(given, id);
    const { thread } = this.#deps.thread();
    if (!thread || this.#find(id)) return;
    this.#endless.add(id);
    const item = {
      type: 'assistant_message' as const,
      id,
      thread_id: thread.id,
      created_at: new Date().toISOString(),
      content: [],
    };
    yield { type: 'thread.item.added', item };
  }

  #renew(id: string): boolean {
    if (!this.#renewed.delete(id)) return false;
    this.#ids.set(id, this.#freshId(id));
    return true;
  }

  /** An answer whose id an earlier one has gets another id in the page. */
  #newId({ type }: ItemEvent, item: AssistantMessageItem): string {
    const isIdInUse = this.#find(item.id)?.type === 'assistant_message';
    const isNew = type === 'thread.item.added' || this.#hasMessage;
    if (this.#deps.isReplay || !isIdInUse || !isNew) return item.id;
    return this.#freshId(item.id);
  }

  #freshId(id: string): string {
    return `${id}~${this.#deps.thread().items.length}`;
  }

  #idOf(id: string): string {
    return this.#ids.get(id) ?? id;
  }

  #find(id: string): ThreadItem | undefined {
    return this.#deps.thread().items.findLast((item) => item.id === id);
  }
}

const isBlank = (item: ThreadItem) =>
  item.type === 'assistant_message' && item.content.every(({ text }) => text.trim() === '');
