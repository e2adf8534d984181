/** PostgreSQL beyond the contract: many processes, and a database that is unavailable, slow or read-only. */
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type PostgresProcess, startPostgres, USER_WITH_PASSWORD } from '../../../../test/harness/servers/postgres.ts';
import { moreText, newAnswer, newItem, newThread, newUser, textsOf } from '../../../../test/harness/chat/records.ts';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/servers/shared-postgres.ts';
import { startTcpProxy } from '../../../../test/harness/servers/proxies/tcp-proxy.ts';
import { addHistory, unavailable } from '../../../../test/harness/servers/sql-steps.ts';
import { PostgresDatabase, type PostgresOptions } from './postgres.ts';
import { POSTGRES_MIGRATIONS } from './postgres-schema.ts';
import { COMPATIBLE_FROM } from '../sql/schema-state.ts';
import { SqlStore } from '../sql/sql-store.ts';

const databases: PostgresDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.close()));
});

function open(options: PostgresOptions) {
  const database = new PostgresDatabase(options);
  databases.push(database);
  return { database, store: new SqlStore(database) };
}

/** A store with one thread and one message. */
const openWithHistory = (options: PostgresOptions) => addHistory(open(options).store);

/** Another client of the same database. */
async function visit<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('a shared database', () => {
  let shared: TestDatabase;
  beforeEach(async () => {
    shared = await createTestDatabase(inject('sharedPostgres'));
  });
  afterEach(() => shared.drop());

  it('gets its tables once, even if several processes start together', async () => {
    await Promise.all(Array.from({ length: 6 }, () => open({ url: shared.url, connections: 2 }).database.ready()));
    const { rows } = await visit(shared.url, (client) => client.query('SELECT version, applied FROM chatdock_schema'));
    expect(rows).toEqual([{ version: COMPATIBLE_FROM, applied: POSTGRES_MIGRATIONS.length }]);
  });

  it('works with a release that later migrations have only added to', async () => {
    await open({ url: shared.url }).database.ready();
    await visit(shared.url, (client) =>
      client.query(`ALTER TABLE chatdock_items ADD COLUMN later text; CREATE TABLE chatdock_later (id text);
        UPDATE chatdock_schema SET applied = 99`),
    );
    const { add, texts } = await openWithHistory({ url: shared.url });
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
    const { rows } = await visit(shared.url, (client) => client.query('SELECT version, applied FROM chatdock_schema'));
    expect(rows).toEqual([{ version: COMPATIBLE_FROM, applied: 99 }]);
  });

  it('of a release with a single version number is migrated, and that release can go on', async () => {
    await visit(shared.url, async (client) => {
      for (const migration of POSTGRES_MIGRATIONS.slice(0, COMPATIBLE_FROM)) await client.query(migration);
      await client.query('CREATE TABLE chatdock_schema (version integer NOT NULL)');
      await client.query('INSERT INTO chatdock_schema VALUES ($1)', [COMPATIBLE_FROM]);
    });
    await Promise.all(Array.from({ length: 3 }, () => open({ url: shared.url, connections: 2 }).database.ready()));
    const { rows } = await visit(shared.url, (client) => client.query('SELECT version, applied FROM chatdock_schema'));
    expect(rows).toEqual([{ version: COMPATIBLE_FROM, applied: POSTGRES_MIGRATIONS.length }]);
  });

  it('is not touched if a newer release has changed it', async () => {
    await open({ url: shared.url }).database.ready();
    await visit(shared.url, (client) => client.query('UPDATE chatdock_schema SET version = 99'));
    expect((await unavailable(open({ url: shared.url }).database.ready())).message).toMatch(/newer release/);
  });

  it('keeps one item order when several processes write to a thread', async () => {
    const stores = Array.from({ length: 3 }, () => open({ url: shared.url }).store);
    const [owner, thread] = [newUser(), newThread()];
    const [first] = stores;
    if (!first) throw new Error('There is no store.');
    await first.saveThread(thread, owner);
    const texts = Array.from({ length: 30 }, (_, n) => String(n));
    await Promise.all(texts.map((text, n) => stores[n % 3]?.addThreadItem(thread.id, newItem(thread.id, text), owner)));
    const pages = await Promise.all(
      stores.map((store) => store.loadThreadItems(thread.id, { limit: 100, order: 'asc' }, owner)),
    );
    expect(pages.map(textsOf)).toEqual(pages.map(() => textsOf(pages[0] ?? { data: [] })));
    expect(textsOf(pages[0] ?? { data: [] }).toSorted()).toEqual(texts.toSorted());
  });

  it('keeps no item of a thread that is deleted while one is being added', async () => {
    const { store } = open({ url: shared.url });
    const owner = newUser();
    const threads = Array.from({ length: 20 }, () => newThread());
    for (const thread of threads) await store.saveThread(thread, owner);
    await Promise.allSettled(
      threads.flatMap(({ id }) => [store.addThreadItem(id, newItem(id, 'late'), owner), store.deleteThread(id, owner)]),
    );
    const { rows } = await visit(shared.url, (client) =>
      client.query('SELECT count(*)::int AS left FROM chatdock_items'),
    );
    expect(rows).toEqual([{ left: 0 }]);
  });

  it('causes no error when it closes idle connections', async () => {
    const { add, texts } = await openWithHistory({ url: shared.url });
    await visit(shared.url, (client) =>
      client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chatdock' AND datname = current_database()",
      ),
    );
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('locked: answers within two seconds, serves history meanwhile, and recovers', async () => {
    const { add, texts } = await openWithHistory({ url: shared.url });
    await visit(shared.url, async (client) => {
      await client.query('BEGIN; LOCK TABLE chatdock_items IN SHARE MODE');
      const { message, ms } = await unavailable(add('refused'));
      expect(message).toMatch(/did not answer in time|too slow/);
      expect(ms).toBeLessThan(2000);
      expect(await texts()).toEqual(['first']);
    });
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('full: refuses writes that do not fit, serves history, and continues when there is room', async () => {
    const { add, texts } = await openWithHistory({ url: shared.url });
    // The error of a full disk, without filling one.
    await visit(shared.url, (client) =>
      client.query(`CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END $$;
                    CREATE TRIGGER full_disk BEFORE INSERT ON chatdock_items EXECUTE FUNCTION is_full()`),
    );
    expect((await unavailable(add('refused'))).message).toMatch(/disk of the database is full/);
    expect(await texts()).toEqual(['first']);
    await visit(shared.url, (client) => client.query('DROP TRIGGER full_disk ON chatdock_items'));
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('read-only: refuses writes, serves history, and writes again once it can', async () => {
    const { add, texts } = await openWithHistory({ url: shared.url, connections: 1 });
    const setReadOnly = (state: 'on' | 'off') =>
      visit(shared.url, async (client) => {
        await client.query('SET default_transaction_read_only = off');
        await client.query(
          `ALTER DATABASE ${new URL(shared.url).pathname.slice(1)} SET default_transaction_read_only = ${state}`,
        );
        await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chatdock' AND datname = current_database()",
        );
      });
    await setReadOnly('on');
    expect((await unavailable(add('refused'))).message).toMatch(/accepts no writes/);
    expect(await texts()).toEqual(['first']);
    await expect(open({ url: shared.url }).database.ready()).resolves.toBeUndefined();
    await setReadOnly('off');
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('unreachable without an error: answers within two seconds, and recovers', async () => {
    const network = await startTcpProxy(Number(new URL(shared.url).port));
    const url = new URL(shared.url);
    url.port = String(network.port);
    const { add, texts } = await openWithHistory({ url: url.href });
    network.swallow();
    const { ms } = await unavailable(add('refused'));
    expect(ms).toBeLessThan(2000);
    network.cut();
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
    await Promise.all(databases.splice(0).map((database) => database.close()));
    await network.close();
  });

  it('that does not exist: names the setting to check', async () => {
    const url = new URL(shared.url);
    url.pathname = '/no_such_database';
    expect((await unavailable(open({ url: url.href }).database.ready())).message).toMatch(
      /database named in DATABASE_URL does not exist/,
    );
  });

  it('with a wrong password: names the setting to check', async () => {
    await visit(shared.url, (client) =>
      client.query(
        `CREATE ROLE ${USER_WITH_PASSWORD} LOGIN PASSWORD 'right'; GRANT ALL ON SCHEMA public TO ${USER_WITH_PASSWORD}`,
      ),
    );
    const withPassword = (password: string) => {
      const url = new URL(shared.url);
      Object.assign(url, { username: USER_WITH_PASSWORD, password });
      return open({ url: url.href }).database;
    };
    try {
      expect((await unavailable(withPassword('wrong').ready())).message).toMatch(
        /refuses this server\. Check the user and password in DATABASE_URL/,
      );
      await expect(withPassword('right').ready()).resolves.toBeUndefined();
    } finally {
      await visit(shared.url, (client) =>
        client.query(`DROP OWNED BY ${USER_WITH_PASSWORD}; DROP ROLE ${USER_WITH_PASSWORD}`),
      );
    }
  });
});

it('the text of an unfinished answer does not wait for earlier operations', async () => {
  const shared = await createTestDatabase(inject('sharedPostgres'));
  const { store, database } = open({ url: shared.url, connections: 4, operationTimeoutMs: 20_000 });
  const [owner, thread] = [newUser(), newThread()];
  await store.saveThread(thread, owner);
  const answer = newAnswer(thread.id, 'first ');
  let finished = 0;
  const held = await visit(shared.url, async (client) => {
    await client.query('BEGIN; LOCK TABLE chatdock_feedback IN ACCESS EXCLUSIVE MODE');
    const reads = Array.from({ length: 4 }, async () => {
      await database.read({ sql: 'SELECT 1 FROM chatdock_feedback', values: [] });
      finished += 1;
    });
    await store.unfinished.save(thread.id, answer, 1, owner);
    await store.unfinished.append(thread.id, answer.id, 2, [moreText('second')], owner);
    expect(finished).toBe(0);
    return { reads };
  });
  await Promise.all(held.reads);
  expect(finished).toBe(4);
  await Promise.all(databases.splice(0).map((each) => each.close()));
  await shared.drop();
});

describe('a database server that is killed', () => {
  let server: PostgresProcess;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  it('is detected at once with a typed error, and used again without a restart', async () => {
    const { add, texts } = await openWithHistory({ url: server.url });
    await server.kill();
    for (const attempt of [() => add('refused'), texts]) {
      const { message } = await unavailable(attempt());
      expect(message).toMatch(/cannot be reached/);
    }
    await server.restart();
    await add('second');
    expect(await texts()).toEqual(['first', 'second']);
  });

  it('may be down while the process starts', async () => {
    await server.kill();
    const { database, store } = open({ url: server.url });
    await unavailable(database.ready());
    await server.restart();
    await database.ready();
    expect(await store.loadThreads({ limit: 10, order: 'asc' }, newUser())).toMatchObject({ data: [] });
  });
});
