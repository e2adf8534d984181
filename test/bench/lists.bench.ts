/** Whether opening a long conversation, or a long list of them, costs more than a short one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestContext } from '../../server/src/core/context.ts';
import { ChatKitServer } from '../../server/src/core/server.ts';
import type { Store } from '../../server/src/core/store.ts';
import { openStore } from '../../server/src/stores/open-store.ts';
import { startPostgres } from '../harness/servers/postgres.ts';
import { newItem, newThread, newUser } from '../harness/chat/records.ts';
import { type Benchmark, type Comparison, inTurns, median, timed } from './benchmark.ts';

const SHORT = 100;
const LONG = 10_000;
const ROUNDS = 400;
/** Writes that wait at the same time while the rows are made. */
const BATCH = 500;

export const benchmark: Benchmark = {
  question:
    'What does a page of items.list and threads.list cost at 10,000 rows, against the same page at 100? (limit: 1.5)',
  async run() {
    return [...(await inSqlite()), ...(await inPostgres())];
  },
};

async function inSqlite(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-bench-'));
  const { store, close } = openStore(`file:${join(folder, 'bench.sqlite')}`);
  try {
    return await compareLists('SQLite', store);
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
}

async function inPostgres(): Promise<Comparison[]> {
  const postgres = await startPostgres();
  const { store, close } = openStore(postgres.url);
  try {
    return await compareLists('PostgreSQL', store);
  } finally {
    await close();
    await postgres.stop();
  }
}

class Silent extends ChatKitServer {
  override async *respond() {}
}

async function compareLists(database: string, store: Store): Promise<Comparison[]> {
  const server = new Silent({ store });
  const [short, long] = [await fill(store, SHORT), await fill(store, LONG)];
  const compare = async (what: string, request: (rows: Rows) => object) => {
    const page = (rows: Rows) => timed(() => server.process(request(rows), rows.owner));
    const figures = await inTurns(
      ROUNDS,
      () => page(long),
      () => page(short),
    );
    return {
      what: `${database}: ${what}`,
      unit: 'ms',
      ours: median(figures.ours),
      other: { name: `at ${SHORT} rows`, value: median(figures.other) },
    };
  };
  return [
    await compare('newest page of items.list', ({ threadId }) => ({
      type: 'items.list',
      params: { thread_id: threadId },
    })),
    await compare('items.list after the middle', ({ threadId, middleItemId }) => ({
      type: 'items.list',
      params: { thread_id: threadId, after: middleItemId },
    })),
    await compare('newest page of threads.list', () => ({ type: 'threads.list', params: {} })),
    await compare('threads.list after the middle', ({ middleThreadId }) => ({
      type: 'threads.list',
      params: { after: middleThreadId },
    })),
  ];
}

interface Rows {
  owner: RequestContext;
  threadId: string;
  middleItemId: string;
  middleThreadId: string;
}

/** A user with `count` threads, one of which has `count` messages. */
async function fill(store: Store, count: number): Promise<Rows> {
  const owner = newUser();
  const threads = Array.from({ length: count }, (_, n) =>
    newThread({ created_at: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString() }),
  );
  await inBatches(threads, (thread) => store.saveThread(thread, owner));
  const threadId = idAt(threads, 0);
  const items = Array.from({ length: count }, (_, n) =>
    newItem(threadId, `Message ${n}: ${'what somebody wrote '.repeat(10)}`),
  );
  await inBatches(items, (item) => store.addThreadItem(threadId, item, owner));
  return { owner, threadId, middleItemId: idAt(items, count / 2), middleThreadId: idAt(threads, count / 2) };
}

async function inBatches<Entry>(entries: Entry[], work: (entry: Entry) => Promise<void>): Promise<void> {
  for (let start = 0; start < entries.length; start += BATCH)
    await Promise.all(entries.slice(start, start + BATCH).map(work));
}

function idAt(entries: { id: string }[], index: number): string {
  const entry = entries[index];
  if (!entry) throw new Error(`There is no entry ${index}.`);
  return entry.id;
}
