/** The operator's view of a SQL database: everything of one person, and everything of long ago. */
import type { PeopleStore } from '../core/personal-data.ts';
import { type SqlDatabase, TOMBSTONE_MS } from './sql-store.ts';

const TABLES = [
  'chatdock_items',
  'chatdock_threads',
  'chatdock_attachments',
  'chatdock_files',
  'chatdock_feedback',
] as const;
const PAGE = 100;

export class SqlPeople implements PeopleStore {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async erase(userId: string): Promise<void> {
    await this.#database.write(
      TABLES.map((table) => ({ sql: `DELETE FROM ${table} WHERE owner = $1`, values: [userId], erases: true })),
    );
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
    await this.#database.write(
      ['chatdock_items', 'chatdock_threads'].map((table) => ({
        sql: `DELETE FROM ${table} WHERE deleted_ms < $1`,
        values: [nowMs - TOMBSTONE_MS],
        erases: true,
      })),
    );
  }
}
