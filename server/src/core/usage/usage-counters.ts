/** Sums of what was used, by key and window of time. */

/** One addition. `amount` is a whole number; a negative one takes back what was reserved. */
export interface UsageEntry {
  readonly key: string;
  readonly amount: number;
  /** Milliseconds since 1970. A window is counted apart from the one before it. */
  readonly windowStartMs: number;
  readonly windowEndMs: number;
}

/**
 * Where the sums are kept. One process can keep them in memory; several processes, or a process whose budgets survive
 * a restart, need a database. `openStore` gives the one of its database.
 */
export interface UsageCounters {
  /** Adds all entries at once and gives the new sum of each, in the same order. */
  add(entries: readonly UsageEntry[]): Promise<number[]>;
  /** Forgets windows that ended before `nowMs`. */
  prune(nowMs: number): Promise<void>;
}
