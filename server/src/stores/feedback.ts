/** Feedback stores for memory and SQL databases. */
import { createHash } from 'node:crypto';
import type { FeedbackQuery, FeedbackRecord, FeedbackStore } from '../core/records/feedback.ts';
import type { Row, SqlDatabase } from './sql/sql-database.ts';

/** Keeps the records until the process ends. */
export class MemoryFeedback implements FeedbackStore {
  readonly #records = new Map<string, FeedbackRecord>();

  async save(record: FeedbackRecord): Promise<void> {
    const key = JSON.stringify([record.userId, record.threadId, record.itemIds[0]]);
    const before = this.#records.get(key);
    this.#records.delete(key);
    this.#records.set(key, { ...record, comment: record.comment ?? before?.comment });
  }

  /** Deletes the ratings of one thread, or of all threads if none is given. */
  forget(userId: string, threadId?: string): void {
    for (const [key, record] of this.#records)
      if (record.userId === userId && (threadId === undefined || record.threadId === threadId))
        this.#records.delete(key);
  }

  async list(query: FeedbackQuery): Promise<FeedbackRecord[]> {
    return [...this.#records.values()]
      .filter(matches(query))
      .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  }
}

/** Uses the same database as the threads. */
export class SqlFeedback implements FeedbackStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async save(record: FeedbackRecord): Promise<void> {
    const answer = toKey(record.itemIds.slice(0, 1));
    const key = [record.userId, record.threadId, answer];
    const ofOlderRelease = toKey(record.itemIds);
    const [before] = await this.#database.read({
      sql: `SELECT document FROM chatdock_feedback WHERE owner = $1 AND thread_id = $2 AND item_ids IN ($3, $4)
            ORDER BY created_ms DESC`,
      values: [...key, ofOlderRelease],
    });
    const document = {
      ...record,
      comment: record.comment ?? (before === undefined ? undefined : toRecord(before).comment),
    };
    await this.#database.write([
      {
        sql: 'DELETE FROM chatdock_feedback WHERE owner = $1 AND thread_id = $2 AND item_ids IN ($3, $4)',
        values: [...key, ofOlderRelease],
      },
      {
        sql: `INSERT INTO chatdock_feedback (owner, thread_id, item_ids, created_ms, document) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (owner, thread_id, item_ids) DO UPDATE SET created_ms = excluded.created_ms, document = excluded.document`,
        values: [...key, Date.parse(record.createdAt), JSON.stringify(document)],
      },
    ]);
  }

  async list(query: FeedbackQuery): Promise<FeedbackRecord[]> {
    const { sinceMs = 0, untilMs = Number.MAX_SAFE_INTEGER, userId } = query;
    const rows = await this.#database.read({
      sql: `SELECT document FROM chatdock_feedback WHERE created_ms >= $1 AND created_ms < $2
            ${userId === undefined ? '' : 'AND owner = $3'} ORDER BY created_ms, thread_id, item_ids`,
      values: [sinceMs, untilMs, ...(userId === undefined ? [] : [userId])],
    });
    return rows.map(toRecord).filter(matches(query));
  }
}

/**
 * An answer is identified by its first item, so a thread has no more ratings than items. An earlier release used a hash
 * of the ids of all its items.
 */
const toKey = (itemIds: readonly string[]) => createHash('sha256').update(JSON.stringify(itemIds)).digest('hex');

const matches =
  ({ sinceMs = 0, untilMs = Number.MAX_SAFE_INTEGER, kind, userId }: FeedbackQuery) =>
  (record: FeedbackRecord) => {
    const at = Date.parse(record.createdAt);
    return (
      at >= sinceMs &&
      at < untilMs &&
      (kind === undefined || record.kind === kind) &&
      (userId === undefined || record.userId === userId)
    );
  };

/** Parses a record that this store wrote. */
function toRecord({ document }: Row): FeedbackRecord {
  const record: FeedbackRecord = JSON.parse(String(document));
  return record;
}
