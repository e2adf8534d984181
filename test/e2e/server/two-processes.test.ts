/** Two server processes on one database: a turn runs in one, and is read, stopped and finished from the other. */
import { inLongRun } from '../../harness/long-run.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ResumableEvent } from '../../../server/src/core/telemetry/telemetry.ts';
import { startPostgres } from '../../harness/servers/postgres.ts';
import {
  answerOf,
  isRefusal,
  newKey,
  type ReadTurn,
  resumableTurns,
  resumingVisitor,
  runIdOf,
  textOf,
  turnsRun,
} from '../../harness/chaos/resuming-visitor.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';

const counted = (to: number) => `${Array.from({ length: to }, (_, index) => index + 1).join(', ')}.`;
/** How often two processes race for one thread. */
const races = inLongRun(50, 10);
const eventually = { timeout: 20_000 };

const DATABASES: { name: string; create: () => Promise<{ url: string; dispose: () => Promise<void> }> }[] = [
  {
    name: 'SQLite',
    async create() {
      const folder = mkdtempSync(join(tmpdir(), 'chatdock-two-'));
      return { url: `file:${join(folder, 'chat.sqlite')}`, dispose: async () => rmSync(folder, { recursive: true }) };
    },
  },
  {
    name: 'PostgreSQL',
    async create() {
      const postgres = await startPostgres();
      return { url: postgres.url, dispose: () => postgres.stop() };
    },
  },
];

describe.each(DATABASES)('two processes on $name', ({ create }) => {
  let servers: [ServerProcess, ServerProcess];
  let dispose = async () => {};
  beforeAll(async () => {
    const database = await create();
    const env = {
      DATABASE_URL: database.url,
      CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
      CHATDOCK_DEMO_DELAY_MS: '20',
      CHATDOCK_LIMIT_TURNS_PER_USER: '0',
      CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
      CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
      CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
      CHATDOCK_LIMIT_STREAMS_PER_USER: '0',
    };
    servers = [await startServer(env), await startServer(env)];
    dispose = async () => {
      await Promise.all(servers.map((server) => server.dispose()));
      await database.dispose();
    };
  });
  afterAll(() => dispose());

  const allTurns = async () => (await Promise.all(servers.map(({ url }) => turnsRun(url)))).reduce((a, b) => a + b);

  const met = async (event: ResumableEvent) =>
    (await Promise.all(servers.map(({ url }) => resumableTurns(url, event)))).reduce((a, b) => a + b);

  /** One visitor with a browser tab at each process. */
  async function openTabs() {
    let at: 0 | 1 = 0;
    const visitor = resumingVisitor(() => servers[at].url);
    await visitor.introduce();
    return { visitor, use: (process: 0 | 1) => void (at = process) };
  }

  /** Begins a turn at the first process; resolves once it has said something. */
  async function beginTurn({ visitor }: Awaited<ReturnType<typeof openTabs>>, text: string, chars = 10) {
    let latest: ReadTurn | undefined;
    const ended = visitor.read(visitor.begin(text), { onState: (turn) => (latest = turn) });
    ended.catch(() => undefined);
    await expect.poll(() => latest && answerOf(latest.state).length > chars, eventually).toBe(true);
    const threadId = latest?.state.thread?.id ?? '';
    return {
      ended,
      threadId,
      runId: latest ? runIdOf(latest) : '',
      shownText: () => (latest ? answerOf(latest.state) : ''),
    };
  }

  it('a turn is read live through the other process, word for word', async () => {
    const tabs = await openTabs();
    const { ended, threadId, runId } = await beginTurn(tabs, 'count to 400');
    tabs.use(1);
    const resumed = await resumableTurns(servers[1].url, 'resumed');
    expect((await tabs.visitor.thread(threadId)).active_run).toMatchObject({ id: runId });
    const params = { thread_id: threadId, run_id: runId, after: 0 };
    const grown: number[] = [];
    const there = await tabs.visitor.read(
      { type: 'runs.resume', params },
      { onState: ({ state }) => grown.push(answerOf(state).length) },
    );
    const here = await ended;
    expect(answerOf(here.state)).toContain(counted(400));
    expect(answerOf(there.state)).toBe(answerOf(here.state));
    expect([here.marks.outcome, there.marks.outcome]).toEqual(['completed', 'completed']);
    expect(new Set(grown).size).toBeGreaterThan(10);
    expect((await resumableTurns(servers[1].url, 'resumed')) - resumed).toBe(1);
  });

  it('the same request at both at once runs once, 25 times out of 25', { timeout: 90_000 }, async () => {
    const tabs = await openTabs();
    const [before, joined] = [await allTurns(), await met('joined')];
    for (let round = 0; round < 25; round += 1) {
      const key = newKey();
      const request = tabs.visitor.begin(`echo round ${round}`);
      const [one, two] = await Promise.all(
        ([0, 1] as const).map((process) => {
          tabs.use(process);
          return tabs.visitor.read(request, { key });
        }),
      );
      expect(one?.state.items.map(textOf)).toEqual(two?.state.items.map(textOf));
      expect(await tabs.visitor.items(one?.state.thread?.id ?? '')).toHaveLength(2);
    }
    expect((await allTurns()) - before).toBe(25);
    // A client whose answer ended before the other process had looked for readers asks again, and is given what is stored.
    expect((await met('joined')) - joined).toBeGreaterThanOrEqual(25);
  });

  it('Regenerate at both at once gives one answer; a second message is refused', { timeout: 90_000 }, async () => {
    const tabs = await openTabs();
    const first = await tabs.visitor.read(tabs.visitor.begin('count to 400'));
    const threadId = first.state.thread?.id ?? '';
    const params = { thread_id: threadId, item_id: first.state.items[0]?.id ?? '' };
    const [before, refusals] = [await allTurns(), await met('refused')];
    const regenerate = (process: 0 | 1) => {
      tabs.use(process);
      return tabs.visitor.read({ type: 'threads.retry_after_item', params });
    };
    const both = Promise.all([regenerate(0), regenerate(1)]);
    await expect.poll(async () => (await tabs.visitor.thread(threadId)).active_run, eventually).toBeDefined();
    const refused = await tabs.visitor.read(tabs.visitor.add(threadId, 'And now?')).catch((cause: unknown) => cause);
    expect(isRefusal(refused, 'thread_busy')).toBe(true);
    expect((await met('refused')) - refusals).toBe(1);
    const [one, two] = await both;
    expect([answerOf(one.state), answerOf(two.state)]).toEqual([answerOf(one.state), answerOf(one.state)]);
    expect((await allTurns()) - before).toBe(1);
    expect((await tabs.visitor.items(threadId)).map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
  });

  it(
    `Stop at one, Regenerate at the other: the thread is right, ${races} times of ${races}`,
    { timeout: 240_000 },
    async () => {
      const tabs = await openTabs();
      for (let round = 0; round < races; round += 1) {
        tabs.use(0);
        const { threadId, runId, ended } = await beginTurn(tabs, 'count to 400');
        const [question] = await tabs.visitor.items(threadId);
        tabs.use(1);
        await tabs.visitor.stop(runId);
        const retry = {
          type: 'threads.retry_after_item' as const,
          params: { thread_id: threadId, item_id: question?.id ?? '' },
        };
        let again: ReadTurn | undefined;
        const retrying = tabs.visitor.read(retry, { onState: (turn) => (again = turn) });
        await expect.poll(() => again && answerOf(again.state).length > 10, eventually).toBe(true);
        expect((await ended).marks.outcome).toBe('cancelled');
        tabs.use(0);
        await tabs.visitor.stop(again ? runIdOf(again) : '');
        await retrying;
        const items = await tabs.visitor.items(threadId);
        expect(items.map(({ type }) => type)).toEqual(['user_message', 'assistant_message']);
        expect(textOf(items[1])).toBe(again ? answerOf(again.state) : '');
      }
    },
  );

  it(
    'a turn whose process is killed is marked incomplete within 25 s, here and for the model',
    { timeout: 90_000 },
    async () => {
      const tabs = await openTabs();
      const turns = await Promise.all(Array.from({ length: 5 }, () => beginTurn(tabs, 'count to 2000', 400)));
      tabs.use(1);
      const swept = await resumableTurns(servers[1].url, 'swept');
      const killedAt = Date.now();
      await servers[0].kill();
      onTestFinished(() => servers[0].start());
      for (const turn of turns) {
        const { marks } = await turn.ended;
        expect(marks.outcome).toBe('incomplete');
        expect(Date.now() - killedAt).toBeLessThan(25_000);
        expect(await tabs.visitor.thread(turn.threadId)).toMatchObject({ incomplete: true });
        const stored = textOf((await tabs.visitor.items(turn.threadId))[1]);
        expect(stored.length).toBeGreaterThan(0);
        expect(turn.shownText().startsWith(stored) || stored.startsWith(turn.shownText())).toBe(true);
        // Asking again works at once, and the answer is a new one.
        const next = await tabs.visitor.read(tabs.visitor.add(turn.threadId, 'count to 5'));
        expect(answerOf(next.state)).toContain(counted(5));
        expect((await tabs.visitor.thread(turn.threadId)).incomplete).toBeUndefined();
      }
      expect((await resumableTurns(servers[1].url, 'swept')) - swept).toBe(turns.length);
    },
  );
});
