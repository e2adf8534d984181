/** Slots for simultaneous turns in Redis: one sorted set for each key, with the end of each lease as its score. */
import type { SlotLease, SlotLeases } from '../../core/runs/slot-leases.ts';
import type { RedisLink } from './redis-link.ts';

/** KEYS: the sets. ARGV: the lease's id, its length, and the limit of each set (none: the slot is taken in any case). */
const ACQUIRE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for place, key in ipairs(KEYS) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  local limit = tonumber(ARGV[place + 2])
  if limit and redis.call('ZCARD', key) >= limit then return place end
end
for _, key in ipairs(KEYS) do
  redis.call('ZADD', key, now + ARGV[2], ARGV[1])
  redis.call('PEXPIRE', key, ARGV[2])
end
return 0`;

export class RedisSlots implements SlotLeases {
  readonly #redis: RedisLink;

  constructor(redis: RedisLink) {
    this.#redis = redis;
  }

  async acquire(lease: SlotLease): Promise<number | null> {
    const place = Number(
      await this.#run(
        lease,
        lease.keys.map(({ limit }) => String(limit)),
      ),
    );
    return place === 0 ? null : place - 1;
  }

  /** Also restores slots that a restart of Redis has lost. */
  async renew(leases: readonly SlotLease[]): Promise<void> {
    await Promise.all(leases.map((lease) => this.#run(lease, [])));
  }

  async release({ id, keys }: SlotLease): Promise<void> {
    await Promise.all(keys.map(({ key }) => this.#redis.send(['ZREM', toSet(key), id])));
  }

  #run({ id, keys, forMs }: SlotLease, limits: readonly string[]): Promise<unknown> {
    const sets = keys.map(({ key }) => toSet(key));
    return this.#redis.send(['EVAL', ACQUIRE, String(sets.length), ...sets, id, String(forMs), ...limits]);
  }
}

const toSet = (key: string) => `chatdock:slots:${key}`;
