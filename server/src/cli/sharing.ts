/**
 * Data that several processes share besides the conversations: counters, budgets, ended sessions and running answers,
 * through Redis or the database.
 */
import { createHash } from 'node:crypto';
import type { LimitOptions } from '../auth/limits.ts';
import { UsageCounterStore } from '../auth/usage-counter-store.ts';
import type { ServerLog } from '../core/telemetry/log.ts';
import type { SessionLedger } from '../core/records/sessions.ts';
import type { UsageCounters } from '../core/usage/usage-counters.ts';
import type { OpenStore, StoreOptions } from '../stores/open-store.ts';
import { openRedis, type RedisLink } from '../stores/redis/redis-link.ts';
import { RedisSessions } from '../stores/redis/redis-sessions.ts';
import { RedisUsage } from '../stores/redis/redis-usage.ts';
import { RedisRuns } from '../stores/redis/redis-runs.ts';
import { RedisSlots } from '../stores/redis/redis-slots.ts';
import type { Config } from './settings/config.ts';

/** Empty if this process counts alone. */
export type SharedCounts = Pick<LimitOptions, 'makeCounters' | 'slots'>;

interface Sharing {
  /** For `openStore`. */
  readonly shareRuns: StoreOptions['shareRuns'];
  countsWith(opened: Pick<OpenStore, 'slots' | 'usage'>): SharedCounts;
  /** Sums for budgets. */
  usageOf(opened: Pick<OpenStore, 'usage'>): UsageCounters;
  sessionsOf(opened: Pick<OpenStore, 'sessions'>): SessionLedger;
  /** Stores pending counts in the database. Call it before the database is closed. */
  write(): Promise<void>;
  close(): void;
}

/** @throws Error with a readable message if CHATDOCK_REDIS_URL is set but its packages are not installed */
export async function openSharing(
  { CHATDOCK_REDIS_URL: url }: Pick<Config, 'CHATDOCK_REDIS_URL'>,
  log: ServerLog,
): Promise<Sharing> {
  if (url === undefined)
    return {
      shareRuns: undefined,
      countsWith: throughDatabase,
      usageOf: ({ usage }) => usage,
      sessionsOf: ({ sessions }) => sessions,
      write: async () => undefined,
      close: () => undefined,
    };
  const redis = await openRedis(url, log);
  const counts = await throughRedis(redis);
  let usage: RedisUsage | undefined;
  return {
    shareRuns: (records) => new RedisRuns(records, redis),
    countsWith: () => counts,
    usageOf: (opened) => (usage = new RedisUsage(redis, opened.usage, log)),
    sessionsOf: (opened) => new RedisSessions(redis, opened.sessions),
    write: async () => usage?.write(),
    close: redis.close,
  };
}

const throughDatabase: Sharing['countsWith'] = ({ slots, usage }) =>
  slots === null ? {} : { slots, makeCounters: (name) => new UsageCounterStore(usage, `limit ${name} `) };

async function throughRedis(redis: RedisLink): Promise<SharedCounts> {
  const { RedisStore } = await import('rate-limit-redis');
  return {
    slots: new RedisSlots(redis),
    makeCounters: (name) =>
      new RedisStore({
        prefix: `chatdock:limit:${name}:`,
        sendCommand: (...command) => sendForCounters(redis, command),
      }),
  };
}

/**
 * The package loads its scripts once at the start, and a failure is permanent. The name of a script is its hash, so it
 * is known without Redis. If Redis does not have the script, it reports so, and the package loads it again.
 */
async function sendForCounters(
  redis: RedisLink,
  command: readonly string[],
): Promise<boolean | number | string | (boolean | number | string)[]> {
  const answer = redis.send(command);
  const script = command[0] === 'SCRIPT' ? command[2] : undefined;
  const result = script === undefined ? answer : answer.catch(() => createHash('sha1').update(script).digest('hex'));
  // The answers of the package's scripts: numbers, and names of scripts.
  return (await result) as number | string | number[];
}
