/** Sums of usage, by key and time window. */

/** One addition. `amount` is a whole number; a negative one releases a reservation. */
export interface UsageEntry {
  readonly key: string;
  readonly amount: number;
  /** The start of the window in milliseconds since 1970. Each window is counted separately. */
  readonly windowStartMs: number;
  readonly windowEndMs: number;
}

/**
 * Stores the sums. One process can keep them in memory. Several processes, or budgets that survive a restart, need a
 * database. `openStore` returns the one of its database.
 */
export interface UsageCounters {
  /** Adds all entries at once and returns the new sum of each, in the same order. */
  add(entries: readonly UsageEntry[]): Promise<number[]>;
  /** Deletes windows that ended before `nowMs`. */
  prune(nowMs: number): Promise<void>;
}
