/** Stores when sessions were ended, in memory or in an SQL database. */
import type { SessionLedger } from '../core/records/sessions.ts';
import type { SqlDatabase } from './sql/sql-database.ts';

/** Keeps the records until the process ends. */
export class MemorySessions implements SessionLedger {
  readonly #ended = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
  }

  async endedAt(userId: string): Promise<number | null> {
    return this.#ended.get(userId) ?? null;
  }

  async end(userId: string): Promise<void> {
    this.#ended.set(userId, this.#now());
  }
}

/** In the database of the threads. */
export class SqlSessions implements SessionLedger {
  readonly #database: SqlDatabase;
  readonly #now: () => number;

  constructor(database: SqlDatabase, now: () => number = () => Date.now()) {
    this.#database = database;
    this.#now = now;
  }

  async endedAt(userId: string): Promise<number | null> {
    const [row] = await this.#database.read({
      sql: 'SELECT ended_ms FROM chatdock_sessions WHERE owner = $1',
      values: [userId],
    });
    return row ? Number(row['ended_ms']) : null;
  }

  async end(userId: string): Promise<void> {
    await this.#database.write([
      {
        sql: `INSERT INTO chatdock_sessions (owner, ended_ms) VALUES ($1, $2)
              ON CONFLICT (owner) DO UPDATE SET ended_ms = excluded.ended_ms`,
        values: [userId, this.#now()],
      },
    ]);
  }
}
