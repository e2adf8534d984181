/** Leases of turns in a SQL database: every process that uses the database sees them. All times are the database's. */
import type { EventBatch, RecordedOutcome } from '../core/runs/run-buffer.ts';
import {
  LEASE_MS,
  pollingWatch,
  REMEMBER_MS,
  type RunClaim,
  type RunRecord,
  type RunRegistry,
  type RunRequest,
  type RunWatch,
} from '../core/runs/run-registry.ts';
import type { Row, SqlDatabase, Statement } from './sql-store.ts';

const COLUMNS = 'run_id, thread_id, owner, body_hash, fence, outcome, stopping';
/** How long the log of a finished turn stays for readers that are not at its end. */
const KEEP_LOG_MS = 60_000;
/** An answer that broke off is known as incomplete for this long. */
const REMEMBER_INCOMPLETE_MS = 30 * REMEMBER_MS;

export class SqlRuns implements RunRegistry {
  readonly isShared = true;
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async claim({ runId, threadId, userId, bodyHash, fence }: RunClaim): Promise<RunRecord | null> {
    const { nowMs } = this.#database;
    for (;;) {
      const inserted = await this.#write({
        sql: `INSERT INTO chatdock_runs (run_id, thread_id, owner, body_hash, fence, started_ms, until_ms)
              VALUES ($1, $2, $3, $4, $5, ${nowMs}, ${nowMs} + ${LEASE_MS})
              ON CONFLICT DO NOTHING RETURNING run_id`,
        values: [runId, threadId, userId, bodyHash, fence],
      });
      if (inserted.length > 0) return null;
      const [other] = await this.#database.read({
        sql: `SELECT ${COLUMNS} FROM chatdock_runs WHERE run_id = $1 OR (thread_id = $2 AND outcome IS NULL)
              ORDER BY CASE run_id WHEN $1 THEN 0 ELSE 1 END LIMIT 1`,
        values: [runId, threadId],
      });
      // A database that was asked twice, since the connection broke, has our own row.
      if (other?.['fence'] === fence) return null;
      if (other) return toRecord(other);
    }
  }

  async renew(runId: string, fence: string): Promise<boolean> {
    const renewed = await this.#write({
      sql: `UPDATE chatdock_runs SET until_ms = ${this.#database.nowMs} + ${LEASE_MS}
            WHERE run_id = $1 AND fence = $2 AND outcome IS NULL RETURNING run_id`,
      values: [runId, fence],
    });
    return renewed.length > 0;
  }

  async finish(runId: string, fence: string, outcome: RecordedOutcome): Promise<void> {
    const { nowMs } = this.#database;
    await this.#database.write([
      {
        sql: `UPDATE chatdock_runs SET outcome = $3, ended_ms = ${nowMs} WHERE run_id = $1 AND fence = $2 AND outcome IS NULL`,
        values: [runId, fence, outcome],
      },
      {
        sql: `DELETE FROM chatdock_run_log WHERE run_id IN (SELECT run_id FROM chatdock_runs WHERE ended_ms < ${nowMs} - ${KEEP_LOG_MS} AND followed = 1)`,
        values: [],
      },
      {
        sql: `DELETE FROM chatdock_runs WHERE ended_ms < ${nowMs} - ${REMEMBER_MS}
              AND (outcome NOT IN ('incomplete', 'interrupted') OR ended_ms < ${nowMs} - ${REMEMBER_INCOMPLETE_MS})`,
        values: [],
      },
    ]);
  }

  async forget(runId: string): Promise<void> {
    await this.#write({ sql: 'DELETE FROM chatdock_runs WHERE run_id = $1', values: [runId] });
  }

  async find(runId: string): Promise<RunRecord | null> {
    return this.#readOne({ sql: `SELECT ${COLUMNS} FROM chatdock_runs WHERE run_id = $1`, values: [runId] });
  }

  async latest(threadId: string): Promise<RunRecord | null> {
    return this.#readOne({
      sql: `SELECT ${COLUMNS} FROM chatdock_runs WHERE thread_id = $1 ORDER BY started_ms DESC LIMIT 1`,
      values: [threadId],
    });
  }

  async stop(runId: string): Promise<void> {
    await this.#write({
      sql: 'UPDATE chatdock_runs SET stopping = 1 WHERE run_id = $1 AND outcome IS NULL',
      values: [runId],
    });
  }

  async expire(): Promise<RunRecord[]> {
    const isExpired = `outcome IS NULL AND until_ms < ${this.#database.nowMs}`;
    // Expired leases are rare, and reading costs less than writing, so look first.
    const expired = await this.#database.read({
      sql: `SELECT 1 FROM chatdock_runs WHERE ${isExpired} LIMIT 1`,
      values: [],
    });
    if (expired.length === 0) return [];
    const ended = await this.#write({
      sql: `UPDATE chatdock_runs SET outcome = 'incomplete', ended_ms = ${this.#database.nowMs}
            WHERE ${isExpired} RETURNING ${COLUMNS}`,
      values: [],
    });
    return ended.map(toRecord);
  }

  async requests(): Promise<RunRequest[]> {
    const rows = await this.#database.read({
      sql: 'SELECT run_id, stopping, followed FROM chatdock_runs WHERE outcome IS NULL AND (stopping = 1 OR followed = 1)',
      values: [],
    });
    return rows.map(({ run_id: runId, stopping, followed }) => ({
      runId: String(runId),
      isStopping: Number(stopping) === 1,
      isFollowed: Number(followed) === 1,
    }));
  }

  async follow(runId: string): Promise<void> {
    await this.#write({
      sql: 'UPDATE chatdock_runs SET followed = 1 WHERE run_id = $1 AND followed = 0 AND outcome IS NULL',
      values: [runId],
    });
  }

  async append(runId: string, { first, events }: EventBatch): Promise<boolean> {
    await this.#write({
      sql: `INSERT INTO chatdock_run_log (run_id, first, events) VALUES ($1, $2, $3)
            ON CONFLICT (run_id, first) DO UPDATE SET events = excluded.events`,
      values: [runId, first, JSON.stringify(events)],
    });
    return true;
  }

  async readLog(runId: string, after: number): Promise<EventBatch[]> {
    // The batch that holds the next event may begin before it.
    const rows = await this.#database.read({
      sql: `SELECT first, events FROM chatdock_run_log WHERE run_id = $1
            AND first >= (SELECT coalesce(max(first), 0) FROM chatdock_run_log WHERE run_id = $1 AND first <= $2)
            ORDER BY first`,
      values: [runId, after + 1],
    });
    return rows
      .map(({ first, events }) => ({ first: Number(first), events: JSON.parse(String(events)) as string[] })) // written by `append`
      .filter(({ first, events }) => first + events.length - 1 > after);
  }

  watch(): RunWatch {
    return pollingWatch;
  }

  async #readOne(statement: Statement): Promise<RunRecord | null> {
    const [row] = await this.#database.read(statement);
    return row ? toRecord(row) : null;
  }

  async #write(statement: Statement): Promise<Row[]> {
    const [rows = []] = await this.#database.write([statement]);
    return rows;
  }
}

const toRecord = (row: Row): RunRecord => ({
  runId: String(row['run_id']),
  threadId: String(row['thread_id']),
  userId: String(row['owner']),
  bodyHash: String(row['body_hash']),
  outcome: isOutcome(row['outcome']) ? row['outcome'] : null,
  isStopping: Number(row['stopping']) === 1,
});

const OUTCOMES: ReadonlySet<unknown> = new Set<RecordedOutcome>([
  'completed',
  'failed',
  'cancelled',
  'interrupted',
  'incomplete',
]);
const isOutcome = (value: unknown): value is RecordedOutcome => OUTCOMES.has(value);
