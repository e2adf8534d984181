/** Sums of usage in SQL databases. */
import { idOf } from '../../core/usage/memory-usage.ts';
import type { UsageCounters, UsageEntry } from '../../core/usage/usage-counters.ts';
import type { SqlDatabase } from './sql-database.ts';

/** In the database of the threads, so that a restart does not reset the budgets and processes share them. */
export class SqlUsage implements UsageCounters {
  readonly #database: SqlDatabase;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  async add(entries: readonly UsageEntry[]): Promise<number[]> {
    if (entries.length === 0) return [];
    // In the order of the keys, because two processes that lock the same rows in different orders would deadlock.
    const order = entries.map((_, index) => index).toSorted((a, b) => (idOf(entries[a]) < idOf(entries[b]) ? -1 : 1));
    const results = await this.#database.write(
      order.flatMap((index) => {
        const entry = entries[index];
        if (!entry) return [];
        return {
          sql: `INSERT INTO chatdock_usage (id, ends_ms, amount) VALUES ($1, $2, $3)
                ON CONFLICT (id) DO UPDATE SET amount = chatdock_usage.amount + excluded.amount RETURNING amount`,
          values: [idOf(entry), entry.windowEndMs, entry.amount],
        };
      }),
    );
    const sums = entries.map(() => 0);
    for (const [place, index] of order.entries()) sums[index] = Number(results[place]?.[0]?.['amount'] ?? 0);
    return sums;
  }

  async prune(nowMs: number): Promise<void> {
    await this.#database.write([{ sql: 'DELETE FROM chatdock_usage WHERE ends_ms < $1', values: [nowMs] }]);
  }
}
