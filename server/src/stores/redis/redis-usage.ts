/** Budget sums in Redis, which are written to the database every second. */
import { StoreUnavailableError } from '../../core/errors.ts';
import type { ServerLog } from '../../core/telemetry/log.ts';
import { idOf } from '../../core/usage/memory-usage.ts';
import type { UsageCounters, UsageEntry } from '../../core/usage/usage-counters.ts';
import type { RedisLink } from './redis-link.ts';

/**
 * KEYS: when Redis began to count, and the sums. ARGV: a beginning, or nothing; then for each sum its amount, the start
 * and the end of its window, and the sum in the database, or nothing.
 *
 * Returns the beginning and the new sums. Adds nothing and returns only the beginning if another beginning was given,
 * or if a missing sum may have been lost because its window is older than the beginning.
 */
const ADD = `
local since = redis.call('GET', KEYS[1])
if not since then
  local time = redis.call('TIME')
  since = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
  redis.call('SET', KEYS[1], since)
end
if ARGV[1] ~= '' and ARGV[1] ~= since then return {since} end
for place = 2, #KEYS do
  local at = (place - 2) * 4 + 2
  local known = ARGV[at + 3]
  if tonumber(ARGV[at + 1]) <= tonumber(since) and redis.call('EXISTS', KEYS[place]) == 0 then
    if known == '' then return {since} end
    redis.call('SET', KEYS[place], known)
  end
end
local answer = {since}
for place = 2, #KEYS do
  local at = (place - 2) * 4 + 2
  answer[place] = redis.call('INCRBY', KEYS[place], ARGV[at])
  redis.call('PEXPIREAT', KEYS[place], ARGV[at + 2])
end
return answer`;

const SINCE = 'chatdock:usage:since';
const WRITE_MS = 1000;
/** The number of sums that are written to the database at once. */
const BATCH = 100;

/**
 * Redis counts, and the database follows within a second. A Redis that restarts empty continues with the sums in the
 * database. While Redis is unavailable, the database counts.
 */
export class RedisUsage implements UsageCounters {
  readonly #redis: RedisLink;
  readonly #database: UsageCounters;
  readonly #log: ServerLog;
  /** Counted in Redis and not yet in the database. */
  readonly #unwritten = new Changes();
  /** Counted in the database while Redis was unavailable. */
  readonly #uncounted = new Changes();
  #since = '';
  #writing: ReturnType<typeof setTimeout> | undefined;

  constructor(redis: RedisLink, database: UsageCounters, log: ServerLog) {
    this.#redis = redis;
    this.#database = database;
    this.#log = log;
  }

  async add(entries: readonly UsageEntry[]): Promise<number[]> {
    if (entries.length === 0) return [];
    let sums: number[];
    try {
      sums = await this.#addInRedis(entries);
    } catch (cause) {
      await this.write();
      const inDatabase = await this.#database.add(entries);
      if (hasNotCounted(cause)) this.#uncounted.add(entries);
      return inDatabase;
    }
    this.#unwritten.add(entries);
    this.#writing ??= setTimeout(() => void this.write(), WRITE_MS).unref();
    return sums;
  }

  prune(nowMs: number): Promise<void> {
    return this.#database.prune(nowMs);
  }

  /**
   * Writes the counts of this process from Redis to the database. Counts that cannot be written are retried with the
   * next ones.
   */
  async write(): Promise<void> {
    clearTimeout(this.#writing);
    this.#writing = undefined;
    const entries = this.#unwritten.drain();
    for (let first = 0; first < entries.length; first += BATCH) {
      try {
        await this.#database.add(entries.slice(first, first + BATCH));
      } catch (err) {
        this.#unwritten.add(entries.slice(first));
        this.#log.warn(
          { err },
          'Budgets that Redis counts could not be written to the database. They are tried again.',
        );
        this.#writing ??= setTimeout(() => void this.write(), WRITE_MS).unref();
        return;
      }
    }
  }

  async #addInRedis(entries: readonly UsageEntry[]): Promise<number[]> {
    await this.#addLate();
    const counted = await this.#run(entries, '');
    if (counted.length > 0) return counted;
    await this.write();
    const known = await this.#database.add(entries.map((entry) => ({ ...entry, amount: 0 })));
    return await this.#run(entries, '', known);
  }

  /**
   * A Redis that has become empty meanwhile rejects these and takes the sums from the database, which includes them.
   */
  async #addLate(): Promise<void> {
    const since = this.#since;
    await Promise.all(
      this.#uncounted.drain().map((entry) =>
        this.#run([entry], since).catch((cause: unknown) => {
          if (hasNotCounted(cause)) this.#uncounted.add([entry]);
          throw cause;
        }),
      ),
    );
  }

  /** Empty when nothing was added. */
  async #run(entries: readonly UsageEntry[], since: string, known: readonly number[] = []): Promise<number[]> {
    const keys = entries.map((entry) => `chatdock:usage:${idOf(entry)}`);
    const values = entries.flatMap(({ amount, windowStartMs, windowEndMs }, index) =>
      [amount, windowStartMs, windowEndMs, known[index] ?? ''].map(String),
    );
    const answer = await this.#redis.send(['EVAL', ADD, String(keys.length + 1), SINCE, ...keys, since, ...values]);
    if (!Array.isArray(answer)) throw new TypeError('Redis did not answer with sums.');
    const [begun, ...sums]: unknown[] = answer;
    this.#since = String(begun);
    return sums.map(Number);
  }
}

/** A slow Redis still executes the command. */
const hasNotCounted = (cause: unknown) => !(cause instanceof StoreUnavailableError);

/** Amounts by key and window, added up. */
class Changes {
  readonly #entries = new Map<string, UsageEntry>();

  add(entries: readonly UsageEntry[]): void {
    for (const entry of entries) {
      const id = idOf(entry);
      this.#entries.set(id, { ...entry, amount: (this.#entries.get(id)?.amount ?? 0) + entry.amount });
    }
  }

  drain(): UsageEntry[] {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    return entries;
  }
}
