/** The store for SQL databases: the part that SQLite and PostgreSQL share. Every statement names the owner. */
import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { Page, ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../../core/context.ts';
import { retryWhileUnavailable } from '../../core/retry-while-unavailable.ts';
import {
  generateId,
  type ItemIdKind,
  NotFoundError,
  type PageRequest,
  type Store,
  type UnfinishedItems,
} from '../../core/store.ts';
import type { RunRegistry } from '../../core/runs/resuming/run-registry.ts';
import { Batcher, placeRows } from './batcher.ts';
import { MAX_PAGE_CHARS, toMilliseconds, toPage, toPageSize } from '../paging.ts';
import { fenceValues, mayWrite, mayWriteAs } from './fence.ts';
import type { Row, SqlDatabase, Statement } from './sql-database.ts';
import { SqlRuns } from './sql-runs.ts';

/**
 * A deleted record keeps a row without content for this long, so that paging through a list continues at the same
 * position, and a late write cannot restore a deleted thread.
 */
export const TOMBSTONE_MS = 24 * 60 * 60 * 1000;

interface SqlStoreOptions {
  /** Milliseconds since 1970. @defaultValue Date.now */
  now?: (() => number) | undefined;
  /** See `StoreOptions`. */
  shareRuns?: ((records: RunRegistry) => RunRegistry) | undefined;
}

export class SqlStore<Context extends RequestContext = RequestContext> implements Store<Context> {
  readonly #database: SqlDatabase;
  readonly #now: () => number;
  readonly runs: RunRegistry;
  readonly unfinished: UnfinishedItems<Context>;
  readonly #appending = new Batcher((parts: readonly NewPart[]) => this.#appendParts(parts));

  constructor(database: SqlDatabase, { now = () => Date.now(), shareRuns }: SqlStoreOptions = {}) {
    this.#database = database;
    this.#now = now;
    const runs = new SqlRuns(database);
    this.runs = shareRuns?.(runs) ?? runs;
    this.unfinished = {
      pieceChars: database.pieceChars,
      save: (threadId, item, number, context) => this.#storeItem(threadId, item, context, number),
      append: async (threadId, itemId, number, updates, { userId, fence }) => {
        const part = { userId, threadId, itemId, number, updates, fence };
        if (!(await this.#appending.ask(part))) throw new NotFoundError('There is no such unfinished item.');
      },
    };
  }

  generateThreadId(_context: Context): string {
    return generateId('thread');
  }

  generateItemId(kind: ItemIdKind, _thread: ThreadMetadata, _context: Context): string {
    return generateId(kind);
  }

  async loadThread(threadId: string, context: Context): Promise<ThreadMetadata> {
    const { userId } = context;
    const rows = await this.#read(context, {
      sql: 'SELECT document FROM chatdock_threads WHERE owner = $1 AND id = $2 AND document IS NOT NULL',
      values: [userId, threadId],
    });
    return one<ThreadMetadata>(rows, 'There is no such thread.');
  }

  async saveThread(thread: ThreadMetadata, context: Context): Promise<void> {
    const { userId, fence } = context;
    const saved = await this.#write(context, {
      sql: `INSERT INTO chatdock_threads (id, owner, created_ms, document)
            SELECT CAST($1 AS text), CAST($2 AS text), CAST($3 AS bigint), CAST($4 AS text) WHERE ${this.#mayWrite(5)}
            ON CONFLICT (id) DO UPDATE SET document = excluded.document
            WHERE chatdock_threads.owner = excluded.owner AND chatdock_threads.document IS NOT NULL
            RETURNING id`,
      values: [
        thread.id,
        userId,
        toMilliseconds(thread.created_at),
        JSON.stringify({ ...thread, items: undefined }),
        ...fenceValues(fence),
      ],
    });
    if (saved.length === 0) throw new NotFoundError('There is no such thread.');
  }

  async loadThreads({ after, limit, order }: PageRequest, context: Context): Promise<Page<ThreadMetadata>> {
    const { userId } = context;
    const { direction, beyond } = DIRECTIONS[order];
    return this.#readPage<ThreadMetadata>(context, { limit, after }, (count, cursor) => ({
      sql: `SELECT document FROM chatdock_threads WHERE owner = $1 AND deleted_ms IS NULL
            ${cursor ? `AND (created_ms, seq) ${beyond} (SELECT created_ms, seq FROM chatdock_threads WHERE owner = $1 AND id = $3)` : ''}
            ORDER BY created_ms ${direction}, seq ${direction} LIMIT $2`,
      values: [userId, count, ...(cursor ? [cursor] : [])],
    }));
  }

  async deleteThread(threadId: string, context: Context): Promise<void> {
    const { userId } = context;
    const now = this.#now();
    await this.#writeAll(context, [
      // Delete the thread first: an item that is being added waits for the lock on its row.
      {
        sql: 'UPDATE chatdock_threads SET document = NULL, deleted_ms = $3 WHERE owner = $1 AND id = $2 AND document IS NOT NULL',
        values: [userId, threadId, now],
      },
      {
        sql: 'DELETE FROM chatdock_items WHERE owner = $1 AND thread_id = $2',
        values: [userId, threadId],
        erases: true,
      },
      {
        sql: 'DELETE FROM chatdock_item_parts WHERE owner = $1 AND thread_id = $2',
        values: [userId, threadId],
        erases: true,
      },
      { sql: 'DELETE FROM chatdock_feedback WHERE owner = $1 AND thread_id = $2', values: [userId, threadId] },
      { sql: 'DELETE FROM chatdock_threads WHERE deleted_ms < $1', values: [now - TOMBSTONE_MS] },
    ]);
  }

  async loadThreadItems(
    threadId: string,
    { after, limit, order }: PageRequest,
    context: Context,
  ): Promise<Page<ThreadItem>> {
    const { userId } = context;
    const { direction, beyond } = DIRECTIONS[order];
    return this.#readPage<ThreadItem>(context, { limit, after }, (count, cursor) => ({
      sql: `SELECT ${ITEM} FROM chatdock_items WHERE owner = $1 AND thread_id = $2 AND deleted_ms IS NULL
            ${cursor ? `AND position ${beyond} (SELECT position FROM chatdock_items WHERE owner = $1 AND thread_id = $2 AND id = $4)` : ''}
            ORDER BY position ${direction} LIMIT $3`,
      values: [userId, threadId, count, ...(cursor ? [cursor] : [])],
    }));
  }

  async addThreadItem(threadId: string, item: ThreadItem, context: Context): Promise<void> {
    await this.#storeItem(threadId, item, context, null);
  }

  async saveItem(threadId: string, item: ThreadItem, context: Context): Promise<void> {
    await this.addThreadItem(threadId, item, context);
  }

  async loadItem(threadId: string, itemId: string, context: Context): Promise<ThreadItem> {
    const { userId } = context;
    const rows = await this.#read(context, {
      sql: `SELECT ${ITEM} FROM chatdock_items WHERE owner = $1 AND thread_id = $2 AND id = $3 AND document IS NOT NULL`,
      values: [userId, threadId, itemId],
    });
    return one<ThreadItem>(rows, 'There is no such item in this thread.');
  }

  async deleteThreadItem(threadId: string, itemId: string, context: Context): Promise<void> {
    const { userId, fence } = context;
    const now = this.#now();
    await this.#writeAll(context, [
      {
        sql: `UPDATE chatdock_items SET document = NULL, open_from = NULL, deleted_ms = $4
              WHERE owner = $1 AND thread_id = $2 AND id = $3 AND document IS NOT NULL AND ${this.#mayWrite(5)}`,
        values: [userId, threadId, itemId, now, ...fenceValues(fence)],
      },
      {
        sql: `DELETE FROM chatdock_item_parts WHERE owner = $1 AND thread_id = $2 AND item_id = $3 AND ${this.#mayWrite(4)}`,
        values: [userId, threadId, itemId, ...fenceValues(fence)],
      },
      { sql: 'DELETE FROM chatdock_items WHERE deleted_ms < $1', values: [now - TOMBSTONE_MS] },
    ]);
  }

  async saveAttachment(attachment: Attachment, context: Context): Promise<void> {
    const { userId } = context;
    const saved = await this.#write(context, {
      sql: `INSERT INTO chatdock_attachments (id, owner, document) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET document = excluded.document WHERE chatdock_attachments.owner = excluded.owner
            RETURNING id`,
      values: [attachment.id, userId, JSON.stringify(attachment)],
    });
    if (saved.length === 0) throw new NotFoundError('There is no such attachment.');
  }

  async loadAttachment(attachmentId: string, context: Context): Promise<Attachment> {
    const { userId } = context;
    const rows = await this.#read(context, {
      sql: 'SELECT document FROM chatdock_attachments WHERE owner = $1 AND id = $2',
      values: [userId, attachmentId],
    });
    return one<Attachment>(rows, 'There is no such attachment.');
  }

  async deleteAttachment(attachmentId: string, context: Context): Promise<void> {
    const { userId } = context;
    await this.#writeAll(context, [
      {
        sql: 'DELETE FROM chatdock_attachments WHERE owner = $1 AND id = $2',
        values: [userId, attachmentId],
        erases: true,
      },
    ]);
  }

  /**
   * Reads a page. A long one is read in several steps, so that neither a step nor the page has more than a few
   * megabytes.
   */
  async #readPage<Value extends { id: string }>(
    context: Context,
    { limit, after }: Pick<PageRequest, 'limit' | 'after'>,
    select: (count: number, cursor: string | null | undefined) => Statement,
  ): Promise<Page<Value>> {
    const size = toPageSize(limit);
    const found: Value[] = [];
    let chars = 0;
    for (;;) {
      const count = Math.min(size + 1 - found.length, ROWS_PER_STEP);
      const rows = await this.#read(context, select(count, found.at(-1)?.id ?? after));
      for (const row of rows) {
        if (chars > MAX_PAGE_CHARS) return toPage([...found, toValue<Value>(row)], found.length);
        found.push(toValue<Value>(row));
        chars += String(row['document']).length + String(row['parts'] ?? '').length;
      }
      if (rows.length < count || found.length > size) return toPage(found, size);
    }
  }

  /**
   * True for a write outside a turn, and for one of a turn that still has its lease. `place` is the position of the run
   * id.
   */
  #mayWrite(place: number): string {
    return mayWrite(place, this.#database);
  }

  /** `openFrom`: the item is unfinished, and updates with a higher number follow. */
  async #storeItem(threadId: string, item: ThreadItem, context: Context, openFrom: number | null): Promise<void> {
    const { upsertItem, dropParts } = this.#database;
    const names = [context.userId, threadId, item.id];
    const statements = [
      { sql: upsertItem, values: [...names, JSON.stringify(item), ...fenceValues(context.fence), openFrom] },
      ...(dropParts === null ? [] : [{ sql: dropParts, values: names }]),
    ];
    // Urgent, because a crash loses the text of an unfinished item while it waits.
    const isUrgent = openFrom !== null;
    const [stored = []] = await retryWhileUnavailable(context.storePatienceMs, () =>
      this.#database.write(statements, isUrgent),
    );
    if (stored.length === 0) throw new NotFoundError('There is no such thread.');
  }

  /** @returns for each part, whether it was added to its item */
  async #appendParts(parts: readonly NewPart[]): Promise<boolean[]> {
    const types = ['text', 'text', 'text', 'bigint', 'text', 'text', 'text'] as const;
    const [rows = []] = await this.#database.write(
      [
        {
          sql: `WITH part (owner, thread_id, item_id, number, updates, run_id, fence) AS (VALUES ${placeRows(parts.length, types)})
              INSERT INTO chatdock_item_parts (thread_id, item_id, number, owner, updates)
              SELECT part.thread_id, item_id, number, part.owner, updates FROM part
              JOIN chatdock_items item ON item.owner = part.owner AND item.thread_id = part.thread_id AND item.id = item_id
              WHERE open_from < number AND ${mayWriteAs('part.run_id', 'part.fence', this.#database)}
              ON CONFLICT (thread_id, item_id, number) DO UPDATE SET updates = excluded.updates
              WHERE length(excluded.updates) >= length(chatdock_item_parts.updates)
              RETURNING thread_id, item_id, number`,
          values: parts.flatMap(({ userId, threadId, itemId, number, updates, fence }) => [
            userId,
            threadId,
            itemId,
            number,
            // The JSON list without its brackets, so that the database can join lists with commas.
            JSON.stringify(updates).slice(1, -1),
            ...fenceValues(fence),
          ]),
        },
      ],
      true,
    );
    const added = new Set(rows.map((row) => `${String(row['thread_id'])} ${String(row['item_id'])}`));
    return parts.map(({ threadId, itemId }) => added.has(`${threadId} ${itemId}`));
  }

  #read({ storePatienceMs }: Context, statement: Statement): Promise<Row[]> {
    return retryWhileUnavailable(storePatienceMs, () => this.#database.read(statement));
  }

  #writeAll({ storePatienceMs }: Context, statements: readonly Statement[]): Promise<Row[][]> {
    return retryWhileUnavailable(storePatienceMs, () => this.#database.write(statements));
  }

  async #write(context: Context, statement: Statement): Promise<Row[]> {
    const [rows = []] = await this.#writeAll(context, [statement]);
    return rows;
  }
}

interface NewPart {
  readonly userId: string;
  readonly threadId: string;
  readonly itemId: string;
  readonly number: number;
  readonly updates: readonly ThreadItemUpdate[];
  readonly fence: RequestContext['fence'];
}

/**
 * An item's columns: the stored document and, for an unfinished item, the updates since then, as the inside of a JSON
 * list.
 */
const ITEM = `document, CASE WHEN open_from IS NOT NULL THEN (
  SELECT string_agg(updates, ',' ORDER BY number) FROM chatdock_item_parts
  WHERE chatdock_item_parts.thread_id = chatdock_items.thread_id AND item_id = chatdock_items.id AND number > open_from
) END AS parts`;

/** With messages of the maximum size, this is about ten megabytes. */
const ROWS_PER_STEP = 50;

const DIRECTIONS = { asc: { direction: 'ASC', beyond: '>' }, desc: { direction: 'DESC', beyond: '<' } } as const;

function one<Value>(rows: readonly Row[], missing: string): Value {
  const row = rows[0];
  if (!row) throw new NotFoundError(missing);
  return toValue<Value>(row);
}

/** Parses a value that this store wrote from the same type, so the cast is safe. */
function toValue<Value>({ document, parts }: Row): Value {
  const value: Value = JSON.parse(String(document));
  if (typeof parts !== 'string') return value;
  const updates: ThreadItemUpdate[] = JSON.parse(`[${parts}]`);
  // Only items have parts, so the value is an item, hence the casts.
  return updates.reduce<ThreadItem>(applyUpdate, value as unknown as ThreadItem) as unknown as Value;
}
