/** The whole process over a database in trouble: what a client and an operator see. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '@chatdock/protocol/client/client';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { withVisitorToken } from '@chatdock/protocol/client/visitor-token';
import { timed } from '../../../test/harness/measure/own-time.ts';
import { type PostgresProcess, startPostgres, USER_WITH_PASSWORD } from '../../../test/harness/servers/postgres.ts';
import { parseConfig } from './settings/config.ts';
import { startProcess } from './process.ts';

const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** A process over `databaseUrl` and a visitor with one finished turn in it. */
async function openWithHistory(databaseUrl: string) {
  const environment = {
    PORT: '0',
    DATABASE_URL: databaseUrl,
    CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
    CHATDOCK_DEMO_DELAY_MS: '4',
  };
  const running = await startProcess({
    config: parseConfig(environment),
    environment,
    log: pino({ level: 'silent' }),
    siteRoot: tmpdir(),
  });
  cleanUps.push(() => running.stop(0));
  let token: string | null = null;
  const client = createClient({
    url: `${running.url}/chatkit`,
    fetch: withVisitorToken(fetch, { read: () => token, write: (issued) => (token = issued) }),
  });
  const send = (text: string, threadId?: string) => {
    const input = { content: [{ type: 'input_text' as const, text }], attachments: [], inference_options: {} };
    return client.stream(
      threadId === undefined
        ? { type: 'threads.create', params: { input } }
        : { type: 'threads.add_user_message', params: { thread_id: threadId, input } },
    );
  };
  const [created] = await collect(send('hello'));
  if (created?.type !== 'thread.created') throw new Error('No thread was created.');
  const threadId = created.thread.id;
  return {
    send: (text: string) => send(text, threadId),
    history: () => client.request({ type: 'items.list', params: { thread_id: threadId, order: 'asc' } }),
    status: async (path: string) => (await fetch(running.url + path)).status,
  };
}

async function collect(events: AsyncIterable<ThreadStreamEvent>): Promise<ThreadStreamEvent[]> {
  const all: ThreadStreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The refusal that the sender gets, and how long it took. */
async function refusal(promise: Promise<unknown>) {
  const { result: error, ms } = await timed(
    promise.then(
      () => undefined,
      (reason: unknown) => reason,
    ),
  );
  return { error, ms };
}

/** Makes the clock run eight times as fast, so that the server's patience with a database ends in about a second. */
function hurry(): { end(): void } {
  const { now } = Date;
  const start = now();
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => start + (now() - start) * 8);
  cleanUps.push(() => clock.mockRestore());
  return { end: () => clock.mockRestore() };
}

const unavailable = { status: 503, serverCode: 'store_unavailable', retryAfterMs: 5000 };

function sqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-faults-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return join(folder, 'faults.sqlite');
}

async function startServer(): Promise<PostgresProcess> {
  const server = await startPostgres();
  cleanUps.push(() => server.stop());
  return server;
}

describe('SQLite locked by another process', () => {
  it('refuses a message with 503 within two seconds, serves history, then recovers', async () => {
    const file = sqliteFile();
    const chat = await openWithHistory(`file:${file}`);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const { error, ms } = await refusal(collect(chat.send('refused')));
    expect(error).toMatchObject(unavailable);
    expect(ms).toBeLessThan(2000);
    expect((await chat.history()).data).toHaveLength(2);
    other.exec('ROLLBACK');
    other.close();
    await collect(chat.send('taken'));
    expect((await chat.history()).data).toHaveLength(4);
  });

  it('ends a reply that cannot be stored with a retryable error event', async () => {
    const file = sqliteFile();
    const chat = await openWithHistory(`file:${file}`);
    const other = new DatabaseSync(file);
    const events: ThreadStreamEvent[] = [];
    const clock = hurry();
    for await (const event of chat.send('write 2000 characters')) {
      events.push(event);
      if (event.type === 'stream_options') other.exec('BEGIN IMMEDIATE');
    }
    clock.end();
    expect(events.at(-1)).toMatchObject({ type: 'error', allow_retry: true });
    expect(events.filter(({ type }) => type === 'thread.item.done')).toHaveLength(1);
    other.exec('ROLLBACK');
    other.close();
    await collect(chat.send('once more'));
    expect((await chat.history()).data.map(({ type }) => type)).toEqual([
      'user_message',
      'assistant_message',
      'user_message',
      'user_message',
      'assistant_message',
    ]);
  });
});

describe('PostgreSQL killed', () => {
  it('refuses requests with 503 at once, stays alive but not ready, and recovers', async () => {
    const postgres = await startServer();
    const chat = await openWithHistory(postgres.url);
    await postgres.kill();
    for (const attempt of [() => collect(chat.send('refused')), () => chat.history()]) {
      const { error, ms } = await refusal(attempt());
      expect(error).toMatchObject(unavailable);
      expect(ms).toBeLessThan(2000);
    }
    expect([await chat.status('/healthz'), await chat.status('/readyz')]).toEqual([200, 503]);
    await postgres.restart();
    await collect(chat.send('taken'));
    expect((await chat.history()).data).toHaveLength(4);
    expect(await chat.status('/readyz')).toBe(200);
  });

  it('during a reply, ends the reply with a retryable error event', async () => {
    const postgres = await startServer();
    const chat = await openWithHistory(postgres.url);
    const events: ThreadStreamEvent[] = [];
    const clock = hurry();
    for await (const event of chat.send('write 2000 characters')) {
      events.push(event);
      if (event.type === 'stream_options') await postgres.kill();
    }
    clock.end();
    expect(events.at(-1)).toMatchObject({ type: 'error', allow_retry: true });
    await postgres.restart();
    await collect(chat.send('once more'));
    expect((await chat.history()).data.at(-1)).toMatchObject({ type: 'assistant_message' });
  });
});

/** The operator's message when the process cannot start. */
async function startFault(environment: Record<string, string>): Promise<string> {
  const settings = { PORT: '0', CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more', ...environment };
  const log = pino({ level: 'silent' });
  const starting = startProcess({ config: parseConfig(settings), environment: settings, log, siteRoot: tmpdir() });
  return starting.then(
    async (running) => {
      await running.stop(0);
      return 'It started.';
    },
    (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)),
  );
}

describe('a start that waiting cannot fix ends with one sentence:', () => {
  it('the database is another file or a folder, or its folder is a file', async () => {
    const file = sqliteFile();
    writeFileSync(file, 'These are notes, not a database. '.repeat(200));
    expect(await startFault({ DATABASE_URL: `file:${file}` })).toBe(
      'The file in DATABASE_URL is not a SQLite database. Choose another path.',
    );
    expect(await startFault({ DATABASE_URL: `file:${join(file, 'chat.sqlite')}` })).toMatch(
      /^The folder of the database cannot be used \((EEXIST|ENOTDIR)\)\. Check DATABASE_URL/,
    );
    expect(await startFault({ DATABASE_URL: `file:${dirname(file)}` })).toBe(
      'The database file cannot be opened. Check DATABASE_URL and the permissions of the folder.',
    );
  });

  it('the attachments folder, or one above it, is a file', async () => {
    const file = sqliteFile();
    writeFileSync(file, '');
    for (const folder of [file, join(file, 'a', 'b')])
      expect(await startFault({ DATABASE_URL: 'memory:', CHATDOCK_ATTACHMENTS_FOLDER: folder })).toBe(
        `CHATDOCK_ATTACHMENTS_FOLDER is ${folder}, and ${file} is a file. Name a folder.`,
      );
    const fresh = join(dirname(file), 'not', 'yet');
    expect(await startFault({ DATABASE_URL: 'memory:', CHATDOCK_ATTACHMENTS_FOLDER: fresh })).toBe('It started.');
  });

  it('PostgreSQL reports a wrong password, an unknown user or an unknown database', async () => {
    const { url } = await startServer();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`CREATE ROLE ${USER_WITH_PASSWORD} LOGIN PASSWORD 'right'`);
    await client.end();
    const at = (user: string, database: string) => {
      const { host } = new URL(url);
      return { DATABASE_URL: `postgres://${user}@${host}/${database}` };
    };
    const refused = 'The database refuses this server. Check the user and password in DATABASE_URL.';
    expect(await startFault(at(`${USER_WITH_PASSWORD}:wrong`, 'postgres'))).toBe(refused);
    expect(await startFault(at('nobody_here', 'postgres'))).toBe(refused);
    expect(await startFault(at('postgres', 'no_such_database'))).toBe(
      'The database named in DATABASE_URL does not exist. Create it.',
    );
  });
});

describe('a database that is down at start', () => {
  it('does not stop the process from starting, and is used once it is up', async () => {
    const postgres = await startServer();
    await postgres.kill();
    const starting = openWithHistory(postgres.url);
    await expect(starting).rejects.toMatchObject(unavailable);
    await postgres.restart();
    expect((await (await openWithHistory(postgres.url)).history()).data).toHaveLength(2);
  });
});
