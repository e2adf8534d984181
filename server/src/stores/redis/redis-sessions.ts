/** Stores when sessions were ended, in the database. A copy in Redis saves each request a database query. */
import type { SessionLedger } from '../../core/records/sessions.ts';
import type { RedisLink } from './redis-link.ts';

/**
 * How long a copy is valid. Ending a session replaces the copy at once. Only if Redis cannot be reached at that moment
 * do other processes learn of the end this much later.
 */
const COPY_MS = 10_000;
const NEVER = '0';

export class RedisSessions implements SessionLedger {
  readonly #redis: RedisLink;
  readonly #database: SessionLedger;

  constructor(redis: RedisLink, database: SessionLedger) {
    this.#redis = redis;
    this.#database = database;
  }

  async endedAt(userId: string): Promise<number | null> {
    const copy = await this.#redis.send(['GET', toKey(userId)]).catch(() => undefined);
    if (typeof copy === 'string') return copy === NEVER ? null : Number(copy);
    const endedMs = await this.#database.endedAt(userId);
    // Only if there is no copy, because an existing one may belong to a session that has ended since.
    if (copy !== undefined) await this.#copy(userId, endedMs, ['NX']);
    return endedMs;
  }

  async end(userId: string): Promise<void> {
    await this.#database.end(userId);
    await this.#copy(userId, await this.#database.endedAt(userId));
  }

  async #copy(userId: string, endedMs: number | null, condition: readonly string[] = []): Promise<void> {
    const value = endedMs === null ? NEVER : String(endedMs);
    await this.#redis.send(['SET', toKey(userId), value, 'PX', String(COPY_MS), ...condition]).catch(() => undefined);
  }
}

const toKey = (userId: string) => `chatdock:ended:${userId}`;
