/** Leases of turns in a SQL database, where every process sees them. All times are the database's. */
import type { EventBatch, RecordedOutcome } from '../../core/runs/resuming/run-buffer.ts';
import {
  LEASE_MS,
  POLL_MS,
  REMEMBER_MS,
  type RunClaim,
  type RunRecord,
  type RunRegistry,
  type RunRequest,
  type RunWatch,
  untilNextTick,
} from '../../core/runs/resuming/run-registry.ts';
import { Batcher, placeRows } from './batcher.ts';
import type { Row, SqlDatabase, Statement } from './sql-database.ts';

/** The value of `stopping` if the turn is stopped because its thread is being deleted. */
const DELETED = 2;
const COLUMNS = 'run_id, thread_id, owner, body_hash, fence, outcome, stopping';
/** How long the log of a finished turn is kept for readers that have not reached its end. */
const KEEP_LOG_MS = 60_000;
/** How long an interrupted answer is known as incomplete. */
const REMEMBER_INCOMPLETE_MS = 30 * REMEMBER_MS;
/** How often old runs and logs are deleted. */
const TIDY_MS = 60_000;
/** How often a reader checks even with notices, because a notice may be lost and older releases send none. */
const MISSED_NOTICE_MS = 250;

export class SqlRuns implements RunRegistry {
  readonly isShared = true;
  readonly #database: SqlDatabase;
  readonly #finding = new Batcher((runIds: readonly string[]) => this.#findAll(runIds));
  readonly #renewing = new Batcher((leases: readonly Lease[]) => this.#renewAll(leases));
  readonly #appending = new Batcher((batches: readonly LogBatch[]) => this.#appendAll(batches));
  readonly #reading = new Batcher((places: readonly LogPlace[]) => this.#readAll(places));
  /** Turns that run here. */
  readonly #own = new Set<string>();
  /** Wake the readers of turns that other processes run, by run id. */
  readonly #readers = new Map<string, Set<() => void>>();
  #onRequest: (() => void) | undefined;
  #isListening = false;
  #tidiedMs = 0;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async claim(claim: RunClaim): Promise<RunRecord | null> {
    if (this.#onRequest) this.#listen();
    // Do this before the claim, because requests may arrive as soon as others can see the turn.
    const isNew = !this.#own.has(claim.runId);
    this.#own.add(claim.runId);
    let other: RunRecord | null | undefined;
    try {
      other = await this.#claim(claim);
      return other;
    } finally {
      if (isNew && other !== null) this.#own.delete(claim.runId);
    }
  }

  async #claim({ runId, threadId, userId, bodyHash, fence }: RunClaim): Promise<RunRecord | null> {
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
      // After a retry because of a broken connection, the database already has our own row.
      if (other?.['fence'] === fence) return null;
      if (other) return toRecord(other);
    }
  }

  renew(runId: string, fence: string): Promise<boolean> {
    return this.#renewing.ask({ runId, fence });
  }

  async finish(runId: string, fence: string, outcome: RecordedOutcome): Promise<void> {
    this.#own.delete(runId);
    await this.#notify(
      'log',
      {
        sql: `UPDATE chatdock_runs SET outcome = $3, ended_ms = ${this.#database.nowMs}
              WHERE run_id = $1 AND fence = $2 AND outcome IS NULL RETURNING run_id, followed`,
        values: [runId, fence, outcome],
      },
      'followed = 1',
    );
  }

  async forget(runId: string): Promise<void> {
    this.#own.delete(runId);
    await this.#write({ sql: 'DELETE FROM chatdock_runs WHERE run_id = $1', values: [runId] });
  }

  find(runId: string): Promise<RunRecord | null> {
    return this.#finding.ask(runId);
  }

  async latest(threadId: string): Promise<RunRecord | null> {
    return this.#readOne({
      sql: `SELECT ${COLUMNS} FROM chatdock_runs WHERE thread_id = $1 ORDER BY started_ms DESC LIMIT 1`,
      values: [threadId],
    });
  }

  async stop(runId: string, isDeleted = false): Promise<void> {
    await this.#notify('ask', {
      sql: `UPDATE chatdock_runs SET stopping = CASE WHEN stopping = ${DELETED} THEN stopping ELSE CAST($2 AS bigint) END
            WHERE run_id = $1 AND outcome IS NULL RETURNING run_id`,
      values: [runId, isDeleted ? DELETED : 1],
    });
  }

  async expire(): Promise<RunRecord[]> {
    if (Math.abs(Date.now() - this.#tidiedMs) > TIDY_MS) {
      this.#tidiedMs = Date.now();
      await this.#tidy();
    }
    const isExpired = `outcome IS NULL AND until_ms < ${this.#database.nowMs}`;
    // Expired leases are rare, and reading costs less than writing, so check first.
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

  onRequest(listener: () => void): void {
    this.#onRequest = listener;
  }

  /** Always check the table, because an older release that runs beside this one during an update sends no notices. */
  async requests(): Promise<RunRequest[]> {
    const rows = await this.#database.read({
      sql: 'SELECT run_id, stopping, followed FROM chatdock_runs WHERE outcome IS NULL AND (stopping <> 0 OR followed = 1)',
      values: [],
    });
    return rows.map(({ run_id: runId, stopping, followed }) => ({
      runId: String(runId),
      isStopping: Number(stopping) !== 0,
      ...(Number(stopping) === DELETED && { isDeleted: true }),
      isFollowed: Number(followed) === 1,
    }));
  }

  async follow(runId: string): Promise<void> {
    await this.#notify('ask', {
      sql: 'UPDATE chatdock_runs SET followed = 1 WHERE run_id = $1 AND followed = 0 AND outcome IS NULL RETURNING run_id',
      values: [runId],
    });
  }

  append(runId: string, batch: EventBatch): Promise<boolean> {
    return this.#appending.ask({ runId, batch });
  }

  readLog(runId: string, after: number): Promise<EventBatch[]> {
    return this.#reading.ask({ runId, after });
  }

  async #findAll(runIds: readonly string[]): Promise<(RunRecord | null)[]> {
    const rows = await this.#database.read({
      sql: `SELECT ${COLUMNS} FROM chatdock_runs WHERE run_id IN (${runIds.map((_, index) => `$${index + 1}`).join(', ')})`,
      values: runIds,
    });
    const found = new Map(rows.map((row) => [row['run_id'], toRecord(row)]));
    return runIds.map((runId) => found.get(runId) ?? null);
  }

  async #renewAll(leases: readonly Lease[]): Promise<boolean[]> {
    const renewed = await this.#write({
      sql: `UPDATE chatdock_runs SET until_ms = ${this.#database.nowMs} + ${LEASE_MS}
            WHERE (run_id, fence) IN (VALUES ${placeRows(leases.length, ['text', 'text'])}) AND outcome IS NULL
            RETURNING run_id`,
      values: leases.flatMap(({ runId, fence }) => [runId, fence]),
    });
    const held = new Set(renewed.map((row) => row['run_id']));
    return leases.map(({ runId }) => held.has(runId));
  }

  async #appendAll(asked: readonly LogBatch[]): Promise<boolean[]> {
    // PostgreSQL rejects a statement that writes a row twice.
    const batches = [...new Map(asked.map((each) => [`${each.runId} ${each.batch.first}`, each])).values()];
    await this.#notify('log', {
      sql: `INSERT INTO chatdock_run_log (run_id, first, events)
            VALUES ${placeRows(batches.length, ['text', 'bigint', 'text'])}
            ON CONFLICT (run_id, first) DO UPDATE SET events = excluded.events RETURNING run_id`,
      values: batches.flatMap(({ runId, batch }) => [runId, batch.first, JSON.stringify(batch.events)]),
    });
    return asked.map(() => true);
  }

  async #readAll(places: readonly LogPlace[]): Promise<EventBatch[][]> {
    // The batch that holds the next event may begin before it.
    const rows = await this.#database.read({
      sql: `WITH wanted (run_id, next) AS (VALUES ${placeRows(places.length, ['text', 'bigint'])})
            SELECT DISTINCT log.run_id, first, events FROM wanted JOIN chatdock_run_log log ON log.run_id = wanted.run_id
            WHERE first >= (SELECT coalesce(max(earlier.first), 0) FROM chatdock_run_log earlier
                            WHERE earlier.run_id = wanted.run_id AND earlier.first <= next)
            ORDER BY first`,
      values: places.flatMap(({ runId, after }) => [runId, after + 1]),
    });
    return places.map(({ runId, after }) =>
      rows
        .filter((row) => row['run_id'] === runId)
        .map(({ first, events }) => ({ first: Number(first), events: JSON.parse(String(events)) as string[] })) // written by `append`
        .filter(({ first, events }) => first + events.length - 1 > after),
    );
  }

  async #tidy(): Promise<void> {
    const { nowMs } = this.#database;
    await this.#database.write([
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

  watch(runId: string): RunWatch {
    this.#listen();
    let isNew = false;
    let wake: (() => void) | undefined;
    const onLogged = () => {
      isNew = true;
      wake?.();
    };
    const readers = this.#readers.get(runId) ?? new Set();
    this.#readers.set(runId, readers.add(onLogged));
    return {
      wait: async () => {
        const hasNotices = this.#database.notices?.areArriving ?? false;
        if (!isNew) {
          let timer: ReturnType<typeof setTimeout> | undefined;
          await new Promise<void>((resolve) => {
            wake = resolve;
            timer = setTimeout(resolve, untilNextTick(hasNotices ? MISSED_NOTICE_MS : POLL_MS));
          });
          clearTimeout(timer);
        }
        isNew = false;
        return null;
      },
      close: () => {
        readers.delete(onLogged);
        if (readers.size === 0 && this.#readers.get(runId) === readers) this.#readers.delete(runId);
      },
    };
  }

  /** Starts listening to other processes, once. */
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#database.notices?.listen((text) => {
      const [kind, runId = ''] = text.split(' ');
      if (kind === 'log') for (const onLogged of this.#readers.get(runId) ?? []) onLogged();
      if (kind === 'ask' && this.#own.has(runId)) this.#onRequest?.();
    });
  }

  /** Runs a statement that returns turns, and notifies other processes of each that meets the condition. */
  async #notify(kind: 'ask' | 'log', { sql, values }: Statement, condition = 'TRUE'): Promise<void> {
    const { notices } = this.#database;
    const notification = notices?.notification(`'${kind} ' || run_id`);
    await this.#write({
      sql:
        notification === undefined
          ? sql
          : `WITH changed AS (${sql}) SELECT ${notification} FROM changed WHERE ${condition}`,
      values,
    });
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

interface Lease {
  readonly runId: string;
  readonly fence: string;
}

interface LogBatch {
  readonly runId: string;
  readonly batch: EventBatch;
}

interface LogPlace {
  readonly runId: string;
  readonly after: number;
}

const toRecord = (row: Row): RunRecord => ({
  runId: String(row['run_id']),
  threadId: String(row['thread_id']),
  userId: String(row['owner']),
  bodyHash: String(row['body_hash']),
  outcome: isOutcome(row['outcome']) ? row['outcome'] : null,
  isStopping: Number(row['stopping']) !== 0,
  ...(Number(row['stopping']) === DELETED && { isDeleted: true }),
});

const OUTCOMES: ReadonlySet<unknown> = new Set<RecordedOutcome>([
  'completed',
  'failed',
  'cancelled',
  'interrupted',
  'incomplete',
]);
const isOutcome = (value: unknown): value is RecordedOutcome => OUTCOMES.has(value);
