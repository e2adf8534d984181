/** An open SQLite file: runs statements, groups commits, and classifies errors. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Row, Statement } from '../sql/sql-database.ts';
import { migrateSqlite, NewerSchemaError } from './sqlite-schema.ts';

/** Statements that are committed together or not at all. */
export type Job = readonly Statement[];

/** The outcome of a job: the rows of each statement, or an error. Plain data, because it is posted between threads. */
type JobOutcome = { readonly rows: Row[][] } | { readonly failure: string };

/** A problem of the database itself rather than of a statement. */
export interface Trouble {
  readonly message: string;
  readonly isBusy: boolean;
  /** The connection cannot recover, but a new one may work. */
  readonly needsReopening: boolean;
  /** The error persists until the owner changes a setting or a file. */
  readonly isLasting?: boolean;
}

export type CommitResult = { readonly outcomes: JobOutcome[] } | { readonly trouble: Trouble };

export type Connect = (file: string) => DatabaseSync;

/** Opens the file and creates its folder if needed. SQLite's busy timeout is off, because it would block the thread. */
const connectToFile: Connect = (file) => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return new DatabaseSync(file, { timeout: 0 });
};

/** A database file that is opened on first use, and reopened after errors that only a new connection can fix. */
export class SqliteConnection {
  readonly #file: string;
  readonly #connect: Connect;
  #database: DatabaseSync | undefined;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(file: string, connect: Connect = connectToFile) {
    this.#file = file;
    this.#connect = connect;
  }

  /** Errors: throws SQLite's errors; `toTrouble` classifies them. */
  run({ sql, values }: Statement): Row[] {
    const database = this.#open();
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement.all(Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value])));
  }

  /**
   * Runs all jobs in one transaction, and so with one fsync. If a job fails because of its own statements, only that
   * job is rolled back. If `trouble` is set, nothing was written.
   */
  commit(jobs: readonly Job[]): CommitResult {
    try {
      const database = this.#open();
      database.exec('BEGIN IMMEDIATE');
      try {
        const outcomes = jobs.map((job) => this.#runAlone(database, job));
        database.exec('COMMIT');
        if (jobs.some((job) => job.some(({ erases }) => erases === true))) truncateLog(database);
        return { outcomes };
      } catch (error) {
        rollBack(database);
        throw error;
      }
    } catch (error) {
      const trouble = toTrouble(error);
      if (!trouble) throw error;
      if (trouble.needsReopening) this.close();
      return { trouble };
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  #runAlone(database: DatabaseSync, job: Job): JobOutcome {
    database.exec('SAVEPOINT job');
    try {
      const rows = job.map((statement) => this.run(statement));
      database.exec('RELEASE job');
      return { rows };
    } catch (error) {
      if (toTrouble(error)) throw error;
      database.exec('ROLLBACK TO job');
      database.exec('RELEASE job');
      return { failure: String(error) };
    }
  }

  #open(): DatabaseSync {
    if (this.#database) return this.#database;
    const database = this.#connect(this.#file);
    try {
      database.exec('PRAGMA journal_mode = WAL');
      database.exec('PRAGMA synchronous = FULL');
      database.exec('PRAGMA trusted_schema = OFF');
      // Deleted data is overwritten with zeros.
      database.exec('PRAGMA secure_delete = ON');
      migrateSqlite(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.#database = database;
    return database;
  }
}

/**
 * The log contains all written data, even if it was deleted since. If another process is reading, the log stays until
 * the next time.
 */
function truncateLog(database: DatabaseSync) {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Committed data is safe, and the hourly cleanup tries again.
  }
}

function rollBack(database: DatabaseSync) {
  try {
    database.exec('ROLLBACK');
  } catch {
    // On a full disk, SQLite rolls back automatically, so there may be nothing to roll back.
  }
}

const BUSY: Trouble = {
  message: 'Another process holds the database. Try again in a moment.',
  isBusy: true,
  needsReopening: false,
};
const broken = (message: string): Trouble => ({ message, isBusy: false, needsReopening: true });
const lasting = (message: string): Trouble => ({ ...broken(message), isLasting: true });

/** Problems by SQLite's primary result code. */
const TROUBLES = new Map<number, Trouble>([
  [5, BUSY],
  [6, BUSY],
  [8, broken('The database cannot be written to. Give the server write permission on its file and folder.')],
  [10, broken('The disk of the database reports errors. Check the disk.')],
  [11, broken('The database file is damaged. Restore it from a backup.')],
  [13, { message: 'The disk of the database is full. Free some space.', isBusy: false, needsReopening: false }],
  [14, lasting('The database file cannot be opened. Check DATABASE_URL and the permissions of the folder.')],
  [26, lasting('The file in DATABASE_URL is not a SQLite database. Choose another path.')],
]);

/** Classifies an error as a problem of the database; undefined if only the statement failed. */
export function toTrouble(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof NewerSchemaError) return lasting(error.message);
  if ('errcode' in error && typeof error.errcode === 'number') return TROUBLES.get(error.errcode & 0xff);
  // The folder cannot be created or accessed.
  if ('syscall' in error && 'code' in error)
    return lasting(
      `The folder of the database cannot be used (${String(error.code)}). Check DATABASE_URL and the permissions.`,
    );
  return undefined;
}
