/** The tables in SQLite, and how an older file gets them. */
import type { DatabaseSync } from 'node:sqlite';
import { SQLITE_PARTS } from '../sql/parts-schema.ts';
import { SQLITE_RUNS } from '../sql/runs-schema.ts';
import { isTooNew, isUpToDate, migratedState, NEWER_RELEASE, type SchemaState } from '../sql/schema-state.ts';

/**
 * Each entry migrates the file from the version of its index to the next. Released entries never change, and new ones
 * only add (`COMPATIBLE_FROM`).
 *
 * `document` is the record as JSON, and NULL once the record is deleted. `SqlStore` explains why the row stays for a
 * while.
 */
export const SQLITE_MIGRATIONS = [
  `CREATE TABLE chatdock_threads (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     owner TEXT NOT NULL,
     created_ms INTEGER NOT NULL,
     document TEXT,
     deleted_ms INTEGER
   ) STRICT;
   CREATE INDEX chatdock_threads_list ON chatdock_threads (owner, created_ms, seq);
   CREATE INDEX chatdock_threads_deleted ON chatdock_threads (deleted_ms) WHERE deleted_ms IS NOT NULL;

   CREATE TABLE chatdock_items (
     thread_id TEXT NOT NULL,
     id TEXT NOT NULL,
     owner TEXT NOT NULL,
     position INTEGER NOT NULL,
     document TEXT,
     deleted_ms INTEGER,
     PRIMARY KEY (thread_id, id)
   ) STRICT;
   CREATE UNIQUE INDEX chatdock_items_list ON chatdock_items (thread_id, position);
   CREATE INDEX chatdock_items_deleted ON chatdock_items (deleted_ms) WHERE deleted_ms IS NOT NULL;

   CREATE TABLE chatdock_attachments (
     id TEXT PRIMARY KEY,
     owner TEXT NOT NULL,
     document TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE chatdock_feedback (
     owner TEXT NOT NULL,
     thread_id TEXT NOT NULL,
     item_ids TEXT NOT NULL,
     created_ms INTEGER NOT NULL,
     document TEXT NOT NULL,
     PRIMARY KEY (owner, thread_id, item_ids)
   ) STRICT;
   CREATE INDEX chatdock_feedback_list ON chatdock_feedback (created_ms);`,
  // Files from before this table count as sent and as empty, because their size and date were not recorded.
  `CREATE TABLE chatdock_usage (
     id TEXT PRIMARY KEY,
     ends_ms INTEGER NOT NULL,
     amount INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX chatdock_usage_end ON chatdock_usage (ends_ms);

   CREATE TABLE chatdock_files (
     id TEXT PRIMARY KEY,
     owner TEXT NOT NULL,
     size_bytes INTEGER NOT NULL,
     created_ms INTEGER NOT NULL,
     is_sent INTEGER NOT NULL
   ) STRICT;
   INSERT INTO chatdock_files (id, owner, size_bytes, created_ms, is_sent)
     SELECT id, owner, 0, 0, 1 FROM chatdock_attachments;
   CREATE INDEX chatdock_files_owner ON chatdock_files (owner, size_bytes);
   CREATE INDEX chatdock_files_unsent ON chatdock_files (created_ms) WHERE is_sent = 0;

   CREATE TABLE chatdock_sessions (
     owner TEXT PRIMARY KEY,
     ended_ms INTEGER NOT NULL
   ) STRICT;`,
  SQLITE_RUNS,
  SQLITE_PARTS,
];

/** A newer release, which is incompatible with this one, has written the file. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
}

/** @throws NewerSchemaError */
export function migrateSqlite(database: DatabaseSync): void {
  const known = SQLITE_MIGRATIONS.length;
  const found = stateOf(database);
  if (isUpToDate(found, known)) return;
  if (isTooNew(found, known)) throw new NewerSchemaError(NEWER_RELEASE);
  database.exec('BEGIN IMMEDIATE');
  try {
    // Read again under the lock: another process may have migrated meanwhile.
    const state = stateOf(database);
    if (state.applied < known) {
      for (const migration of SQLITE_MIGRATIONS.slice(state.applied)) database.exec(migration);
      const { applied, compatibleFrom } = migratedState(state, known);
      database.exec(`PRAGMA user_version = ${compatibleFrom};
        CREATE TABLE IF NOT EXISTS chatdock_schema (applied INTEGER NOT NULL) STRICT;
        DELETE FROM chatdock_schema;
        INSERT INTO chatdock_schema (applied) VALUES (${applied});`);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Older releases know only `user_version`, and wrote the number of their migrations into it. */
function stateOf(database: DatabaseSync): SchemaState {
  const compatibleFrom = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'chatdock_schema'").get() !== undefined;
  const row = exists ? database.prepare('SELECT applied FROM chatdock_schema').get() : undefined;
  return { applied: row ? Number(row['applied']) : compatibleFrom, compatibleFrom };
}
