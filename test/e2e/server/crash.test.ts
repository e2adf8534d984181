/** The server process killed with SIGKILL in the middle of a reply, again and again, on one database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { createClient } from '@chatdock/protocol/client/client';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import { withVisitorToken } from '@chatdock/protocol/client/visitor-token';
import { inLongRun } from '../../harness/long-run.ts';
import { type PostgresProcess, startPostgres } from '../../harness/servers/postgres.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';

const ROUNDS = inLongRun(25, 5);

interface TestedDatabase {
  url: string;
  /** Throws when the database was harmed. */
  check(): Promise<void>;
  dispose(): Promise<void>;
}

const DATABASES: { name: string; create: () => Promise<TestedDatabase> }[] = [
  { name: 'SQLite', create: async () => createSqlite() },
  { name: 'PostgreSQL', create: async () => overPostgres(await startPostgres()) },
];

describe.each(DATABASES)('kill -9 in the middle of a reply, on $name', ({ create }) => {
  it(
    `${ROUNDS} times: loses no acknowledged message and little text, and leaves no open turn`,
    { timeout: 240_000 },
    async () => {
      const database = await create();
      const server = await startServer({
        DATABASE_URL: database.url,
        CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
        CHATDOCK_DEMO_DELAY_MS: '10',
        // A killed process's answer counts against its visitor until its lease ends, 15 seconds later.
        CHATDOCK_LIMIT_STREAMS_PER_USER: String(2 * ROUNDS),
      });
      try {
        const chat = openChat(server);
        const lags: number[] = [];
        for (let round = 0; round < ROUNDS; round += 1) {
          const reply = await chat.talkUntilKilled(`write 20000 characters, round ${round}`, (round * 37) % 400);
          await server.start();
          const items = await chat.readThread();
          expect(userTexts(items)).toEqual(chat.acknowledged);
          expect(items.filter(isInProgress)).toEqual([]);
          lags.push(reply.lagMs(textOf(items.find(({ id }) => id === reply.itemId))));
        }
        // One slow write of a busy machine is not the rule; the rule is what most rounds show.
        expect(lags.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]).toBeLessThanOrEqual(250);
        await server.kill();
        await database.check();
      } finally {
        await server.dispose();
        await database.dispose();
      }
    },
  );
});

/** One visitor and one thread, over every restart of the server. */
function openChat(server: ServerProcess) {
  let token: string | null = null;
  let threadId: string | undefined;
  const acknowledged: string[] = [];
  const client = createClient({
    url: `${server.url}chatkit`,
    fetch: withVisitorToken(fetch, { read: () => token, write: (issued) => (token = issued) }),
  });

  /** Sends a message and kills the server `afterMs` after the reply's first words. */
  async function talkUntilKilled(text: string, afterMs: number): Promise<Reply> {
    const reply = new Reply();
    const input = { content: [{ type: 'input_text' as const, text }], attachments: [], inference_options: {} };
    let killing: Promise<void> | undefined;
    try {
      const events = client.stream(
        threadId === undefined
          ? { type: 'threads.create', params: { input } }
          : { type: 'threads.add_user_message', params: { thread_id: threadId, input } },
      );
      for await (const event of events) {
        if (event.type === 'thread.created') threadId = event.thread.id;
        if (event.type === 'thread.item.done' && event.item.type === 'user_message') acknowledged.push(text);
        if (event.type !== 'thread.item.updated' || event.update.type !== 'assistant_message.content_part.text_delta')
          continue;
        reply.receive(event.item_id, event.update.delta);
        killing ??= pause(afterMs).then(() => server.kill());
      }
    } catch {
      // The connection broke off, as it must.
    }
    expect(killing, 'the reply never began').toBeDefined();
    await killing;
    return reply;
  }

  async function readThread(): Promise<ThreadItem[]> {
    const items: ThreadItem[] = [];
    let after: string | undefined;
    do {
      const page = await client.request({
        type: 'items.list',
        params: { thread_id: threadId ?? '', limit: 50, order: 'asc', ...(after ? { after } : {}) },
      });
      items.push(...page.data);
      ({ after } = page);
    } while (after);
    return items;
  }

  return { acknowledged, talkUntilKilled, readThread };
}

/** The part of a reply that arrived, and when. */
class Reply {
  itemId = '';
  readonly #received: { at: number; text: string }[] = [];

  receive(itemId: string, delta: string) {
    this.itemId = itemId;
    this.#received.push({ at: performance.now(), text: (this.#received.at(-1)?.text ?? '') + delta });
  }

  /** How long before the end of what arrived the stored text stops, in milliseconds. */
  lagMs(stored: string): number {
    const last = this.#received.at(-1);
    const received = last?.text ?? '';
    if (!received.startsWith(stored) && !stored.startsWith(received))
      throw new Error(`Stored is "${stored.slice(0, 80)}…", where "${received.slice(0, 80)}…" was said.`);
    const missing = this.#received.find(({ text }) => text.length > stored.length);
    return missing && last ? last.at - missing.at : 0;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const userTexts = (items: ThreadItem[]) =>
  items.flatMap((item) => (item.type === 'user_message' ? [item.content.map(({ text }) => text).join('')] : []));

const textOf = (item: ThreadItem | undefined) =>
  item?.type === 'assistant_message' ? item.content.map(({ text }) => text).join('') : '';

/** Anything a client would show as still being made. */
const isInProgress = (item: ThreadItem) => 'status' in item && item.status === 'pending';

function createSqlite(): TestedDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-crash-'));
  const file = join(folder, 'crash.sqlite');
  return {
    url: `file:${file}`,
    async check() {
      const database = new DatabaseSync(file);
      expect(database.prepare('PRAGMA integrity_check').all()).toMatchObject([{ integrity_check: 'ok' }]);
      database.close();
    },
    dispose: async () => rmSync(folder, { recursive: true }),
  };
}

function overPostgres(postgres: PostgresProcess): TestedDatabase {
  return {
    url: postgres.url,
    async check() {
      const client = new Client({ connectionString: postgres.url });
      await client.connect();
      const { rows } = await client.query(
        'SELECT count(*)::int AS orphans FROM chatdock_items WHERE thread_id NOT IN (SELECT id FROM chatdock_threads)',
      );
      expect(rows).toEqual([{ orphans: 0 }]);
      await client.end();
    },
    dispose: () => postgres.stop(),
  };
}
