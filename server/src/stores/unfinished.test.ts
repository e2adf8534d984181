/**
 * Unfinished answers in the databases: the cost of a piece, the text that remains, and a database that is unavailable.
 */
import { applyUpdate } from '@chatdock/protocol/reducer/apply-update';
import type { AssistantMessageItem } from '@chatdock/protocol/thread/items';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ada,
  added,
  addMessage,
  delta,
  done,
  message,
  openChat,
  until,
} from '../../../test/harness/chat/chat-server.ts';
import { type PostgresProcess, startPostgres } from '../../../test/harness/servers/postgres.ts';
import { answerOf, moreText, newAnswer, newThread, newUser } from '../../../test/harness/chat/records.ts';
import { StoreUnavailableError } from '../core/errors.ts';
import { PartialWriter } from '../core/runs/partial-writer.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { PostgresDatabase } from './postgres/postgres.ts';
import { SqlPeople } from './sql/people.ts';
import { SqliteDatabase } from './sqlite/sqlite.ts';
import type { SqlDatabase } from './sql/sql-database.ts';
import { SqlStore } from './sql/sql-store.ts';

/** Random, or PostgreSQL would compress it. */
const piece = () => randomBytes(PIECE_CHARS / 2).toString('hex');
const PIECE_CHARS = 200;

/** Writes an answer of this many characters in pieces, or whole each time, and finishes it. */
async function write({ store }: Pick<OpenStore, 'store'>, chars: number, isWhole = false) {
  const { unfinished } = store;
  if (!unfinished) throw new Error('The store accepts no pieces.');
  const [owner, thread] = [newUser(), newThread()];
  await store.saveThread(thread, owner);
  let item = newAnswer(thread.id, '');
  const { save, append, pieceChars } = unfinished;
  let written = () => {};
  const writer = new PartialWriter({
    everyMs: 0,
    message: () => item,
    pieceChars,
    save: (whole, number) => save(thread.id, whole, number, owner).then(() => written()),
    append: isWhole
      ? undefined
      : (itemId, number, updates) => append(thread.id, itemId, number, updates, owner).then(() => written()),
    onFailure: (cause) => {
      throw cause;
    },
  });
  for (let length = 0; length < chars; length += PIECE_CHARS) {
    const update = moreText(piece());
    item = applyUpdate(item, update) as AssistantMessageItem; // a text changes no type
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    writer.touch(item.id, update);
    await isWritten;
  }
  expect(answerOf(await store.loadItem(thread.id, item.id, owner))).toHaveLength(chars);
  await writer.settle(item.id);
  await store.addThreadItem(thread.id, item, owner);
  return { owner, thread, item };
}

const partsIn = async (database: SqlDatabase) =>
  Number((await database.read({ sql: 'SELECT count(*) AS parts FROM chatdock_item_parts', values: [] }))[0]?.['parts']);

interface Measured {
  database: SqlDatabase;
  store: SqlStore;
  /** Bytes written to the database's log by `work`. */
  measure(work: () => Promise<unknown>): Promise<number>;
}

describe('in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-unfinished-'));
  const databases: SqliteDatabase[] = [];
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    rmSync(folder, { recursive: true });
  });
  const open = (name: string): Measured => {
    const file = join(folder, name);
    const database = new SqliteDatabase({ file });
    databases.push(database);
    return {
      database,
      store: new SqlStore(database),
      async measure(work) {
        const before = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
        await work();
        return statSync(`${file}-wal`).size - before;
      },
    };
  };
  // A commit writes whole pages of 4 KB. With 200 characters in each, 1 KB of text needs five commits.
  costs(async () => open('cost.sqlite'), 36);
  leaves(async () => open('left.sqlite'));
});

describe('in PostgreSQL', () => {
  let server: PostgresProcess;
  let database: PostgresDatabase;
  beforeAll(async () => {
    server = await startPostgres();
    database = new PostgresDatabase({ url: server.url });
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });
  const open = async (): Promise<Measured> => ({
    database,
    store: new SqlStore(database),
    async measure(work) {
      const client = new Client(server.url);
      await client.connect();
      const position = async () =>
        Number((await client.query("SELECT pg_current_wal_insert_lsn() - '0/0' AS bytes")).rows[0].bytes);
      const before = await position();
      await work();
      const after = await position();
      await client.end();
      return after - before;
    },
  });
  costs(open, 6);
  leaves(open);

  it('a turn continues after a short database outage, and loses nothing', { timeout: 30_000 }, async () => {
    const opened = openStore(server.url);
    await opened.ready();
    const steps: string[] = [];
    const step = async (name: string) => {
      steps.push(name);
      await until(() => !steps.includes(name));
    };
    const chat = openChat({
      store: opened.store,
      async *respond(thread) {
        const item = message(thread.id, 'msg_a', '');
        yield added(item);
        yield delta('msg_a', 'before, ');
        await step('killed');
        yield delta('msg_a', 'meanwhile');
        yield done(message(thread.id, 'msg_a', 'before, meanwhile'));
      },
    });
    const { id } = await chat.thread();
    const keyed = { ...addMessage(id), metadata: { chatdock: { key: 'a-key-of-sixteen', resume: true } } };
    const answer = (await chat.post(keyed)).text();
    await until(() => steps.includes('killed'));
    await server.kill();
    steps.length = 0;
    await expect(opened.ready()).rejects.toBeInstanceOf(StoreUnavailableError);
    await server.restart();
    expect(await answer).toContain(':end completed');
    expect(answerOf(await opened.store.loadItem(id, 'msg_a', ada()))).toBe('before, meanwhile');
    await opened.close();
  });
});

/** `bytesPerChar`: at most so many in the database's log. */
function costs(open: () => Promise<Measured>, bytesPerChar: number) {
  it('the bytes written for an answer are proportional to its length', async () => {
    const opened = await open();
    await write(opened, 400);
    const once = await opened.measure(() => write(opened, 12_000));
    const twice = await opened.measure(() => write(opened, 24_000));
    const whole = await opened.measure(() => write(opened, 24_000, true));
    const perKb = (bytes: number) => `${Math.round(bytes / 24)} bytes`;
    process.stdout.write(
      `  database log for 1,000 characters: ${perKb(twice)}; with the whole text each time ${perKb(whole)}\n`,
    );
    expect(whole).toBeGreaterThan(twice * 2.5);
    expect(twice / once).toBeLessThan(2.3);
    expect(twice / 24_000).toBeLessThan(bytesPerChar);
  });
}

function leaves(open: () => Promise<Measured>) {
  it('no delta is left of an answer that ended, was deleted, or whose thread or user was', async () => {
    const { database, store } = await open();
    await write({ store }, 2000);
    expect(await partsIn(database)).toBe(0);
    const begin = async () => {
      const [owner, thread] = [newUser(), newThread()];
      await store.saveThread(thread, owner);
      const item = newAnswer(thread.id, 'a secret');
      await store.unfinished.save(thread.id, item, 1, owner);
      await store.unfinished.append(thread.id, item.id, 2, [moreText(' and more')], owner);
      expect(await partsIn(database)).toBe(1);
      return { owner, thread, item };
    };
    const [one, two, three] = [
      async () => {
        const { owner, thread, item } = await begin();
        await store.deleteThreadItem(thread.id, item.id, owner);
      },
      async () => {
        const { owner, thread } = await begin();
        await store.deleteThread(thread.id, owner);
      },
      async () => {
        const { owner } = await begin();
        await new SqlPeople(database).erase(owner.userId);
      },
    ];
    for (const end of [one, two, three]) {
      await end();
      expect(await partsIn(database)).toBe(0);
    }
  });
}
