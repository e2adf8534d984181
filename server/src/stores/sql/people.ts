/** The operator's queries on a SQL database: all data of one person, and old data. */
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { ConversationQuery, OwnedConversation, PeopleStore } from '../../core/records/personal-data.ts';
import type { SqlDatabase } from './sql-database.ts';
import { TOMBSTONE_MS } from './sql-store.ts';

const TABLES = [
  'chatdock_items',
  'chatdock_item_parts',
  'chatdock_threads',
  'chatdock_attachments',
  'chatdock_files',
  'chatdock_feedback',
  'chatdock_runs',
] as const;
const PAGE = 100;

export class SqlPeople implements PeopleStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async erase(userId: string): Promise<void> {
    await this.#database.write([
      // The log of a turn refers only to its run, so delete it before the run.
      {
        sql: 'DELETE FROM chatdock_run_log WHERE run_id IN (SELECT run_id FROM chatdock_runs WHERE owner = $1)',
        values: [userId],
        erases: true,
      },
      ...TABLES.map((table) => ({ sql: `DELETE FROM ${table} WHERE owner = $1`, values: [userId], erases: true })),
    ]);
  }

  async conversations({ sinceMs, untilMs, userId, threadId, limit }: ConversationQuery): Promise<OwnedConversation[]> {
    const values: (string | number)[] = [limit];
    const only = (condition: string, value: string | number | undefined) => {
      if (value === undefined) return '';
      values.push(value);
      return ` AND ${condition} $${values.length}`;
    };
    const rows = await this.#database.read({
      sql: `SELECT owner, document FROM chatdock_threads WHERE document IS NOT NULL${only('created_ms >=', sinceMs)}${only('created_ms <', untilMs)}${only('owner =', userId)}${only('id =', threadId)}
            ORDER BY created_ms DESC, seq DESC LIMIT $1`,
      values,
    });
    return rows.map((row) => ({
      userId: String(row['owner']),
      // Written by saveThread as the JSON of this type.
      thread: JSON.parse(String(row['document'])) as ThreadMetadata,
    }));
  }

  async threadsBegunBefore(beforeMs: number, afterId: string): Promise<{ threadId: string; userId: string }[]> {
    const rows = await this.#database.read({
      sql: `SELECT id, owner FROM chatdock_threads WHERE created_ms < $1 AND id > $2 AND document IS NOT NULL
            ORDER BY id LIMIT ${PAGE}`,
      values: [beforeMs, afterId],
    });
    return rows.map((row) => ({ threadId: String(row['id']), userId: String(row['owner']) }));
  }

  async tidy(nowMs: number): Promise<void> {
    await this.#database.write([
      ...['chatdock_items', 'chatdock_threads'].map((table) => ({
        sql: `DELETE FROM ${table} WHERE deleted_ms < $1`,
        values: [nowMs - TOMBSTONE_MS],
        erases: true,
      })),
      // Such parts remain if a slow write arrives after the end of its item. An older release also leaves them.
      {
        sql: `DELETE FROM chatdock_item_parts WHERE NOT EXISTS (
                SELECT 1 FROM chatdock_items WHERE chatdock_items.thread_id = chatdock_item_parts.thread_id
                AND id = item_id AND open_from IS NOT NULL)`,
        values: [],
        erases: true,
      },
    ]);
  }
}
