/** Slots for simultaneous turns in PostgreSQL, for processes without Redis. All times are the database's. */
import type { SlotLease, SlotLeases } from '../../core/runs/slot-leases.ts';
import type { SqlDatabase, Statement } from '../sql/sql-database.ts';

/** An arbitrary number, with which a key gets an advisory lock that nothing else uses. */
const LOCK_SEED = 7_203_562;

export class PostgresSlots implements SlotLeases {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async acquire({ id, keys, forMs }: SlotLease): Promise<number | null> {
    const { nowMs } = this.#database;
    const count = (place: number) =>
      `(SELECT count(*) FROM chatdock_slots WHERE key = CAST($${place} AS text) AND id <> $1 AND until_ms >= ${nowMs})`;
    const results = await this.#database.write([
      // Lock the keys, so that two processes cannot both take the last slot. In sorted order, so that they cannot
      // deadlock.
      ...keys
        .map(({ key }) => key)
        .toSorted()
        .map((key): Statement => ({
          sql: `SELECT pg_advisory_xact_lock(hashtextextended($1, ${LOCK_SEED}))`,
          values: [key],
        })),
      {
        sql: `DELETE FROM chatdock_slots WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM chatdock_slots WHERE until_ms < ${nowMs} LIMIT 1000 FOR UPDATE SKIP LOCKED))`,
        values: [],
      },
      {
        sql: `SELECT ${keys.map((_, index) => `${count(2 + index)} AS used_${index}`).join(', ')}`,
        values: [id, ...keys.map(({ key }) => key)],
      },
      {
        // A second attempt after a broken connection finds the slots that the first one took.
        sql: `INSERT INTO chatdock_slots (key, id, until_ms)
              SELECT key, CAST($1 AS text), ${nowMs} + ${forMs}
              FROM (VALUES ${keys.map((_, index) => `(CAST($${2 + index} AS text))`).join(', ')}) AS wanted (key)
              WHERE ${keys.map(({ limit }, index) => `${count(2 + index)} < ${Math.trunc(limit)}`).join(' AND ')}
              ON CONFLICT (key, id) DO UPDATE SET until_ms = excluded.until_ms RETURNING key`,
        values: [id, ...keys.map(({ key }) => key)],
      },
    ]);
    if (results.at(-1)?.length === keys.length) return null;
    const used = results.at(-2)?.[0] ?? {};
    return keys.findIndex(({ limit }, index) => Number(used[`used_${index}`]) >= limit);
  }

  async renew(leases: readonly SlotLease[]): Promise<void> {
    await this.#database.write([
      {
        sql: `UPDATE chatdock_slots SET until_ms = ${this.#database.nowMs} + CAST(lease ->> 'forMs' AS bigint)
              FROM json_array_elements(CAST($1 AS json)) AS lease WHERE id = lease ->> 'id'`,
        values: [JSON.stringify(leases.map(({ id, forMs }) => ({ id, forMs })))],
      },
    ]);
  }

  async release({ id }: SlotLease): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM chatdock_slots WHERE id = $1', values: [id] }]);
  }
}
