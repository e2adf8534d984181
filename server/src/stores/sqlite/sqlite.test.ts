/** SQLite beyond the store contract: shared commits, and problems of the file, the disk or a lock. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newItem, newThread, newUser } from '../../../../test/harness/chat/records.ts';
import { addHistory, unavailable } from '../../../../test/harness/servers/sql-steps.ts';
import { SqlStore } from '../sql/sql-store.ts';
import { SqliteDatabase, type SqliteOptions } from './sqlite.ts';

let folder: string;
let file: string;
const databases: SqliteDatabase[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatdock-sqlite-'));
  file = join(folder, 'test.sqlite');
});
afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.close()));
  rmSync(folder, { recursive: true });
});

function open(options: Partial<SqliteOptions> = {}) {
  const database = new SqliteDatabase({ file, ...options });
  databases.push(database);
  return { database, store: new SqlStore(database) };
}

/** A store with one thread and one message. */
const openWithHistory = (options: Partial<SqliteOptions> = {}) => addHistory(open(options).store);

describe('commits', () => {
  it('share one commit among all waiting writes', async () => {
    let commits = 0;
    class Counting extends DatabaseSync {
      override exec(sql: string) {
        if (sql === 'COMMIT') commits += 1;
        super.exec(sql);
      }
    }
    const { add, texts } = await openWithHistory({ connect: (path) => new Counting(path, { timeout: 0 }) });
    commits = 0;
    const many = Array.from({ length: 100 }, (_, n) => String(n));
    await Promise.all(many.map(add));
    expect(await texts()).toEqual(['first', ...many]);
    expect(commits).toBeLessThan(5);
  });

  it('roll back only the write that failed, completely, and keep the others', async () => {
    const { database } = open();
    await database.write([{ sql: 'CREATE TABLE kept (n INTEGER NOT NULL)', values: [] }]);
    const insert = (n: number) => ({ sql: 'INSERT INTO kept VALUES ($1)', values: [n] });
    const outcomes = await Promise.allSettled([
      database.write([insert(1)]),
      database.write([insert(2), { sql: 'INSERT INTO nowhere VALUES (1)', values: [] }]),
      database.write([insert(3)]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await database.read({ sql: 'SELECT n FROM kept ORDER BY n', values: [] })).toMatchObject([
      { n: 1 },
      { n: 3 },
    ]);
  });

  it('reach the disk before a write resolves', async () => {
    const { database } = open();
    expect(await database.read({ sql: 'PRAGMA synchronous', values: [] })).toMatchObject([{ synchronous: 2 }]);
    expect(await database.read({ sql: 'PRAGMA journal_mode', values: [] })).toMatchObject([{ journal_mode: 'wal' }]);
  });
});

describe('a file that several processes use', () => {
  it('gets its tables once, whichever process is first', async () => {
    await Promise.all(Array.from({ length: 5 }, () => open().database.ready()));
    const { add, texts } = await openWithHistory();
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('works with a release that later migrations have only added to', async () => {
    await open().database.ready();
    const other = new DatabaseSync(file);
    other.exec(`ALTER TABLE chatdock_items ADD COLUMN later TEXT; CREATE TABLE chatdock_later (id TEXT);
      CREATE TABLE IF NOT EXISTS chatdock_schema (applied INTEGER NOT NULL); DELETE FROM chatdock_schema;
      INSERT INTO chatdock_schema VALUES (99)`);
    other.close();
    const { add, texts } = await openWithHistory();
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('is not touched if a newer release has changed it', async () => {
    await open().database.ready();
    const other = new DatabaseSync(file);
    other.exec('PRAGMA user_version = 99');
    other.close();
    expect((await unavailable(open().database.ready())).message).toMatch(/newer release/);
  });

  it('keeps the event loop free while another process holds the lock, then writes', async () => {
    const { add, texts } = await openWithHistory();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
      if (ticks === 10) other.exec('COMMIT');
    }, 5);
    await add('second');
    clearInterval(ticking);
    other.close();
    expect(ticks).toBeGreaterThanOrEqual(10);
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('answers in two seconds if the lock is never released, serves history, and recovers', async () => {
    const { add, texts } = await openWithHistory();
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const { message, ms } = await unavailable(add('refused'));
    expect(message).toMatch(/Another process holds the database/);
    expect(ms).toBeLessThan(2000);
    expect(await texts()).toEqual(['first']);
    other.exec('ROLLBACK');
    other.close();
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });
});

describe('a disk in trouble', () => {
  it('full: refuses writes that do not fit, serves history, and continues when there is room', async () => {
    const connections: DatabaseSync[] = [];
    const limit = (pages: number) =>
      connections.forEach((connection) => connection.exec(`PRAGMA max_page_count = ${pages}`));
    const { add, texts } = await openWithHistory({
      connect: (path) => {
        const connection = new DatabaseSync(path, { timeout: 0 });
        connections.push(connection);
        return connection;
      },
    });
    limit(20);
    const tooLong = 'x'.repeat(200_000);
    const { message } = await unavailable(add(tooLong));
    expect(message).toMatch(/disk of the database is full/);
    expect(await texts()).toEqual(['first']);
    limit(1_000_000);
    await add(tooLong);
    expect(await texts()).toEqual(['first', tooLong]);
  });

  it('read-only: refuses writes, serves history, and writes again once it can', async () => {
    await openWithHistory();
    let isReadOnly = true;
    const { store } = open({ connect: (path) => new DatabaseSync(path, { timeout: 0, readOnly: isReadOnly }) });
    const owner = newUser();
    expect((await unavailable(store.saveThread(newThread(), owner))).message).toMatch(/cannot be written to/);
    expect(await store.loadThreads({ limit: 10, order: 'asc' }, owner)).toMatchObject({ data: [] });
    isReadOnly = false;
    await store.saveThread(newThread(), owner);
    expect((await store.loadThreads({ limit: 10, order: 'asc' }, owner)).data).toHaveLength(1);
  });

  it('not a database: reports it, and uses the file once it is one', async () => {
    writeFileSync(file, 'This is a text file, and longer than the header of a database would be. '.repeat(20));
    const { database } = open();
    expect((await unavailable(database.ready())).message).toMatch(/not a SQLite database/);
    rmSync(file);
    await expect(database.ready()).resolves.toBeUndefined();
  });

  it('no folder can be created: reports it, and creates it once it can', async () => {
    const obstacle = join(folder, 'data');
    writeFileSync(obstacle, '');
    const { database } = open({ file: join(obstacle, 'deeper', 'test.sqlite') });
    expect((await unavailable(database.ready())).message).toMatch(/folder of the database/);
    rmSync(obstacle);
    await expect(database.ready()).resolves.toBeUndefined();
  });
});

it('keeps only the position of a deleted thread or item for a day, then nothing', async () => {
  const { database } = open();
  let now = Date.UTC(2026, 0, 1);
  const store = new SqlStore(database, { now: () => now });
  const owner = newUser();
  const [kept, first, second] = [newThread(), newThread(), newThread()];
  for (const thread of [kept, first, second]) await store.saveThread(thread, owner);
  const [item, other] = [newItem(kept.id, 'a secret'), newItem(kept.id, 'another')];
  for (const each of [item, other]) await store.addThreadItem(kept.id, each, owner);
  const rows = async () => [
    ...(await database.read({
      sql: 'SELECT id, document FROM chatdock_threads WHERE deleted_ms IS NOT NULL',
      values: [],
    })),
    ...(await database.read({
      sql: 'SELECT id, document FROM chatdock_items WHERE deleted_ms IS NOT NULL',
      values: [],
    })),
  ];

  await store.deleteThread(first.id, owner);
  await store.deleteThreadItem(kept.id, item.id, owner);
  expect(await rows()).toMatchObject([
    { id: first.id, document: null },
    { id: item.id, document: null },
  ]);

  now += 25 * 60 * 60 * 1000;
  await store.deleteThread(second.id, owner);
  await store.deleteThreadItem(kept.id, other.id, owner);
  expect(await rows()).toMatchObject([{ id: second.id }, { id: other.id }]);
});

it('close() resolves after every write, and refuses reads and writes from then on', async () => {
  const { database, store } = open();
  const [owner, thread] = [newUser(), newThread()];
  const saving = store.saveThread(thread, owner);
  await database.close();
  // The write is not awaited here: a process that exits after close() does not await it either.
  expect(await open().store.loadThread(thread.id, owner)).toEqual(thread);
  await saving;
  await unavailable(store.saveThread(newThread(), owner));
  await unavailable(store.loadThread(thread.id, owner));
});
