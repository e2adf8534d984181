/** The default database: one file, through Node's own SQLite. */
import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailableError } from '../../core/store.ts';
import { mayWrite } from '../sql/fence.ts';
import type { Row, SqlDatabase, Statement } from '../sql/sql-database.ts';
import {
  type CommitResult,
  type Connect,
  type Job,
  SqliteConnection,
  toTrouble,
  type Trouble,
} from './sqlite-connection.ts';
import { createWriter, type SqliteWriter } from './sqlite-writer.ts';

export interface SqliteOptions {
  /** Path of the database file. Its folder is created if it is missing. */
  file: string;
  /** How long an operation waits for another process that holds the file, in milliseconds. @defaultValue 1500 */
  busyTimeoutMs?: number | undefined;
  /** Opens connections. For tests that need different limits. */
  connect?: Connect | undefined;
}

/**
 * A SQLite database for `SqlStore`.
 *
 * Node's SQLite blocks the thread that calls it. Reads take a fraction of a millisecond and run on the main thread;
 * writes wait for the disk and run on a worker thread. All writes that arrive during one commit share the next commit,
 * and so one fsync. Waiting for a lock uses a timer, never SQLite's own sleep.
 *
 * `synchronous=FULL`: a write that was answered survives a power cut.
 */
export class SqliteDatabase implements SqlDatabase {
  readonly nowMs = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  /** Not needed, because a write locks the whole file. */
  readonly shareLock = '';
  /** Replacing a row writes one page of 4 KB, and a new row often two or three. */
  readonly pieceChars = 2500;
  readonly oneAtATime = null;
  readonly notices = null;
  readonly upsertItem = `
    INSERT INTO chatdock_items (thread_id, id, owner, position, document, open_from)
    SELECT thread.id, $3, thread.owner, (SELECT coalesce(max(position), 0) + 1 FROM chatdock_items WHERE thread_id = $2), $4, $7
    FROM chatdock_threads thread WHERE thread.owner = $1 AND thread.id = $2 AND thread.document IS NOT NULL AND ${mayWrite(5, this)}
    ON CONFLICT (thread_id, id) DO UPDATE SET
      document = excluded.document,
      open_from = excluded.open_from,
      position = CASE WHEN chatdock_items.deleted_ms IS NULL THEN chatdock_items.position ELSE excluded.position END,
      deleted_ms = NULL
    RETURNING position`;

  readonly dropParts = `
    DELETE FROM chatdock_item_parts WHERE owner = $1 AND thread_id = $2 AND item_id = $3 AND number <= coalesce(
      (SELECT open_from FROM chatdock_items WHERE thread_id = $2 AND id = $3), number)`;

  readonly #busyTimeoutMs: number;
  readonly #reader: SqliteConnection;
  readonly #writer: SqliteWriter;
  #waiting: WaitingJob[] = [];
  #committing: Promise<void> | undefined;
  #isClosed = false;

  constructor({ file, busyTimeoutMs = 1500, connect }: SqliteOptions) {
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#reader = new SqliteConnection(file, connect);
    this.#writer = createWriter(file, connect);
  }

  /** Resolves when the file is open and its tables exist. @throws StoreUnavailableError with the reason otherwise */
  async ready(): Promise<void> {
    await this.read({ sql: 'SELECT 1', values: [] });
    this.#writer.warmUp();
  }

  async read(statement: Statement): Promise<Row[]> {
    if (this.#isClosed) throw closedError();
    return this.#retryWhileLocked(() => this.#tryToRead(statement));
  }

  write(job: Job): Promise<Row[][]> {
    if (this.#isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#committing ??= this.#commitWaiting();
    });
  }

  /** Finishes pending operations and closes the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#committing;
    await this.#writer.close();
    this.#reader.close();
  }

  async #commitWaiting(): Promise<void> {
    // All writes of one event-loop iteration go into one commit.
    await pause(0);
    while (this.#waiting.length > 0) {
      const jobs = this.#waiting.splice(0);
      try {
        const outcomes = await this.#retryWhileLocked(async () =>
          toAttempt(await this.#writer.commit(jobs.map(({ job }) => job))),
        );
        for (const [index, outcome] of outcomes.entries()) {
          if ('rows' in outcome) jobs[index]?.resolve(outcome.rows);
          else jobs[index]?.reject(new Error(outcome.failure));
        }
      } catch (error) {
        for (const { reject } of jobs) reject(error);
      }
    }
    this.#committing = undefined;
  }

  #tryToRead(statement: Statement): Attempt<Row[]> {
    try {
      return { value: this.#reader.run(statement) };
    } catch (error) {
      const trouble = toTrouble(error);
      if (!trouble) throw error;
      if (trouble.needsReopening) this.#reader.close();
      return { trouble };
    }
  }

  /**
   * Tries until the lock is free or the time is up, and once more on a new connection. The event loop is not blocked
   * meanwhile.
   */
  async #retryWhileLocked<Value>(attempt: () => Attempt<Value> | Promise<Attempt<Value>>): Promise<Value> {
    const deadline = Date.now() + this.#busyTimeoutMs;
    let hasReopened = false;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 40)) {
      const result = await attempt();
      if ('value' in result) return result.value;
      const { message, isBusy, needsReopening, isLasting } = result.trouble;
      const isWorthATry = isBusy ? Date.now() + waitMs <= deadline : needsReopening && !hasReopened;
      if (!isWorthATry) throw new StoreUnavailableError(message, { isLasting });
      hasReopened ||= needsReopening;
      if (isBusy) await pause(waitMs);
    }
  }
}

interface WaitingJob {
  readonly job: Job;
  resolve(rows: Row[][]): void;
  reject(error: unknown): void;
}

type Attempt<Value> = { readonly value: Value } | { readonly trouble: Trouble };

const toAttempt = (result: CommitResult) => ('outcomes' in result ? { value: result.outcomes } : result);

const closedError = () => new StoreUnavailableError('The database has been closed because the server is stopping.');
