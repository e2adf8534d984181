/** Rate-limit counters stored with the usage sums, so that processes share them through the database of the threads. */
import type { ClientRateLimitInfo, Options, Store as CounterStore } from 'express-rate-limit';
import type { UsageCounters } from '../core/usage/usage-counters.ts';

/** Windows begin at multiples of their length, so that all processes count in the same one. */
export class UsageCounterStore implements CounterStore {
  readonly localKeys = false;
  readonly prefix: string;
  readonly #usage: UsageCounters;
  readonly #now: () => number;
  #windowMs = 60_000;
  #countedMs = 0;

  /** `prefix` differs for each limit. */
  constructor(usage: UsageCounters, prefix: string, now: () => number = () => Date.now()) {
    this.#usage = usage;
    this.prefix = prefix;
    this.#now = now;
  }

  init({ windowMs }: Options): void {
    this.#windowMs = windowMs;
  }

  async increment(key: string): Promise<ClientRateLimitInfo> {
    return this.#add(key, 1);
  }

  async get(key: string): Promise<ClientRateLimitInfo> {
    return this.#add(key, 0);
  }

  async decrement(key: string): Promise<void> {
    await this.#add(key, -1);
  }

  async resetKey(key: string): Promise<void> {
    const { totalHits } = await this.get(key);
    await this.#add(key, -totalHits);
  }

  async #add(key: string, amount: number): Promise<ClientRateLimitInfo> {
    const now = this.#now();
    const windowStartMs = now - (now % this.#windowMs);
    const windowEndMs = windowStartMs + this.#windowMs;
    const [totalHits = 0] = await this.#usage.add([{ key: this.prefix + key, amount, windowStartMs, windowEndMs }]);
    this.#forgetPast(windowStartMs);
    return { totalHits, resetTime: new Date(windowEndMs) };
  }

  /**
   * Delete old rows once per window, because there is a row for every caller and minute. If it fails, the hourly
   * cleanup does it.
   */
  #forgetPast(windowStartMs: number): void {
    if (this.#countedMs === windowStartMs) return;
    this.#countedMs = windowStartMs;
    this.#usage.prune(windowStartMs).catch(() => undefined);
  }
}
