/** Two processes exchange requests and events through Redis. A lost Redis loses neither a turn nor text. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newThread } from '../../../../test/harness/chat/records.ts';
import { type RedisProcess, redisPath, startRedis } from '../../../../test/harness/servers/redis.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { RunBuffer } from '../../core/runs/resuming/run-buffer.ts';
import { RunKeeper } from '../../core/runs/resuming/run-keeper.ts';
import { readRemote } from '../../core/runs/resuming/run-reading.ts';
import { SqlRuns } from '../sql/sql-runs.ts';
import { SqliteDatabase } from '../sqlite/sqlite.ts';
import { openRedis } from './redis-link.ts';
import { RedisRuns } from './redis-runs.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Counts the queries to the database. */
class CountingRuns extends SqlRuns {
  asked = 0;
  override requests() {
    this.asked += 1;
    return super.requests();
  }
}

async function openTwo() {
  const redis: RedisProcess = await startRedis(redisPath ?? '');
  cleanUps.push(() => redis.kill());
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-redis-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  const open = async () => {
    const database = new SqliteDatabase({ file: join(folder, 'chat.sqlite') });
    cleanUps.push(() => database.close());
    const link = await openRedis(redis.url, silentLog);
    cleanUps.push(() => link.close());
    const records = new CountingRuns(database);
    return { records, runs: new RedisRuns(records, link), link };
  };
  const [here, there] = [await open(), await open()];
  const claim = { runId: 'run_1', threadId: newThread().id, userId: 'ada', bodyHash: 'hash', fence: 'fence' };
  expect(await here.runs.claim(claim)).toBeNull();
  return { redis, here, there, claim, link: here.link };
}

const batch = (first: number, count = 2) => ({
  first,
  events: Array.from({ length: count }, (_, index) => `"${first + index}"`),
});

describe.skipIf(redisPath === undefined)('readers of turns of another process', () => {
  it('get new events at once, with one blocking connection for all streams of a process', async () => {
    const { here, there, claim, link } = await openTwo();
    const other = { ...claim, runId: 'run_2', threadId: newThread().id };
    expect(await here.runs.claim(other)).toBeNull();
    const [one, same, two] = [claim, claim, other].map(({ runId }) => there.runs.watch(runId));
    // Until the connection waits for all streams.
    const grow = async (runId: string, first: number) => here.runs.append(runId, batch(first));
    await grow(claim.runId, 1);
    await grow(other.runId, 1);
    await expect.poll(() => two?.wait(), { timeout: 5000 }).toBeNull();
    const clients = String(await link.send(['INFO', 'clients']));
    expect(/blocked_clients:(\d+)/.exec(clients)?.[1]).toBe('1');
    await Promise.all([one, same].map((watch) => watch?.wait()));
    const started = performance.now();
    const waiting = Promise.all([one, same, two].map((watch) => watch?.wait()));
    await grow(claim.runId, 3);
    await grow(other.runId, 3);
    expect(await waiting).toEqual([[batch(3)], [batch(3)], [batch(3)]]);
    expect(performance.now() - started).toBeLessThan(700);
    for (const watch of [one, same, two]) watch?.close();
  });

  it('read the log when a turn ends, when they fell behind, and on silence', async () => {
    const { here, there, claim } = await openTwo();
    const watch = there.runs.watch(claim.runId);
    await here.runs.append(claim.runId, batch(1));
    expect(await watch.wait()).not.toBeUndefined();
    expect(await watch.wait()).toBeNull();
    for (let first = 3; first < 200; first += 2) await here.runs.append(claim.runId, batch(first));
    await expect.poll(() => watch.wait()).toBeNull();
    const started = performance.now();
    const waiting = watch.wait();
    await here.runs.finish(claim.runId, 'fence', 'completed');
    expect(await waiting).toBeNull();
    expect(performance.now() - started).toBeLessThan(700);
    watch.close();
  });

  it('get events again after Redis has restarted empty', async () => {
    const { redis, here, there, claim } = await openTwo();
    const watch = there.runs.watch(claim.runId);
    await here.runs.append(claim.runId, batch(1));
    await watch.wait();
    await redis.kill();
    await redis.start();
    for (const { link } of [here, there])
      await expect.poll(() => link.send(['PING']).catch(() => null), { timeout: 10_000 }).toBe('PONG');
    const next = { ...claim, runId: 'run_2', threadId: newThread().id };
    expect(await here.runs.claim(next)).toBeNull();
    const later = there.runs.watch('run_2');
    let first = 1;
    await expect
      .poll(
        async () => {
          await here.runs.append('run_2', batch((first += 2)));
          return later.wait();
        },
        { timeout: 15_000 },
      )
      .toEqual([expect.objectContaining({ first: expect.any(Number) })]);
    watch.close();
    later.close();
  });
});

it.skipIf(redisPath === undefined)('a turn that lost its log with Redis is read as a whole', async () => {
  const { redis, here, there, claim } = await openTwo();
  const keeper = new RunKeeper(here.runs, silentLog, async () => undefined);
  cleanUps.push(() => keeper.close());
  const buffer = new RunBuffer();
  const local = keeper.keep({ runId: claim.runId, threadId: claim.threadId, fence: claim.fence, buffer });
  const record = await there.runs.find(claim.runId);
  if (!record) throw new Error('The turn is not there.');
  const read = async (after: number) => {
    const seen: string[] = [];
    const reading = readRemote(there.runs, record, after);
    await reading.read(({ events }) => void seen.push(...events), new AbortController().signal);
    return seen;
  };
  const throughout = read(0);
  for (const json of ['1', '2', '3']) buffer.append(json);
  await expect.poll(() => local.logged, { timeout: 5000 }).toBe(3);
  await redis.kill();
  buffer.append('4');
  await expect.poll(() => here.records.readLog(claim.runId, 0), { timeout: 5000 }).not.toEqual([]);
  await redis.start();
  const [late, behind] = [read(0), read(1)];
  buffer.append('5');
  await keeper.finish(local, 'completed');
  const all = ['1', '2', '3', '4', '5'];
  expect(await Promise.all([throughout, late, behind])).toEqual([all, all, all.slice(1)]);
});

describe.skipIf(redisPath === undefined)('turns through Redis', () => {
  it('pass on a request to stop or to follow without a database query', async () => {
    const { here, there, claim } = await openTwo();
    await here.runs.requests();
    const before = here.records.asked;
    await there.runs.stop(claim.runId);
    await expect
      .poll(() => here.runs.requests(), { timeout: 1000, interval: 20 })
      .toEqual([{ runId: claim.runId, isStopping: true, isFollowed: false }]);
    await there.runs.follow(claim.runId);
    await expect
      .poll(() => here.runs.requests(), { timeout: 1000, interval: 20 })
      .toEqual([{ runId: claim.runId, isStopping: true, isFollowed: true }]);
    expect(here.records.asked).toBe(before);
    expect(await there.runs.requests()).toEqual([]);
    await here.runs.finish(claim.runId, claim.fence, 'cancelled');
    expect(await here.runs.requests()).toEqual([]);
  });

  it('keep a lease that another process cannot take', async () => {
    const { there, claim } = await openTwo();
    expect(await there.runs.claim({ ...claim, runId: 'run_2', fence: 'other' })).toMatchObject({ runId: claim.runId });
    expect(await there.runs.renew(claim.runId, 'other')).toBe(false);
  });

  it("return the log from each reader's position", async () => {
    const { here, there, claim } = await openTwo();
    await here.runs.append(claim.runId, { first: 1, events: ['a', 'b', 'c'] });
    await here.runs.append(claim.runId, { first: 4, events: ['d'] });
    const [abc, d] = [
      { first: 1, events: ['a', 'b', 'c'] },
      { first: 4, events: ['d'] },
    ];
    const read = (after: number) => there.runs.readLog(claim.runId, after);
    expect([await read(0), await read(2), await read(3), await read(4)]).toEqual([[abc, d], [abc, d], [d], []]);
    expect(await read(Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(await here.records.readLog(claim.runId, 0)).toEqual([]);
  });

  it('start a late log with a snapshot, and refuse new readers of one without a start', async () => {
    const { redis, here, there, claim } = await openTwo();
    await here.runs.append(claim.runId, { first: 90, events: ['snapshot'] });
    expect(await there.runs.readLog(claim.runId, 0)).toEqual([{ first: 90, events: ['snapshot'] }]);
    await redis.kill();
    await redis.start();
    await expect.poll(() => there.runs.readLog(claim.runId, 0)).toEqual([]);
    // The stream's events must be written again first: without them, the next events would leave a gap for readers.
    expect(await here.runs.append(claim.runId, { first: 91, events: ['more'] })).toBe(false);
    expect(await there.runs.readLog(claim.runId, 90)).toEqual([]);
    expect(await here.runs.append(claim.runId, { first: 91, events: ['more'] })).toBe(true);
    expect(await there.runs.readLog(claim.runId, 90)).toEqual([{ first: 91, events: ['more'] }]);
    await expect(there.runs.readLog(claim.runId, 0)).rejects.toMatchObject({ code: 'run_gone' });
  });

  it('use the database while Redis is down', async () => {
    const { redis, here, there, claim } = await openTwo();
    await redis.kill();
    await there.runs.stop(claim.runId);
    await expect
      .poll(() => here.runs.requests(), { timeout: 5000 })
      .toEqual([{ runId: claim.runId, isStopping: true, isFollowed: false }]);
    await here.runs.append(claim.runId, { first: 1, events: ['a'] });
    await redis.start();
    await here.runs.append(claim.runId, { first: 2, events: ['b'] });
    expect(await there.runs.readLog(claim.runId, 0)).toEqual([
      { first: 1, events: ['a'] },
      { first: 2, events: ['b'] },
    ]);
  });
});
