/** An older release and this one beside each other on one database, as in the minutes of a rolling update. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inLongRun } from '../../harness/long-run.ts';
import {
  BEFORE_SHARING,
  buildOlderRelease,
  hasCommit,
  type OlderRelease,
} from '../../harness/packages/older-release.ts';
import { startPostgres } from '../../harness/servers/postgres.ts';
import {
  answerOf,
  isRefusal,
  type ReadTurn,
  resumingVisitor,
  runIdOf,
  textOf,
} from '../../harness/chaos/resuming-visitor.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';

const eventually = { timeout: 20_000 };
const counted = (to: number) => `${Array.from({ length: to }, (_, index) => index + 1).join(', ')}.`;
const hasOlderCommit = hasCommit(BEFORE_SHARING);
if (!hasOlderCommit)
  console.log(
    'The history of the repository is not here (git fetch --unshallow), so no older release runs beside this.',
  );

const DATABASES = [
  {
    name: 'PostgreSQL',
    async create() {
      const { url, stop } = await startPostgres();
      return { url, dispose: stop };
    },
  },
  {
    name: 'SQLite',
    async create() {
      const folder = mkdtempSync(join(tmpdir(), 'chatdock-rolling-'));
      return { url: `file:${join(folder, 'chat.sqlite')}`, dispose: async () => rmSync(folder, { recursive: true }) };
    },
  },
];

let older: OlderRelease;
beforeAll(() => {
  if (hasOlderCommit) older = buildOlderRelease(BEFORE_SHARING);
}, 60_000);
afterAll(() => {
  if (hasOlderCommit) older.dispose();
});

describe.skipIf(!hasOlderCommit).each(inLongRun(DATABASES, DATABASES.slice(0, 1)))(
  'two releases on $name',
  ({ create }) => {
    let dispose = async () => {};
    let processes: { older: ServerProcess; newer: ServerProcess };
    beforeAll(async () => {
      const database = await create();
      const env = {
        DATABASE_URL: database.url,
        CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
        CHATDOCK_DEMO_DELAY_MS: '20',
      };
      // As in an update: the tables are the older release's, and this one brings them up to date while that one runs.
      processes = { older: await startServer(env, older.cli), newer: await startServer(env) };
      dispose = async () => {
        await Promise.all([processes.older.dispose(), processes.newer.dispose()]);
        await database.dispose();
      };
    }, 60_000);
    afterAll(() => dispose());

    async function openVisitor() {
      let at: 'older' | 'newer' = 'older';
      const visitor = resumingVisitor(() => processes[at].url);
      await visitor.introduce();
      return { visitor, use: (process: 'older' | 'newer') => void (at = process) };
    }

    async function beginTurn({ visitor }: Awaited<ReturnType<typeof openVisitor>>, text: string) {
      let latest: ReadTurn | undefined;
      const ended = visitor.read(visitor.begin(text), { onState: (turn) => (latest = turn) });
      ended.catch(() => undefined);
      await expect.poll(() => latest && answerOf(latest.state).length > 10, eventually).toBe(true);
      return { ended, threadId: latest?.state.thread?.id ?? '', runId: latest ? runIdOf(latest) : '' };
    }

    it.each([
      ['older', 'newer'],
      ['newer', 'older'],
    ] as const)('a turn of the %s release is read, and the thread continued, by the %s one', async (one, other) => {
      const chat = await openVisitor();
      chat.use(one);
      // The answer must be long: if a turn ends before its process has looked for readers, the other process cannot read
      // it.
      const { ended, threadId, runId } = await beginTurn(chat, 'count to 500');
      chat.use(other);
      const resumed = await chat.visitor.read({
        type: 'runs.resume',
        params: { thread_id: threadId, run_id: runId, after: 0 },
      });
      expect(answerOf(resumed.state)).toContain(counted(500));
      expect(answerOf((await ended).state)).toBe(answerOf(resumed.state));
      const next = await chat.visitor.read(chat.visitor.add(threadId, 'And now? Count to 3'));
      expect(answerOf(next.state)).toContain(counted(3));
      chat.use(one);
      const items = await chat.visitor.items(threadId);
      expect(items.map(textOf)).toEqual([
        'count to 500',
        answerOf(resumed.state),
        'And now? Count to 3',
        answerOf(next.state),
      ]);
    });

    it('a turn of each is stopped by the other, and a thread that is busy there is busy here', async () => {
      for (const [one, other] of [
        ['older', 'newer'],
        ['newer', 'older'],
      ] as const) {
        const chat = await openVisitor();
        chat.use(one);
        const { ended, threadId, runId } = await beginTurn(chat, 'count to 2000');
        chat.use(other);
        const refused = await chat.visitor.read(chat.visitor.add(threadId, 'At the same time')).catch((cause) => cause);
        expect(isRefusal(refused, 'thread_busy')).toBe(true);
        await chat.visitor.stop(runId);
        expect((await ended).marks.outcome).toBe('cancelled');
      }
    });

    it('a process of the older release that starts again after the update answers as before', async () => {
      expect(await processes.older.terminate()).toBe(0);
      await processes.older.start();
      expect((await fetch(`${processes.older.url}readyz`)).status).toBe(200);
      const chat = await openVisitor();
      const { state } = await chat.visitor.read(chat.visitor.begin('count to 3'));
      expect(answerOf(state)).toContain(counted(3));
    });
  },
);
