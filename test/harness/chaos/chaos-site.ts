/**
 * A whole site under chaos: several processes behind nginx, over PostgreSQL, with or without Redis, files in a bucket.
 * Processes are killed and restarted, the database and Redis crash, and visitors send messages all the time.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  answerTo,
  any,
  type ChaosFigures,
  type ChaosWorld,
  countCalls,
  emptyFigures,
  lastUserText,
  logOf,
  type Oddity,
  openTalk,
  replyOf,
  UNLIMITED,
  untilDone,
} from './chaos.ts';
import { startFakeProvider } from '../providers/fake-provider.ts';
import { freePort } from '../servers/free-port.ts';
import { openUploadingVisitor, openGreedyVisitor, openFastVisitor } from './greedy-visitor.ts';
import { nginxPath, startNginxSite } from '../servers/proxies/nginx.ts';
import { type PostgresProcess, startPostgres } from '../servers/postgres.ts';
import { noteReceipts } from './receipts.ts';
import { type RedisProcess, redisPath, startRedis } from '../servers/redis.ts';
import { startS3 } from '../servers/s3.ts';
import { type ServerProcess, startServer } from '../servers/server-process.ts';

export interface SiteChaosPlan {
  processes: number;
  withRedis: boolean;
  conversations: number;
  /** How long processes are killed, one every few seconds. The restarts come in between, once each. */
  forMs: number;
  /** The random time between two kills. @defaultValue between three and six seconds */
  killsMs?: { least: number; most: number };
  onStep?: (text: string) => void;
  onOddity?: (oddity: Oddity, log: readonly string[]) => void;
}

export interface SiteChaosFigures extends ChaosFigures {
  kills: number;
  /** How often a visitor had more simultaneous answers than the limit, although the counter was available. */
  overLimit: number;
  /** The longest time from the end of a process until its slots were free again. */
  slotsBackMs: number;
  /** A visitor's answered requests while the counter was available, as a share of the limit. */
  requestsOfLimit: number;
  files: number;
  /** Files that the site had accepted and does not return to the visitor. */
  lostFiles: number;
}

/** Lost processes give their slots back after the lease of 15 s, and the visitor asks every 750 ms. */
export const SLOTS_BACK_MS = 17_000;
const STREAMS = 3;
const REQUESTS_A_MINUTE = 500;
const KILLS_MS = { least: 3000, most: 6000 };
/**
 * A restart of the counting database loses the counts. Running answers take their slots again within a third of a
 * lease, but answers that began uncounted continue to their end.
 */
const COUNTING_AGAIN_MS = 15_000;

interface Site extends ChaosWorld {
  postgres: PostgresProcess;
  redis: RedisProcess | null;
}

/** The tools that this machine lacks; empty if it has all. */
export const missingForSite = ({ withRedis }: Pick<SiteChaosPlan, 'withRedis'>): string[] => [
  ...(nginxPath === undefined ? ['nginx'] : []),
  ...(withRedis && redisPath === undefined ? ['redis-server'] : []),
];

export async function runSiteChaos(plan: SiteChaosPlan): Promise<SiteChaosFigures> {
  const { onStep = () => {} } = plan;
  const site = await openSite(plan);
  try {
    const names = Array.from({ length: plan.conversations }, (_, index) => `kill${index}`);
    const talks = await Promise.all(names.map((name) => openTalk(site, name)));
    const entrance = site.entrances[0] ?? '';
    const greedy = await openGreedyVisitor(entrance, STREAMS, () => {
      onStep('a visitor has more answers than the limit');
      for (const line of warningsOf(site.servers)) onStep(line);
    });
    const hasty = await openFastVisitor(entrance, { limit: REQUESTS_A_MINUTE, isOfClock: !plan.withRedis });
    const expectNoCount = (forMs: number) => {
      greedy.expectNoCount(forMs);
      hasty.rest(forMs);
    };
    const courier = await openUploadingVisitor(entrance);
    const over = new AbortController();
    onStep(`${plan.conversations} conversations begin`);
    const busy = Promise.all([
      ...talks.map((talk) => talk.run(Number.POSITIVE_INFINITY, false, over.signal)),
      greedy.hold(over.signal),
      hasty.hurry(over.signal),
      courier.sendFiles(over.signal),
    ]);
    busy.catch(() => over.abort());
    const kills = await disturb(site, plan, expectNoCount, over.signal);
    // Wait until the last killed process is back and its slots are free.
    onStep('the last answers');
    await Promise.race([greedy.untilWhole(2 * SLOTS_BACK_MS), busy]);
    over.abort();
    await busy;
    onStep('counting');
    const figures = emptyFigures();
    const onOddity = (oddity: Oddity) => plan.onOddity?.(oddity, logOf(site, oddity.threadId));
    for (const talk of talks) await talk.count(figures, { receipts: site.receipts, onOddity, databaseCrashes: true });
    countCalls(site.provider, talks, figures);
    await Promise.all(talks.map((talk) => talk.close()));
    const files = await courier.checkFiles(site.servers.map(({ url }) => url));
    return { ...figures, ...greedy.seen, ...hasty.seen, ...files, kills };
  } finally {
    await site.dispose();
  }
}

/** The warnings of the processes since they started. */
const warningsOf = (servers: readonly ServerProcess[]) =>
  servers.flatMap((server) =>
    server
      .output()
      .split('\n')
      .filter((line) => /"level":"(warn|error)"/.test(line))
      .map((line) => line.slice(0, 600)),
  );

async function openSite({ processes, withRedis }: SiteChaosPlan): Promise<Site> {
  const provider = await startFakeProvider();
  provider.pieceMs = 25;
  // The greedy visitor gets long answers; the other conversations are as in chaos with two processes.
  provider.reply = ({ body }) => replyOf(answerTo(lastUserText(body)).repeat(lastUserText(body) === '' ? 3 : 1));
  const [postgres, files] = await Promise.all([startPostgres(), startS3('files')]);
  const redis = withRedis ? await startRedis(redisPath ?? '') : null;
  const receipts = noteReceipts();
  const env = {
    ...UNLIMITED,
    ...receipts.env,
    CHATDOCK_LIMIT_STREAMS_PER_USER: String(STREAMS),
    CHATDOCK_LIMIT_REQUESTS_PER_USER: String(REQUESTS_A_MINUTE),
    DATABASE_URL: postgres.url,
    ...(redis && { CHATDOCK_REDIS_URL: redis.url }),
    CHATDOCK_FILES: 's3://files/chat',
    AWS_ACCESS_KEY_ID: files.keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: files.keys.secretAccessKey,
    AWS_ENDPOINT_URL_S3: files.url,
    CHATDOCK_TRUST_PROXY: '1',
    CHATDOCK_GRACE_SECONDS: '3',
    CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
    CHATDOCK_MODEL: 'compatible:fake',
    COMPATIBLE_BASE_URL: provider.baseURL(),
  };
  const servers: ServerProcess[] = [];
  for (let count = 0; count < processes; count += 1) servers.push(await startServer(env));
  const port = await freePort();
  const nginx = await startNginxSite(nginxPath ?? '', port, balancer(servers, port));
  return {
    provider,
    servers,
    entrances: [`${nginx.origin}/`],
    receipts,
    postgres,
    redis,
    async dispose() {
      await nginx.dispose();
      await Promise.all(servers.map((server) => server.dispose()));
      receipts.dispose();
      await Promise.all([provider.close(), postgres.stop(), files.stop(), redis?.kill()]);
    },
  };
}

/** `deploy/nginx.conf` with the processes of this machine, and its log in a file or off. */
export function balancer(servers: readonly ServerProcess[], port: number, log?: string): string {
  const upstream = servers.map(({ url }) => `server ${new URL(url).host} max_fails=1 fail_timeout=5s;`).join('\n');
  return readFileSync('deploy/nginx.conf', 'utf8')
    .replace(/(\s*server chat-\d:8787 [^;]+;)+/, `\n${upstream}`)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('/var/log/nginx/access.log chat', log === undefined ? 'off' : `${log} chat`);
}

/** Kills a process now and then; between the kills a rolling restart, and a crash of the database and of Redis. */
async function disturb(
  site: Site,
  { forMs, killsMs = KILLS_MS, onStep = () => {} }: SiteChaosPlan,
  expectNoCount: (forMs: number) => void,
  over: AbortSignal,
): Promise<number> {
  const crash = async (engine: { kill(): Promise<void> }, start: () => Promise<void>) => {
    expectNoCount(COUNTING_AGAIN_MS);
    await engine.kill();
    await pause(500);
    await start();
    expectNoCount(COUNTING_AGAIN_MS);
  };
  const { postgres, redis } = site;
  const between: [name: string, disturbance: () => Promise<void>][] = [
    ['a restart of one process after the other', () => rollingRestart(site)],
    ['a crash of PostgreSQL', () => crash(postgres, () => postgres.restart())],
    ...(redis ? [['a crash of Redis', () => crash(redis, () => redis.start())] as [string, () => Promise<void>]] : []),
  ];
  const pauseMs = forMs / (between.length + 1);
  let kills = 0;
  const started = performance.now();
  while (!over.aborted && (performance.now() - started < forMs || between.length > 0)) {
    await pause(killsMs.least + Math.random() * (killsMs.most - killsMs.least));
    const isTime = performance.now() - started > forMs - between.length * pauseMs;
    const next = kills > 0 && isTime ? between.shift() : undefined;
    if (next) {
      onStep(next[0]);
      await next[1]();
      continue;
    }
    kills += 1;
    onStep(`kill ${kills}`);
    const server = any(site.servers);
    site.receipts.killed(server.pid());
    await server.kill();
    await pause(300);
    await server.start();
  }
  return kills;
}

async function rollingRestart({ servers }: Site): Promise<void> {
  for (const server of servers) {
    await server.terminate();
    await server.start();
    await untilDone(async () => {
      if (!(await fetch(`${server.url}readyz`)).ok) throw new Error('The process is not ready.');
    });
  }
}
