/** Stores threads in the memory of this process, for tests, demos and the browser mock. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { Page, ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../core/context.ts';
import type { ConversationQuery, OwnedConversation, PeopleStore } from '../core/records/personal-data.ts';
import { generateId, type ItemIdKind, NotFoundError, type PageRequest, type Store } from '../core/store.ts';
import { MAX_PAGE_CHARS, toMilliseconds, toPage, toPageSize } from './paging.ts';

/**
 * Stores everything as JSON text like a database, so that loaded values are copies, and tests find values that JSON
 * cannot represent.
 */
export class MemoryStore<Context extends RequestContext = RequestContext> implements Store<Context>, PeopleStore {
  readonly #threads = new Map<string, StoredThread>();
  /** Threads per owner, in list order. Deleted threads stay as cursors. */
  readonly #lists = new Map<string, StoredThread[]>();
  readonly #attachments = new Map<string, { owner: string; document: string }>();

  readonly #onDeleted: (userId: string, threadId?: string) => void;

  /**
   * @param onDeleted Called when a thread or all data of a person is deleted, for data that is kept outside the store.
   */
  constructor(onDeleted: (userId: string, threadId?: string) => void = () => undefined) {
    this.#onDeleted = onDeleted;
  }

  async erase(userId: string): Promise<void> {
    for (const { id } of this.#lists.get(userId) ?? []) this.#threads.delete(id);
    this.#lists.delete(userId);
    for (const [id, { owner }] of this.#attachments) if (owner === userId) this.#attachments.delete(id);
    this.#onDeleted(userId);
  }

  async threadsBegunBefore(beforeMs: number, afterId: string): Promise<{ threadId: string; userId: string }[]> {
    return [...this.#threads.values()]
      .filter(({ id, createdMs, document }) => document !== null && createdMs < beforeMs && id > afterId)
      .map(({ id, owner }) => ({ threadId: id, userId: owner }))
      .toSorted((a, b) => (a.threadId < b.threadId ? -1 : 1));
  }

  async conversations({
    sinceMs = Number.NEGATIVE_INFINITY,
    untilMs = Number.POSITIVE_INFINITY,
    userId,
    threadId,
    limit,
  }: ConversationQuery): Promise<OwnedConversation[]> {
    return [...this.#threads.values()]
      .filter(
        ({ id, owner, createdMs }) =>
          createdMs >= sinceMs && createdMs < untilMs && owner === (userId ?? owner) && id === (threadId ?? id),
      )
      .toReversed()
      .toSorted((a, b) => b.createdMs - a.createdMs)
      .flatMap(({ owner, document }) =>
        document === null ? [] : [{ userId: owner, thread: parse<ThreadMetadata>(document) }],
      )
      .slice(0, limit);
  }

  async tidy(): Promise<void> {}

  generateThreadId(_context: Context): string {
    return generateId('thread');
  }

  generateItemId(kind: ItemIdKind, _thread: ThreadMetadata, _context: Context): string {
    return generateId(kind);
  }

  async loadThread(threadId: string, context: Context): Promise<ThreadMetadata> {
    return parse<ThreadMetadata>(this.#owned(threadId, context).document);
  }

  async saveThread(thread: ThreadMetadata, context: Context): Promise<void> {
    const document = JSON.stringify({ ...thread, items: undefined });
    const known = this.#threads.get(thread.id);
    if (known) {
      this.#owned(thread.id, context).document = document;
      return;
    }
    const stored = {
      id: thread.id,
      owner: context.userId,
      createdMs: toMilliseconds(thread.created_at),
      document,
      entries: [],
      places: new Map(),
    };
    this.#threads.set(thread.id, stored);
    const list = this.#lists.get(context.userId) ?? [];
    // The item is nearly always the newest, so search from the end.
    const before = list.findLastIndex(({ createdMs }) => createdMs <= stored.createdMs);
    list.splice(before + 1, 0, stored);
    this.#lists.set(context.userId, list);
  }

  async loadThreads({ after, limit, order }: PageRequest, context: Context): Promise<Page<ThreadMetadata>> {
    const list = this.#lists.get(context.userId) ?? [];
    const cursor = after ? this.#threads.get(after) : undefined;
    const place = cursor ? list.indexOf(cursor) : -1;
    return pageOf<ThreadMetadata>(list, after ? place : undefined, limit, order);
  }

  async deleteThread(threadId: string, context: Context): Promise<void> {
    const thread = this.#threads.get(threadId);
    if (thread?.owner !== context.userId) return;
    thread.document = null;
    thread.entries = [];
    thread.places.clear();
    this.#onDeleted(context.userId, threadId);
  }

  async loadThreadItems(
    threadId: string,
    { after, limit, order }: PageRequest,
    context: Context,
  ): Promise<Page<ThreadItem>> {
    const thread = this.#threads.get(threadId);
    if (thread?.owner !== context.userId) return { data: [], has_more: false };
    return pageOf<ThreadItem>(thread.entries, after ? (thread.places.get(after) ?? -1) : undefined, limit, order);
  }

  async addThreadItem(threadId: string, item: ThreadItem, context: Context): Promise<void> {
    const { entries, places } = this.#owned(threadId, context);
    const document = JSON.stringify(item);
    const known = entries[places.get(item.id) ?? -1];
    if (known?.document) {
      known.document = document;
      return;
    }
    places.set(item.id, entries.length);
    entries.push({ document });
  }

  async saveItem(threadId: string, item: ThreadItem, context: Context): Promise<void> {
    await this.addThreadItem(threadId, item, context);
  }

  async loadItem(threadId: string, itemId: string, context: Context): Promise<ThreadItem> {
    const { entries, places } = this.#owned(threadId, context);
    const document = entries[places.get(itemId) ?? -1]?.document;
    if (!document) throw new NotFoundError('There is no such item in this thread.');
    return parse<ThreadItem>(document);
  }

  async deleteThreadItem(threadId: string, itemId: string, context: Context): Promise<void> {
    const thread = this.#threads.get(threadId);
    if (thread?.owner !== context.userId) return;
    const entry = thread.entries[thread.places.get(itemId) ?? -1];
    if (entry) entry.document = null;
  }

  async saveAttachment(attachment: Attachment, context: Context): Promise<void> {
    const known = this.#attachments.get(attachment.id);
    if (known && known.owner !== context.userId) throw new NotFoundError('There is no such attachment.');
    this.#attachments.set(attachment.id, { owner: context.userId, document: JSON.stringify(attachment) });
  }

  async loadAttachment(attachmentId: string, context: Context): Promise<Attachment> {
    const found = this.#attachments.get(attachmentId);
    if (found?.owner !== context.userId) throw new NotFoundError('There is no such attachment.');
    return parse<Attachment>(found.document);
  }

  async deleteAttachment(attachmentId: string, context: Context): Promise<void> {
    if (this.#attachments.get(attachmentId)?.owner === context.userId) this.#attachments.delete(attachmentId);
  }

  #owned(threadId: string, { userId }: Context): StoredThread & { document: string } {
    const thread = this.#threads.get(threadId);
    if (thread?.owner !== userId || !isPresent(thread)) throw new NotFoundError('There is no such thread.');
    return thread;
  }
}

/** A record that keeps its position after deletion. */
interface Entry {
  document: string | null;
}

interface StoredThread extends Entry {
  readonly id: string;
  readonly owner: string;
  readonly createdMs: number;
  entries: Entry[];
  /** Item id → index in `entries`. */
  readonly places: Map<string, number>;
}

const isPresent = <Kept extends Entry>(entry: Kept): entry is Kept & { document: string } => entry.document !== null;

/** `place` is the cursor's index, -1 for an unknown cursor, undefined for the start of the list. */
function pageOf<Value extends { id: string }>(
  entries: readonly Entry[],
  place: number | undefined,
  limit: number,
  order: 'asc' | 'desc',
): Page<Value> {
  if (place === -1) return { data: [], has_more: false };
  const size = toPageSize(limit);
  const step = order === 'asc' ? 1 : -1;
  const found: Value[] = [];
  let chars = 0;
  for (
    let index = place === undefined ? (step === 1 ? 0 : entries.length - 1) : place + step;
    found.length <= size;
    index += step
  ) {
    const entry = entries[index];
    if (!entry) break;
    if (!isPresent(entry)) continue;
    if (chars > MAX_PAGE_CHARS) return toPage([...found, parse<Value>(entry.document)], found.length);
    found.push(parse<Value>(entry.document));
    chars += entry.document.length;
  }
  return toPage(found, size);
}

/** Parses a value that this store wrote from the same type, so the cast is safe. */
function parse<Value>(document: string): Value {
  const value: Value = JSON.parse(document);
  return value;
}
