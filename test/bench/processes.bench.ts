/**
 * The cost of an event with one, two and three processes, and with each kind of database. Figures are processor time
 * for each event: on a machine with two cores, more processes cannot be faster by the clock.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { runConversation, emptyFigures, type LoadFigures } from '../../scripts/load/conversation.ts';
import { UNLIMITED } from '../harness/chaos/chaos.ts';
import { cpuMs } from '../harness/measure/cpu-time.ts';
import { type PostgresProcess, startPostgres } from '../harness/servers/postgres.ts';
import { type RedisProcess, redisPath, startRedis } from '../harness/servers/redis.ts';
import { type ServerProcess, startServer } from '../harness/servers/server-process.ts';
import type { Benchmark, Comparison } from './benchmark.ts';

const CONVERSATIONS = 60;
/** Pieces of 13 characters, 40 a second: a fast model. An answer has about 300 of them. */
const MESSAGE = 'count to 1000';
const PIECE_MS = 25;
const SETTLE_MS = 4000;
const MEASURE_MS = 15_000;
/** The events of one answered message on the page about scaling. */
const EVENTS_A_SECOND = 20;

interface Engines {
  postgres: PostgresProcess;
  redis: RedisProcess | null;
}

interface Cost {
  /** Microseconds of processor time for each event: of our processes, of PostgreSQL and of Redis. */
  ours: number;
  postgres: number;
  redis: number;
  eventsPerSecond: number;
  answers: number;
  walBytes: number;
  /** For one conversation that streams answers without a break. */
  commitsPerSecond: number;
  connections: number;
}

export const benchmark: Benchmark = {
  question: 'What does an event cost with several processes, and what does it cost PostgreSQL and Redis?',
  async run() {
    const postgres = await startPostgres({ full_page_writes: 'on' });
    const redis = redisPath === undefined ? null : await startRedis(redisPath);
    try {
      const alone = await measure(1, null);
      const database = await measure(1, { postgres, redis: null });
      const rows: Comparison[] = [
        row('one process, memory: its time for an event', alone.ours),
        row('one process, PostgreSQL: its time for an event', database.ours, ['memory', alone.ours]),
      ];
      if (redis === null) console.log('  (without Redis, which is not installed)');
      const several: Cost[] = [];
      for (const count of [1, 2, 3]) several.push(await measure(count, { postgres, redis }));
      const [one] = several;
      if (!one) return rows;
      rows.push(row('one process, PostgreSQL and Redis: its time for an event', one.ours, ['memory', alone.ours]));
      for (const [index, cost] of several.entries())
        rows.push(
          row(`${index + 1} processes: their time for an event`, cost.ours, ['one process', one.ours]),
          row(`${index + 1} processes: PostgreSQL for an event`, cost.postgres, ['memory, one process', alone.ours]),
          row(`${index + 1} processes: Redis for an event`, cost.redis, ['memory, one process', alone.ours]),
          {
            what: `${index + 1} processes on a core each: conversations of ${EVENTS_A_SECOND} events/s`,
            unit: '',
            ours: ((index + 1) * 1_000_000) / cost.ours / EVENTS_A_SECOND,
            other: { name: 'one process', value: 1_000_000 / one.ours / EVENTS_A_SECOND },
          },
        );
      return [
        ...rows,
        plain('write-ahead log of an answer of 300 events', 'KB', one.walBytes / one.answers / 1024),
        plain('the same without Redis', 'KB', database.walBytes / database.answers / 1024),
        plain('commits for a second of an answer', '', one.commitsPerSecond),
        plain('connections of a process to PostgreSQL', '', one.connections),
        plain('events a second while it was measured', '', one.eventsPerSecond),
      ];
    } finally {
      await postgres.stop();
      await redis?.kill();
    }
  },
};

const row = (what: string, ours: number, other?: [name: string, value: number]): Comparison => ({
  what,
  unit: 'µs',
  ours,
  other: other ? { name: other[0], value: other[1] } : null,
});
const plain = (what: string, unit: string, ours: number): Comparison => ({ what, unit, ours, other: null });

/** Lets visitors talk to so many processes, and counts once all of them are at it. */
async function measure(count: number, engines: Engines | null): Promise<Cost> {
  const servers = await startServers(count, engines);
  const [over, cut] = [new AbortController(), new AbortController()];
  try {
    const figures = emptyFigures();
    const talks = Array.from({ length: CONVERSATIONS }, (_, index) => {
      const plan = { url: `${servers[index % count]?.url}chatkit`, headers: {}, message: MESSAGE, pauseMs: 0 };
      return runConversation(plan, figures, over.signal, cut.signal);
    });
    await pause(SETTLE_MS);
    const before = await reading(servers, engines, figures);
    await pause(MEASURE_MS);
    const after = await reading(servers, engines, figures);
    over.abort();
    cut.abort();
    await Promise.all(talks);
    if (figures.errors.size > 0) throw new Error(`Visitors met errors: ${[...figures.errors.keys()].join(' ')}`);
    const events = after.events - before.events;
    const microsOf = (of: 'ours' | 'postgres' | 'redis') => ((after[of] - before[of]) * 1000) / events;
    return {
      ours: microsOf('ours'),
      postgres: microsOf('postgres'),
      redis: microsOf('redis'),
      eventsPerSecond: events / (MEASURE_MS / 1000),
      answers: after.answers - before.answers,
      walBytes: after.wal - before.wal,
      commitsPerSecond: ((after.commits - before.commits) * 1000) / (CONVERSATIONS * MEASURE_MS),
      connections: after.connections / count,
    };
  } finally {
    await Promise.all(servers.map((server) => server.dispose()));
  }
}

async function startServers(count: number, engines: Engines | null): Promise<ServerProcess[]> {
  const env = {
    ...UNLIMITED,
    // Counted, as on a real site, but never full.
    CHATDOCK_LIMIT_STREAMS_PER_USER: '100000',
    CHATDOCK_LIMIT_TURNS_PER_USER: '100000',
    CHATDOCK_DEMO_DELAY_MS: String(PIECE_MS),
    CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
    DATABASE_URL: engines?.postgres.url ?? 'memory:',
    ...(engines?.redis && { CHATDOCK_REDIS_URL: engines.redis.url }),
  };
  return Promise.all(Array.from({ length: count }, () => startServer(env)));
}

async function reading(servers: readonly ServerProcess[], engines: Engines | null, figures: LoadFigures) {
  const { wal, commits, connections } = engines
    ? await askPostgres(engines.postgres.url)
    : { wal: 0, commits: 0, connections: 0 };
  return {
    ours: servers.reduce((sum, server) => sum + cpuMs(server.pid()), 0),
    postgres: engines ? cpuMs(engines.postgres.pid(), true) : 0,
    redis: engines?.redis ? cpuMs(engines.redis.pid()) : 0,
    events: figures.events,
    answers: figures.answers,
    wal,
    commits,
    connections,
  };
}

async function askPostgres(connectionString: string): Promise<Record<'wal' | 'commits' | 'connections', number>> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<Record<'wal' | 'commits' | 'connections', string>>(
      `SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS wal,
              (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS commits,
              (SELECT count(*) FROM pg_stat_activity WHERE application_name = 'chatdock') AS connections`,
    );
    return {
      wal: Number(rows[0]?.wal),
      commits: Number(rows[0]?.commits),
      connections: Number(rows[0]?.connections),
    };
  } finally {
    await client.end();
  }
}
