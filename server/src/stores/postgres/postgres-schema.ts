/** The tables in PostgreSQL, and how an older database gets them. */
import type { Pool, PoolClient } from 'pg';
import { StoreUnavailableError } from '../../core/store.ts';
import { POSTGRES_PARTS } from '../sql/parts-schema.ts';
import { POSTGRES_PASSAGES } from './passages-schema.ts';
import { POSTGRES_RUNS } from '../sql/runs-schema.ts';
import { isTooNew, isUpToDate, migratedState, NEWER_RELEASE, type SchemaState } from '../sql/schema-state.ts';

/**
 * Each entry migrates the tables from the version of its index to the next. Released entries never change, and new ones
 * only add (`COMPATIBLE_FROM`).
 *
 * `document` is the record as JSON, and NULL once the record is deleted. `SqlStore` explains why the row stays for a
 * while.
 *
 * The two `_list` indexes contain every condition of the query that pages through them. Reading in order then has the
 * lowest estimated cost, so PostgreSQL does not sort the whole list, even before it has statistics.
 *
 * It is `text`: `jsonb` refuses strings with a NUL in them, which visitors can type.
 */
export const POSTGRES_MIGRATIONS = [
  `CREATE TABLE chatdock_threads (
     id text PRIMARY KEY,
     seq bigint GENERATED ALWAYS AS IDENTITY,
     owner text NOT NULL,
     created_ms bigint NOT NULL,
     last_position bigint NOT NULL DEFAULT 0,
     document text,
     deleted_ms bigint
   );
   CREATE INDEX chatdock_threads_list ON chatdock_threads (owner, created_ms, seq) WHERE deleted_ms IS NULL;
   CREATE INDEX chatdock_threads_deleted ON chatdock_threads (deleted_ms) WHERE deleted_ms IS NOT NULL;

   CREATE TABLE chatdock_items (
     thread_id text NOT NULL,
     id text NOT NULL,
     owner text NOT NULL,
     position bigint NOT NULL,
     document text,
     deleted_ms bigint,
     PRIMARY KEY (thread_id, id)
   );
   CREATE INDEX chatdock_items_list ON chatdock_items (owner, thread_id, position) WHERE deleted_ms IS NULL;
   CREATE INDEX chatdock_items_deleted ON chatdock_items (deleted_ms) WHERE deleted_ms IS NOT NULL;

   CREATE TABLE chatdock_attachments (
     id text PRIMARY KEY,
     owner text NOT NULL,
     document text NOT NULL
   );`,
  `CREATE TABLE chatdock_feedback (
     owner text NOT NULL,
     thread_id text NOT NULL,
     item_ids text NOT NULL,
     created_ms bigint NOT NULL,
     document text NOT NULL,
     PRIMARY KEY (owner, thread_id, item_ids)
   );
   CREATE INDEX chatdock_feedback_list ON chatdock_feedback (created_ms);`,
  // Files from before this table count as sent and as empty, because their size and date were not recorded.
  `CREATE TABLE chatdock_usage (
     id text PRIMARY KEY,
     ends_ms bigint NOT NULL,
     amount bigint NOT NULL
   );
   CREATE INDEX chatdock_usage_end ON chatdock_usage (ends_ms);

   CREATE TABLE chatdock_files (
     id text PRIMARY KEY,
     owner text NOT NULL,
     size_bytes bigint NOT NULL,
     created_ms bigint NOT NULL,
     is_sent integer NOT NULL
   );
   INSERT INTO chatdock_files (id, owner, size_bytes, created_ms, is_sent)
     SELECT id, owner, 0, 0, 1 FROM chatdock_attachments;
   CREATE INDEX chatdock_files_owner ON chatdock_files (owner, size_bytes);
   CREATE INDEX chatdock_files_unsent ON chatdock_files (created_ms) WHERE is_sent = 0;

   CREATE TABLE chatdock_sessions (
     owner text PRIMARY KEY,
     ended_ms bigint NOT NULL
   );`,
  POSTGRES_RUNS,
  // Unlogged: a crash of the database releases all slots, and taking one writes nothing to the database's log.
  `CREATE UNLOGGED TABLE chatdock_slots (
     key text NOT NULL,
     id text NOT NULL,
     until_ms bigint NOT NULL,
     PRIMARY KEY (key, id)
   );
   CREATE INDEX chatdock_slots_id ON chatdock_slots (id);
   CREATE INDEX chatdock_slots_until ON chatdock_slots (until_ms);`,
  POSTGRES_PARTS,
  POSTGRES_PASSAGES,
];

/** The advisory lock that a migrating process holds. The number must be the same in all releases. */
const MIGRATION_LOCK = 7_243_392_561;

/** @throws StoreUnavailableError if a newer release, which is incompatible with this one, has created the tables */
export async function migratePostgres(pool: Pool): Promise<void> {
  const known = POSTGRES_MIGRATIONS.length;
  const client = await pool.connect();
  try {
    // Check the usual case first, without a lock and without writing, which also works on a standby.
    if (isUpToDate(await stateOf(client), known)) return client.release();
    await client.query("BEGIN; SET LOCAL statement_timeout = '5min'");
    // A lock of the transaction, not of the session, because it works through a pooler and is always released.
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS chatdock_schema (version integer NOT NULL);
      ALTER TABLE chatdock_schema ADD COLUMN IF NOT EXISTS applied integer`);
    const state = await stateOf(client);
    if (isTooNew(state, known)) throw new StoreUnavailableError(NEWER_RELEASE, { isLasting: true });
    if (state.applied < known) {
      for (const migration of POSTGRES_MIGRATIONS.slice(state.applied)) await client.query(migration);
      const { applied, compatibleFrom } = migratedState(state, known);
      await client.query('DELETE FROM chatdock_schema');
      await client.query('INSERT INTO chatdock_schema (version, applied) VALUES ($1, $2)', [compatibleFrom, applied]);
    }
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Older releases know only the column `version`, and wrote the number of their migrations into it. */
async function stateOf(client: PoolClient): Promise<SchemaState> {
  const known = await client.query<{ exists: boolean }>("SELECT to_regclass('chatdock_schema') IS NOT NULL AS exists");
  const { rows } = known.rows[0]?.exists
    ? await client.query<{ version: number; applied?: number | null }>('SELECT * FROM chatdock_schema')
    : { rows: [] };
  const { version = 0, applied } = rows[0] ?? {};
  return { applied: applied ?? version, compatibleFrom: version };
}
