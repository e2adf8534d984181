/** The tables of turns that can be resumed, in SQLite and in PostgreSQL. */

/**
 * `until_ms`: the end of the lease. `fence`: its holder. One thread has one running turn. The log is written only for
 * readers in other processes.
 */
const tables = ({ number, strict }: { number: string; strict: string }) =>
  `CREATE TABLE chatdock_runs (
     run_id TEXT PRIMARY KEY,
     thread_id TEXT NOT NULL,
     owner TEXT NOT NULL,
     body_hash TEXT NOT NULL,
     fence TEXT NOT NULL,
     started_ms ${number} NOT NULL,
     until_ms ${number} NOT NULL,
     ended_ms ${number},
     outcome TEXT,
     stopping ${number} NOT NULL DEFAULT 0,
     followed ${number} NOT NULL DEFAULT 0
   )${strict};
   CREATE UNIQUE INDEX chatdock_runs_running ON chatdock_runs (thread_id) WHERE outcome IS NULL;
   CREATE INDEX chatdock_runs_thread ON chatdock_runs (thread_id, started_ms);
   CREATE INDEX chatdock_runs_ended ON chatdock_runs (ended_ms) WHERE ended_ms IS NOT NULL;

   CREATE TABLE chatdock_run_log (
     run_id TEXT NOT NULL,
     first ${number} NOT NULL,
     events TEXT NOT NULL,
     PRIMARY KEY (run_id, first)
   )${strict};`;

export const SQLITE_RUNS = tables({ number: 'INTEGER', strict: ' STRICT' });
export const POSTGRES_RUNS = tables({ number: 'bigint', strict: '' });
