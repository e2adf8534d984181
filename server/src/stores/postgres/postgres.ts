/** PostgreSQL, for many server processes with one database. */
import { DatabaseError, Pool, type PoolClient } from 'pg';
import { StoreUnavailableError } from '../../core/store.ts';
import { within } from '../../core/within.ts';
import { PostgresNotices } from './postgres-notices.ts';
import { migratePostgres } from './postgres-schema.ts';
import { mayWrite } from '../sql/fence.ts';
import type { Row, SqlDatabase, Statement } from '../sql/sql-database.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database`, with the `?sslmode=` that the provider names. */
  url: string;
  /**
   * The maximum number of connections of this process. One of them listens, if there are several. Keep processes ×
   * connections below the server's `max_connections`. @defaultValue 10
   */
  connections?: number | undefined;
  /** How long an operation may take, waiting for a connection included, in milliseconds. @defaultValue 1500 */
  operationTimeoutMs?: number | undefined;
}

/** With fewer connections, none is reserved for urgent statements. */
const MIN_FOR_URGENT = 4;

/**
 * A PostgreSQL database for `SqlStore`.
 *
 * If a connection breaks, the operation is tried once more on a new one. This is safe, because every operation of the
 * store is idempotent. So a restart or failover of the database affects only requests that arrive while no database
 * answers.
 */
export class PostgresDatabase implements SqlDatabase {
  readonly nowMs = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';
  readonly shareLock = ' FOR SHARE';
  readonly pieceChars = 0;
  // An arbitrary number. Only reservations of space for files use this lock.
  readonly oneAtATime = 'SELECT pg_advisory_xact_lock(7203561)';
  /** Takes the position from the thread's own row, whose lock serialises appends to one thread. */
  readonly upsertItem = `
    WITH replaced AS (
      UPDATE chatdock_items SET document = $4, open_from = $7
      WHERE owner = $1 AND thread_id = $2 AND id = $3 AND document IS NOT NULL AND ${mayWrite(5, this)}
      RETURNING position
    ), dropped AS (
      DELETE FROM chatdock_item_parts
      WHERE owner = $1 AND thread_id = $2 AND item_id = $3 AND EXISTS (SELECT FROM replaced) AND ($7::bigint IS NULL OR number <= $7)
    ), thread AS (
      UPDATE chatdock_threads SET last_position = last_position + 1
      WHERE owner = $1 AND id = $2 AND document IS NOT NULL AND NOT EXISTS (SELECT FROM replaced) AND ${mayWrite(5, this)}
      RETURNING last_position
    ), added AS (
      INSERT INTO chatdock_items (thread_id, id, owner, position, document, open_from)
      SELECT $2, $3, $1, last_position, $4, $7 FROM thread
      ON CONFLICT (thread_id, id) DO UPDATE SET
        document = excluded.document,
        open_from = excluded.open_from,
        position = CASE WHEN chatdock_items.deleted_ms IS NULL THEN chatdock_items.position ELSE excluded.position END,
        deleted_ms = NULL
      RETURNING position
    )
    SELECT position FROM replaced UNION ALL SELECT position FROM added`;

  readonly dropParts = null;
  readonly notices: PostgresNotices | null;

  readonly #pool: Pool;
  /** One connection for statements that must not wait for others. */
  readonly #urgent: Pool;
  readonly #operationTimeoutMs: number;
  #migrating: Promise<void> | undefined;

  constructor({ url, connections = 10, operationTimeoutMs = 1500 }: PostgresOptions) {
    this.#operationTimeoutMs = operationTimeoutMs;
    const config = {
      connectionString: url,
      connectionTimeoutMillis: operationTimeoutMs,
      statement_timeout: operationTimeoutMs,
      idle_in_transaction_session_timeout: 10_000,
      keepAlive: true,
      application_name: 'chatdock',
    };
    this.notices = connections > 1 ? new PostgresNotices(config, (statement) => this.read(statement)) : null;
    const isRoomy = connections >= MIN_FOR_URGENT;
    this.#pool = new Pool({ ...config, max: Math.max(connections - (isRoomy ? 2 : 1), 1) });
    this.#urgent = isRoomy ? new Pool({ ...config, max: 1 }) : this.#pool;
    // A connection can break while it is idle or between two statements. Without a listener its error event would end
    // the process. The next statement on the connection reports the failure.
    for (const pool of new Set([this.#pool, this.#urgent])) {
      pool.on('error', ignore);
      pool.on('connect', (client) => client.on('error', ignore));
    }
  }

  /**
   * Resolves when the database answers and its tables are up to date. @throws StoreUnavailableError with the reason
   * otherwise
   */
  async ready(): Promise<void> {
    await this.read({ sql: 'SELECT 1', values: [] });
  }

  async read(statement: Statement): Promise<Row[]> {
    const [rows = []] = await this.#attempt(async (run) => [await run(statement)]);
    return rows;
  }

  async write(statements: readonly Statement[], isUrgent = false): Promise<Row[][]> {
    return this.#attempt(async (run) => {
      if (statements.length > 1) await run({ sql: 'BEGIN', values: [] });
      const results: Row[][] = [];
      for (const statement of statements) results.push(await run(statement));
      if (statements.length > 1) await run({ sql: 'COMMIT', values: [] });
      return results;
    }, isUrgent);
  }

  async close(): Promise<void> {
    const pools = new Set([this.#pool, this.#urgent]);
    await Promise.all([...[...pools].map((pool) => pool.end()), this.notices?.close()]);
  }

  async #attempt(work: (run: RunStatement) => Promise<Row[][]>, isUrgent = false): Promise<Row[][]> {
    const pool = isUrgent ? this.#urgent : this.#pool;
    const deadline = Date.now() + this.#operationTimeoutMs;
    for (let isRetry = false; ; isRetry = true) {
      try {
        await before(deadline, this.#migrated());
        return await this.#onConnection(pool, work, deadline);
      } catch (error) {
        if (isImpossibleText(error)) return [];
        const trouble = toTrouble(error);
        if (!trouble) throw error;
        if (isRetry || !trouble.mayPass || Date.now() >= deadline)
          throw new StoreUnavailableError(trouble.message, { cause: error, isLasting: trouble.isLasting });
      }
    }
  }

  async #onConnection(pool: Pool, work: (run: RunStatement) => Promise<Row[][]>, deadline: number): Promise<Row[][]> {
    const client = await this.#connect(pool, deadline);
    try {
      const rows = await work(async ({ sql, values }) => {
        const answer = await before(deadline, client.query<Row>(sql, [...values]));
        return answer.rows;
      });
      client.release();
      return rows;
    } catch (error) {
      // The connection may be inside a transaction or still receive an answer, so destroy it instead of reusing it.
      client.release(true);
      throw error;
    }
  }

  async #connect(pool: Pool, deadline: number): Promise<PoolClient> {
    const connecting = pool.connect();
    try {
      return await before(deadline, connecting);
    } catch (error) {
      // The connection may still open after the timeout: return it to the pool.
      connecting.then((client) => client.release(), ignore);
      throw error;
    }
  }

  /** Once per process, and again after a failure. */
  #migrated(): Promise<void> {
    this.#migrating ??= migratePostgres(this.#pool).catch((error: unknown) => {
      this.#migrating = undefined;
      throw error;
    });
    return this.#migrating;
  }
}

type RunStatement = (statement: Statement) => Promise<Row[]>;

const ignore = () => {};

class TimeIsUpError extends Error {
  override readonly name = 'TimeIsUpError';
}

/** Rejects at `deadline`. */
const before = <Result>(deadline: number, work: Promise<Result>): Promise<Result> =>
  within(Math.max(deadline - Date.now(), 0), work, (): never => {
    throw new TimeIsUpError('The time for this operation is up.');
  });

/** PostgreSQL stores no text with a NUL in it, so no record can have such an id. */
const isImpossibleText = (error: unknown) => error instanceof DatabaseError && error.code === '22021';

interface Trouble {
  message: string;
  /** Errors after which an immediate retry makes sense. */
  mayPass: boolean;
  /** Errors that persist until the owner changes a setting or creates the database. */
  isLasting?: boolean;
}

/** SQLSTATE prefixes that mean a problem of the database, not of the statement. The longest match counts. */
const TROUBLES: readonly [prefix: string, trouble: Trouble][] = [
  ['08', { message: 'The connection to the database broke. Try again in a moment.', mayPass: true }],
  [
    '25006',
    {
      message:
        'The database accepts no writes: it is a standby or set to read-only. Point DATABASE_URL at the primary.',
      mayPass: false,
    },
  ],
  [
    '28',
    {
      message: 'The database refuses this server. Check the user and password in DATABASE_URL.',
      mayPass: false,
      isLasting: true,
    },
  ],
  [
    '3D000',
    { message: 'The database named in DATABASE_URL does not exist. Create it.', mayPass: false, isLasting: true },
  ],
  ['40', { message: 'The database is too busy. Try again in a moment.', mayPass: true }],
  ['53100', { message: 'The disk of the database is full. Free some space.', mayPass: false }],
  [
    '53',
    {
      message: 'The database has no room for this server: too many connections, or too little memory.',
      mayPass: false,
    },
  ],
  ['55P03', { message: 'The database is too busy. Try again in a moment.', mayPass: false }],
  ['57', { message: 'The database is stopping, starting or too slow. Try again in a moment.', mayPass: true }],
  ['58', { message: 'The database server reports disk errors. Check its disk.', mayPass: false }],
];

function toTrouble(error: unknown): Trouble | undefined {
  if (error instanceof DatabaseError) return TROUBLES.find(([prefix]) => error.code?.startsWith(prefix))?.[1];
  if (error instanceof StoreUnavailableError) return undefined;
  if (error instanceof TimeIsUpError) return { message: 'The database did not answer in time.', mayPass: false };
  // All other errors of the driver concern the connection.
  return {
    message: 'The database cannot be reached. Check that it runs and that DATABASE_URL is right.',
    mayPass: true,
  };
}
