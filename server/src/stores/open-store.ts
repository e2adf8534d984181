/** Opens the store that a `DATABASE_URL` names. */
import { fileURLToPath } from 'node:url';
import type { RequestContext } from '../core/context.ts';
import type { FeedbackStore } from '../core/records/feedback.ts';
import type { PassageStore } from '../core/records/passages.ts';
import type { FileLedger } from '../core/records/file-ledger.ts';
import type { PeopleStore } from '../core/records/personal-data.ts';
import type { RunRegistry } from '../core/runs/resuming/run-registry.ts';
import type { SessionLedger } from '../core/records/sessions.ts';
import type { SlotLeases } from '../core/runs/slot-leases.ts';
import type { Store } from '../core/store.ts';
import type { UsageCounters } from '../core/usage/usage-counters.ts';
import { MemoryFeedback, SqlFeedback } from './feedback.ts';
import { MemoryFiles, SqlFiles } from './files.ts';
import { MemoryStore } from './memory.ts';
import { SqlPeople } from './sql/people.ts';
import { PostgresDatabase } from './postgres/postgres.ts';
import { PostgresPassages } from './postgres/postgres-passages.ts';
import { PostgresSlots } from './postgres/postgres-slots.ts';
import { MemorySessions, SqlSessions } from './sessions.ts';
import { SqlStore } from './sql/sql-store.ts';
import { SqliteDatabase } from './sqlite/sqlite.ts';
import { MemoryUsage } from '../core/usage/memory-usage.ts';
import { SqlUsage } from './sql/usage.ts';

/** A database that `openStore` opened: the store of threads, the feedback in the same database, and its life cycle. */
export interface OpenStore<Context extends RequestContext = RequestContext> {
  store: Store<Context>;
  /** Ratings and comments, in the same database. */
  feedback: FeedbackStore;
  /** Sums for budgets, in the same database. */
  usage: UsageCounters;
  /**
   * PostgreSQL: slots for simultaneous turns that all processes share. Null for a database that only one process uses.
   */
  slots: SlotLeases | null;
  /**
   * PostgreSQL: the index of the owner's documents, which one process builds for all. Null for a database that only one
   * process uses.
   */
  passages: PassageStore | null;
  /** Records of stored files, in the same database. */
  files: FileLedger;
  /** When people's sessions were ended, in the same database. */
  sessions: SessionLedger;
  /** For the operator: all data of one person, and old data. */
  people: PeopleStore;
  /**
   * Resolves when the database answers and its tables are up to date. @throws StoreUnavailableError with the reason
   * otherwise
   */
  ready(): Promise<void>;
  /** Finishes pending operations and closes the database. */
  close(): Promise<void>;
}

/** Options of `openStore`. They do not apply to `memory:`. */
export interface StoreOptions {
  /**
   * PostgreSQL: the maximum number of connections of this process. Keep processes × connections below
   * `max_connections`. @defaultValue 10
   */
  connections?: number | undefined;
  /** PostgreSQL: how long an operation may take, waiting for a connection included, in milliseconds. @defaultValue 1500 */
  operationTimeoutMs?: number | undefined;
  /**
   * Wraps the registry of running turns, to connect processes by something faster than the database.
   * @defaultValue the database alone
   */
  shareRuns?: ((records: RunRegistry) => RunRegistry) | undefined;
}

/**
 * Opens the store a URL names:
 * - `memory:` keeps threads until the process ends;
 * - `file:data/chatdock.sqlite` is a SQLite file, relative to the working directory (`file:///var/lib/…` is absolute);
 * - `postgres://user:password@host/database` is PostgreSQL.
 *
 * It does not connect yet: `ready()` or the first operation does, and later ones retry after a failure. Errors: throws
 * if the URL names none of these.
 */
export function openStore<Context extends RequestContext = RequestContext>(
  url: string,
  { shareRuns, ...limits }: StoreOptions = {},
): OpenStore<Context> {
  if (url === 'memory:') return inMemory<Context>();
  const file = sqliteFile(url);
  if (file !== undefined) return overSql<Context>(new SqliteDatabase({ file }), shareRuns);
  if (/^postgres(ql)?:/.test(url)) return overSql<Context>(new PostgresDatabase({ url, ...limits }), shareRuns);
  throw new Error(
    `DATABASE_URL is "${url.split(':')[0]}:…", which is not supported. Write file:path, memory: or postgres://….`,
  );
}

function inMemory<Context extends RequestContext>(): OpenStore<Context> {
  const feedback = new MemoryFeedback();
  const files = new MemoryFiles();
  const store = new MemoryStore<Context>((userId, threadId) => {
    feedback.forget(userId, threadId);
    if (threadId === undefined) files.forget(userId);
  });
  return {
    store,
    feedback,
    usage: new MemoryUsage(),
    slots: null,
    passages: null,
    files,
    sessions: new MemorySessions(),
    people: store,
    ready: async () => {},
    close: async () => {},
  };
}

function overSql<Context extends RequestContext>(
  database: SqliteDatabase | PostgresDatabase,
  shareRuns: StoreOptions['shareRuns'],
): OpenStore<Context> {
  return {
    store: new SqlStore<Context>(database, { shareRuns }),
    feedback: new SqlFeedback(database),
    usage: new SqlUsage(database),
    slots: database instanceof PostgresDatabase ? new PostgresSlots(database) : null,
    passages: database instanceof PostgresDatabase ? new PostgresPassages(database) : null,
    files: new SqlFiles(database),
    sessions: new SqlSessions(database),
    people: new SqlPeople(database),
    ready: () => database.ready(),
    close: () => database.close(),
  };
}

/** The path in a `file:` URL; undefined for any other. */
export function sqliteFile(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
}
