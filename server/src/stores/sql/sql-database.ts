/** The part of a SQL database that the stores use. SQLite and PostgreSQL implement it. */

/** A statement with `$1`, `$2`… for its values. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
  /** Also erases deleted data from the database's files and its log. */
  readonly erases?: boolean | undefined;
}

export type Row = Record<string, unknown>;

/**
 * A deleted record has `deleted_ms` and no `document`. Lists test `deleted_ms`, which their indexes contain. Queries
 * for one record test `document`, so that the database does not choose a list's index.
 *
 * Errors: both throw StoreUnavailableError within 2 s if the database cannot be used.
 */
export interface SqlDatabase {
  read(statement: Statement): Promise<Row[]>;
  /** Runs all statements or none, and resolves once they are durable, with each one's rows. `isUrgent`: before others. */
  write(statements: readonly Statement[], isUrgent?: boolean): Promise<Row[][]>;
  /**
   * Inserts an item at the end of its thread, or replaces it in place. Returns a row if the thread is the owner's.
   * Values: owner, thread id, item id, document, of the turn that writes the run id (empty for none) and the fence, and
   * for an unfinished item the number of the last update in `document`, else null. Each database has its own safe way
   * to get the next position.
   */
  readonly upsertItem: string;
  /** Deletes the parts that the item contains now. Values: owner, thread id and item id. Null where `upsertItem` does so itself. */
  readonly dropParts: string | null;
  /** The database's own clock, in milliseconds since 1970, as an expression. */
  readonly nowMs: string;
  /** Locks a row that was read, so that it does not change before the transaction ends. */
  readonly shareLock: string;
  /** See `UnfinishedItems`. */
  readonly pieceChars: number;
  /** Serialises transactions that begin with it; null if all transactions are serial. */
  readonly oneAtATime: string | null;
  /** Null if processes have to poll for changes. */
  readonly notices: Notices | null;
}

/** Short messages from one process to all that use the database. A message may be lost. */
export interface Notices {
  /** Whether messages currently arrive. */
  readonly areArriving: boolean;
  /** An expression that sends a message, given as an expression, once its transaction is committed. */
  notification(text: string): string;
  /** Returns a function that stops listening. */
  listen(listener: (text: string) => void): () => void;
}
