/** The default database: one file, through Node's own SQLite. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailableError } from '../core/store.ts';
import type { Row, SqlDatabase, Statement } from './sql-store.ts';
import { migrateSqlite } from './sqlite-schema.ts';

export interface SqliteOptions {
  /** Path of the database file; its folder is created when missing. */
  file: string;
  /** How long an operation waits for another process that holds the file, in milliseconds. @defaultValue 1500 */
  busyTimeoutMs?: number | undefined;
  /** Opens a connection. For tests that need one with limits of its own. */
  connect?: ((file: string) => DatabaseSync) | undefined;
}

/**
 * A SQLite database for `SqlStore`.
 *
 * Node's SQLite works on the event loop's own thread, so three things keep that thread free. Waiting for a lock is a
 * timer, never SQLite's own sleep. All writes that arrived since the last commit share one transaction, hence one
 * wait for the disk. And the next commit waits four times as long as the last one took, so that under load the disk
 * has at most a fifth of the thread's time.
 *
 * `synchronous=FULL`: a write that was answered survives a power cut.
 */
export class SqliteDatabase implements SqlDatabase {
  readonly upsertItem = `
    INSERT INTO chatdock_items (thread_id, id, owner, position, document)
    SELECT thread.id, $3, thread.owner, (SELECT coalesce(max(position), 0) + 1 FROM chatdock_items WHERE thread_id = $2), $4
    FROM chatdock_threads thread WHERE thread.owner = $1 AND thread.id = $2 AND thread.document IS NOT NULL
    ON CONFLICT (thread_id, id) DO UPDATE SET
      document = excluded.document,
      position = CASE WHEN chatdock_items.deleted_ms IS NULL THEN chatdock_items.position ELSE excluded.position END,
      deleted_ms = NULL
    RETURNING position`;

  readonly #file: string;
  readonly #busyTimeoutMs: number;
  readonly #connect: (file: string) => DatabaseSync;
  #connection: Connection | undefined;
  #waiting: Job[] = [];
  #committing: Promise<void> | undefined;
  #nextCommitAt = 0;
  #isClosed = false;

  constructor({ file, busyTimeoutMs = 1500, connect = connectToFile }: SqliteOptions) {
    this.#file = file;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#connect = connect;
  }

  /** Resolves when the file is open and its tables are there. @throws StoreUnavailableError saying why not. */
  async ready(): Promise<void> {
    await this.read({ sql: 'SELECT 1', values: [] });
  }

  async read({ sql, values }: Statement): Promise<Row[]> {
    if (this.#isClosed) throw closedError();
    return this.#patiently(() => this.#open().run(sql, values));
  }

  write(statements: readonly Statement[]): Promise<Row[][]> {
    if (this.#isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ statements, resolve, reject });
      this.#committing ??= this.#commitWaiting();
    });
  }

  /** Finishes what was begun and closes the file. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#committing;
    this.#disconnect();
  }

  async #commitWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await pause(Math.max(this.#nextCommitAt - performance.now(), 0));
      const jobs = this.#waiting.splice(0);
      const started = performance.now();
      try {
        const settle = await this.#patiently(() => this.#open().commit(jobs));
        const ended = performance.now();
        this.#nextCommitAt = ended + Math.min(4 * (ended - started), 50);
        settle();
      } catch (error) {
        for (const { reject } of jobs) reject(error);
      }
    }
    this.#committing = undefined;
  }

  /** Tries until the lock is free or the time is up, leaving the event loop free in between. */
  async #patiently<Result>(attempt: () => Result): Promise<Result> {
    const deadline = Date.now() + this.#busyTimeoutMs;
    let hasReopened = false;
    for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 40)) {
      try {
        return attempt();
      } catch (error) {
        const trouble = toTrouble(error);
        if (!trouble) throw error;
        if (trouble.needsReopening) this.#disconnect();
        if (trouble.needsReopening && !hasReopened) {
          hasReopened = true;
          continue;
        }
        if (!trouble.isBusy || Date.now() + waitMs > deadline) throw new StoreUnavailableError(trouble.message, { cause: error });
      }
      await pause(waitMs);
    }
  }

  #open(): Connection {
    if (!this.#connection) {
      const database = this.#connect(this.#file);
      try {
        prepareConnection(database);
      } catch (error) {
        database.close();
        throw error;
      }
      this.#connection = new Connection(database);
    }
    return this.#connection;
  }

  #disconnect() {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

const closedError = () => new StoreUnavailableError('The database has been closed because the server is stopping.');

interface Job {
  readonly statements: readonly Statement[];
  resolve(rows: Row[][]): void;
  reject(error: unknown): void;
}

/** One open file and its prepared statements. */
class Connection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run(sql: string, values: readonly (string | number)[]): Row[] {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement.all(Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value])));
  }

  /**
   * Runs every job in one transaction; a job that fails by its own fault is undone alone. Returns what tells the
   * callers, to be called after the commit.
   *
   * Errors: throws, with nothing written, when the database itself is the trouble.
   */
  commit(jobs: readonly Job[]): () => void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = jobs.map((job) => this.#runAlone(job));
      this.#database.exec('COMMIT');
      return () => {
        for (const tell of outcomes) tell();
      };
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  close() {
    this.#database.close();
  }

  #runAlone({ statements, resolve, reject }: Job): () => void {
    this.#database.exec('SAVEPOINT job');
    try {
      const rows = statements.map(({ sql, values }) => this.run(sql, values));
      this.#database.exec('RELEASE job');
      return () => resolve(rows);
    } catch (error) {
      if (toTrouble(error)) throw error;
      this.#database.exec('ROLLBACK TO job');
      this.#database.exec('RELEASE job');
      return () => reject(error);
    }
  }

  #rollBack() {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // A full disk makes SQLite roll back by itself; then there is nothing left to undo.
    }
  }
}

function connectToFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return new DatabaseSync(file, { timeout: 0 });
}

function prepareConnection(database: DatabaseSync) {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA trusted_schema = OFF');
  migrateSqlite(database);
}

interface Trouble {
  message: string;
  isBusy: boolean;
  /** The connection cannot recover; a new one may. */
  needsReopening: boolean;
}

/** SQLite's primary result codes that say the database is in trouble, as opposed to the statement. */
const TROUBLES = new Map<number, Trouble>([
  [5, { message: 'Another process holds the database. Try again in a moment.', isBusy: true, needsReopening: false }],
  [6, { message: 'Another process holds the database. Try again in a moment.', isBusy: true, needsReopening: false }],
  [8, { message: 'The database cannot be written to. Give the server write permission on its file and folder.', isBusy: false, needsReopening: true }],
  [10, { message: 'The disk of the database gives errors. Check the disk.', isBusy: false, needsReopening: true }],
  [11, { message: 'The database file is damaged. Restore it from a backup.', isBusy: false, needsReopening: true }],
  [13, { message: 'The disk of the database is full. Free some space.', isBusy: false, needsReopening: false }],
  [14, { message: 'The database file cannot be opened. Check DATABASE_URL and the permissions of the folder.', isBusy: false, needsReopening: true }],
  [26, { message: 'The file in DATABASE_URL is not a SQLite database. Choose another path.', isBusy: false, needsReopening: true }],
]);

function toTrouble(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return TROUBLES.get(error.errcode & 0xff);
  // The folder could not be made or entered.
  if ('syscall' in error && 'code' in error) return { message: `The folder of the database cannot be used (${String(error.code)}). Check DATABASE_URL and the permissions.`, isBusy: false, needsReopening: true };
  return undefined;
}
