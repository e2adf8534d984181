/** Budgets and ended sessions of two processes on one PostgreSQL, without and with Redis. */
import { afterEach, describe, expect, inject, it } from 'vitest';
import { type RedisProcess, redisPath, startRedis } from '../../../test/harness/servers/redis.ts';
import { createTestDatabase, PATIENT, type TestDatabase } from '../../../test/harness/servers/shared-postgres.ts';
import { startTcpProxy } from '../../../test/harness/servers/proxies/tcp-proxy.ts';
import { type Scope, type Unit, UNITS } from '../auth/budgets/budget-table.ts';
import { type Budgets, createBudgets } from '../auth/budgets/budgets.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { openStore } from '../stores/open-store.ts';
import { openSharing } from './sharing.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const none = { visitor: {}, user: {}, address: {}, site: {} };
const prices = { date: '2026-01-01', models: { 'a:b': { input: 1000, output: 1000 } }, unknown: {} };
const ada = { userId: 'visitor:ada', address: '192.0.2.1', signal: new AbortController().signal };
const call = (tokens: number) => ({ model: 'a:b', inputTokens: tokens });

interface Site {
  database: TestDatabase;
  redis: RedisProcess | undefined;
  /** One more process. */
  open(redisPort?: number): Promise<Awaited<ReturnType<typeof openProcess>>>;
}

async function openSite(withRedis: boolean): Promise<Site> {
  const database = await createTestDatabase(inject('sharedPostgres'));
  cleanUps.push(() => database.drop());
  const redis = withRedis ? await startRedis(redisPath ?? '') : undefined;
  cleanUps.push(() => redis?.kill());
  return {
    database,
    redis,
    open: (port) => openProcess(database.url, port === undefined ? redis?.url : `redis://127.0.0.1:${port}`),
  };
}

async function openProcess(databaseURL: string, redisURL: string | undefined) {
  const sharing = await openSharing({ CHATDOCK_REDIS_URL: redisURL }, silentLog);
  const opened = openStore(databaseURL, { connections: 4, ...PATIENT });
  cleanUps.push(async () => {
    await sharing.write();
    await opened.close();
    sharing.close();
  });
  const usage = sharing.usageOf(opened);
  const budgets = createBudgets({
    table: { ...none, visitor: { 'tokens/day': 1000 } },
    prices,
    counters: usage,
    log: silentLog,
  });
  return { budgets, usage, sessions: sharing.sessionsOf(opened), write: sharing.write, opened };
}

async function spend({ budgets }: { budgets: Budgets }, tokens: number) {
  const settle = await budgets.hold(ada, call(tokens));
  await settle(call(tokens));
}
const isRefused = (spending: Promise<unknown>) =>
  spending.then(
    () => false,
    (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === 'budget_used_up',
  );

const isUsedUp = (spending: Promise<unknown>) =>
  spending.then(
    () => false,
    (cause: unknown) => cause instanceof Error,
  );

/** Uses one of a unit, each time as another person in the same scope. */
async function use(budgets: Budgets, unit: Unit, scope: Scope, index: number): Promise<void> {
  const isSame = { visitor: scope === 'visitor', user: scope === 'user', address: scope === 'address' };
  const context = {
    userId: isSame.visitor ? 'visitor:ada' : isSame.user ? 'user:ada' : `visitor:${index}`,
    address: isSame.address ? '192.0.2.1' : `198.51.100.${index}`,
    signal: ada.signal,
  };
  if (unit === 'turns' || unit === 'MB') return budgets.take(context, unit, 1);
  // A token costs a thousandth of a dollar.
  const spent = {
    model: 'a:b',
    ...(unit === 'audio minutes' ? { audioSeconds: 60 } : { inputTokens: unit === 'dollars' ? 1000 : 1 }),
  };
  await (
    await budgets.hold(context, spent)
  )(spent);
}

if (redisPath === undefined) console.log('Redis is not installed, so the budgets in Redis are not tested.');

describe.each([
  { name: 'PostgreSQL', withRedis: false },
  { name: 'PostgreSQL and Redis', withRedis: true },
])('two processes on $name', ({ withRedis }) => {
  describe.skipIf(withRedis && redisPath === undefined)('together', () => {
    it('share one budget', async () => {
      const site = await openSite(withRedis);
      const processes = [await site.open(), await site.open()] as const;
      const refusals: boolean[] = [];
      for (let count = 0; count < 20; count += 1)
        refusals.push(await isRefused(spend(processes[count % 2 === 0 ? 0 : 1], 100)));
      expect(refusals.filter((refused) => !refused)).toHaveLength(10);
    });

    it('spend the budget of each unit and of each scope together', async () => {
      const site = await openSite(withRedis);
      const processes = [await site.open(), await site.open()] as const;
      const granted: Record<string, number> = {};
      for (const unit of UNITS)
        for (const scope of ['visitor', 'user', 'address', 'site'] as const) {
          const budgets = processes.map(({ usage }) =>
            createBudgets({
              table: { ...none, [scope]: { [`${unit}/day`]: 5 } },
              prices,
              counters: usage,
              log: silentLog,
            }),
          );
          const used = budgets.flatMap((budget, process) =>
            Array.from({ length: 6 }, (_, index) => isUsedUp(use(budget, unit, scope, 10 * process + index))),
          );
          granted[`${unit} of ${scope}`] = (await Promise.all(used)).filter((isOver) => !isOver).length;
        }
      expect(new Set(Object.values(granted))).toEqual(new Set([5]));
      expect(Object.keys(granted)).toHaveLength(20);
    });

    it('count what the other has reserved and not used yet', async () => {
      const site = await openSite(withRedis);
      const processes = [await site.open(), await site.open()] as const;
      const holds = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          isRefused(processes[index % 2 === 0 ? 0 : 1].budgets.hold(ada, call(600))),
        ),
      );
      expect(holds.filter((refused) => !refused)).toHaveLength(2);
    });

    it('refuse a session that ended at the other, and know the end after a restart', async () => {
      const site = await openSite(withRedis);
      const [one, two] = [await site.open(), await site.open()];
      expect([await one.sessions.endedAt('visitor:ada'), await two.sessions.endedAt('visitor:ada')]).toEqual([
        null,
        null,
      ]);
      await one.sessions.end('visitor:ada');
      const endedMs = await two.sessions.endedAt('visitor:ada');
      expect(endedMs).toBeTypeOf('number');
      expect(await two.sessions.endedAt('visitor:bob')).toBeNull();
      await site.redis?.kill();
      expect(await (await site.open()).sessions.endedAt('visitor:ada')).toBe(endedMs);
    });
  });
});

describe.skipIf(redisPath === undefined)('budgets that Redis counts', () => {
  it('are stored in the database, so that a Redis that restarts empty continues with them', async () => {
    const site = await openSite(true);
    const [one, two] = [await site.open(), await site.open()];
    await spend(one, 700);
    await spend(two, 200);
    await Promise.all([one.write(), two.write()]);
    await site.redis?.kill();
    await site.redis?.start();
    // The connections come back one after the other.
    await expect.poll(() => isRefused(spend(one, 100)), { interval: 500 }).toBe(true);
    await expect.poll(() => isRefused(spend(two, 1))).toBe(true);
  });

  it('are counted by PostgreSQL while a process cannot reach Redis, and by Redis afterwards', async () => {
    const site = await openSite(true);
    const line = await startTcpProxy(Number(new URL(site.redis?.url ?? '').port));
    cleanUps.push(() => line.close());
    const [one, two] = [await site.open(), await site.open(line.port)];
    await spend(one, 100);
    await spend(two, 100);
    line.refuse(true);
    await spend(two, 300);
    line.refuse(false);
    await expect
      .poll(async () => {
        await two.usage.add([sumOfAda()]);
        return (await one.usage.add([sumOfAda()]))[0];
      })
      .toBe(500);
    expect(await isRefused(spend(one, 600))).toBe(false);
    expect(await isRefused(spend(two, 1))).toBe(true);
  });

  it('do not count twice what a hung Redis applies later', { timeout: 60_000 }, async () => {
    const site = await openSite(true);
    const one = await site.open();
    await spend(one, 100);
    site.redis?.freeze();
    await spend(one, 300);
    site.redis?.thaw();
    await expect.poll(async () => (await one.usage.add([sumOfAda()]))[0]).toBe(400);
    await one.write();
    expect((await one.opened.usage.add([sumOfAda()]))[0]).toBe(400);
  });

  it('are in the database a second later, each sum once', async () => {
    const site = await openSite(true);
    const processes = [await site.open(), await site.open()] as const;
    for (let count = 0; count < 6; count += 1) await spend(processes[count % 2 === 0 ? 0 : 1], 100);
    await expect.poll(async () => (await processes[0].opened.usage.add([sumOfAda()]))[0]).toBe(600);
  });
});

/** Asks for a sum without adding to it. */
function sumOfAda() {
  const windowStartMs = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  return { key: 'visitor tokens visitor:ada', amount: 0, windowStartMs, windowEndMs: windowStartMs + 86_400_000 };
}
