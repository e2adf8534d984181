/** Processes wake each other through PostgreSQL. If a notice is lost, they find the news in the tables. */
import { Client } from 'pg';
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest';
import { newThread } from '../../../../test/harness/chat/records.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/servers/shared-postgres.ts';
import { PostgresDatabase } from './postgres.ts';
import { SqlRuns } from '../sql/sql-runs.ts';

let shared: TestDatabase;
const databases: PostgresDatabase[] = [];
beforeEach(async () => {
  shared = await createTestDatabase(inject('sharedPostgres'));
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(databases.splice(0).map((database) => database.close()));
  await shared.drop();
});

/** A process that has received its own notice, and so receives those of other processes. */
async function open(connections?: number) {
  const database = new PostgresDatabase({ url: shared.url, connections });
  databases.push(database);
  const runs = new SqlRuns(database);
  let asked = 0;
  runs.onRequest(() => (asked += 1));
  const claim = { runId: `run_${crypto.randomUUID()}`, threadId: newThread().id, userId: 'ada', bodyHash: 'hash' };
  expect(await runs.claim({ ...claim, fence: 'fence' })).toBeNull();
  return { database, runs, runId: claim.runId, asked: () => asked };
}

const isReceiving = ({ database }: Awaited<ReturnType<typeof open>>) =>
  expect.poll(() => database.notices?.areArriving).toBe(true);

it('a request about a turn is sent to the process that runs it, and to no other', async () => {
  const [here, there] = [await open(), await open()];
  await Promise.all([here, there].map(isReceiving));
  await there.runs.stop(here.runId);
  await expect.poll(here.asked).toBe(1);
  expect(await here.runs.requests()).toEqual([{ runId: here.runId, isStopping: true, isFollowed: false }]);
  expect(there.asked()).toBe(0);
});

it('a reader is woken by new events and by the end of the turn', async () => {
  const [here, there] = [await open(), await open()];
  await Promise.all([here, there].map(isReceiving));
  await there.runs.follow(here.runId);
  await expect.poll(here.asked).toBe(1);
  const watch = there.runs.watch(here.runId);
  // From now on only a notice can end a wait.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const woken = watch.wait();
  vi.useRealTimers();
  await here.runs.append(here.runId, { first: 1, events: ['"a"'] });
  await woken;
  expect(await there.runs.readLog(here.runId, 0)).toEqual([{ first: 1, events: ['"a"'] }]);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const ended = watch.wait();
  vi.useRealTimers();
  await here.runs.finish(here.runId, 'fence', 'completed');
  await ended;
  expect(await there.runs.find(here.runId)).toMatchObject({ outcome: 'completed' });
  watch.close();
});

it('a reader of a turn whose process sends no notices polls four times a second', async () => {
  const [here, there] = [await open(), await open()];
  await Promise.all([here, there].map(isReceiving));
  const watch = there.runs.watch(here.runId);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const looks = watch.wait();
  vi.advanceTimersByTime(250);
  vi.useRealTimers();
  expect(await looks).toBeNull();
  watch.close();
});

it('a process whose release sends no notices is answered at the next poll', async () => {
  const here = await open();
  await isReceiving(here);
  expect(await here.runs.requests()).toEqual([]);
  const older = new Client(shared.url);
  await older.connect();
  await older.query('UPDATE chatdock_runs SET followed = 1 WHERE run_id = $1', [here.runId]);
  expect(await here.runs.requests()).toEqual([{ runId: here.runId, isStopping: false, isFollowed: true }]);
  await older.query('UPDATE chatdock_runs SET stopping = 1 WHERE run_id = $1', [here.runId]);
  expect(await here.runs.requests()).toEqual([{ runId: here.runId, isStopping: true, isFollowed: true }]);
  await older.end();
  expect(here.asked()).toBe(0);
});

it('notices arrive again after a lost connection, and missed ones are made up for', { timeout: 60_000 }, async () => {
  const [here, there] = [await open(), await open()];
  await Promise.all([here, there].map(isReceiving));
  const client = new Client(shared.url);
  await client.connect();
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
  );
  await client.end();
  await expect.poll(() => here.database.notices?.areArriving).toBe(false);
  await there.runs.stop(here.runId);
  expect(await here.runs.requests()).toMatchObject([{ runId: here.runId, isStopping: true }]);
  await isReceiving(here);
});

it('a process with one connection polls instead', async () => {
  const [here, there] = [await open(1), await open()];
  expect(here.database.notices).toBeNull();
  await there.runs.stop(here.runId);
  expect(await here.runs.requests()).toMatchObject([{ runId: here.runId, isStopping: true }]);
});
