/** Sums of usage in the memory of one process. */
import type { UsageCounters, UsageEntry } from './usage-counters.ts';

/** Keeps the sums until the process ends. */
export class MemoryUsage implements UsageCounters {
  readonly #sums = new Map<string, { sum: number; endMs: number }>();

  async add(entries: readonly UsageEntry[]): Promise<number[]> {
    return entries.map((entry) => {
      const sum = (this.#sums.get(idOf(entry))?.sum ?? 0) + entry.amount;
      this.#sums.set(idOf(entry), { sum, endMs: entry.windowEndMs });
      return sum;
    });
  }

  async prune(nowMs: number): Promise<void> {
    for (const [id, { endMs }] of this.#sums) if (endMs < nowMs) this.#sums.delete(id);
  }
}

/** Returns the same string for the same key and window. */
export const idOf = (entry: UsageEntry | undefined) => (entry ? `${entry.windowStartMs} ${entry.key}` : '');
