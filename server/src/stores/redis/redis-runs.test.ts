/** Two processes at one Redis and one database: requests and events cross, and a lost Redis loses neither turn nor text. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newThread } from '../../../../test/harness/records.ts';
import { type RedisProcess, redisPath, startRedis } from '../../../../test/harness/redis.ts';
import { silentLog } from '../../core/log.ts';
import { SqlRuns } from '../sql-runs.ts';
import { SqliteDatabase } from '../sqlite.ts';
import { openRedis } from './redis-link.ts';
import { RedisRuns } from './redis-runs.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** Counts what the database is asked for. */
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
    return { records, runs: new RedisRuns(records, link) };
  };
  const [here, there] = [await open(), await open()];
  const claim = { runId: 'run_1', threadId: newThread().id, userId: 'ada', bodyHash: 'hash', fence: 'fence' };
  expect(await here.runs.claim(claim)).toBeNull();
  return { redis, here, there, claim };
}

describe.skipIf(redisPath === undefined)('turns through Redis', () => {
  it('pass on a request to stop and to follow without asking the database', async () => {
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

  it('give every reader its place in the log', async () => {
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

  it('give a reader of a late log its snapshot, and a log without beginning to nobody new', async () => {
    const { redis, here, there, claim } = await openTwo();
    await here.runs.append(claim.runId, { first: 90, events: ['snapshot'] });
    expect(await there.runs.readLog(claim.runId, 0)).toEqual([{ first: 90, events: ['snapshot'] }]);
    await redis.kill();
    await redis.start();
    await expect.poll(() => there.runs.readLog(claim.runId, 0)).toEqual([]);
    await here.runs.append(claim.runId, { first: 91, events: ['more'] });
    expect(await there.runs.readLog(claim.runId, 90)).toEqual([{ first: 91, events: ['more'] }]);
    await expect(there.runs.readLog(claim.runId, 0)).rejects.toMatchObject({ code: 'run_gone' });
  });

  it('work through the database while Redis is away', async () => {
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
