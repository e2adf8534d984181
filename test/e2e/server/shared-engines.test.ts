/** Two processes on PostgreSQL, Redis and S3-compatible storage: what one begins, counts or stores, the other has too. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../harness/servers/postgres.ts';
import { type RedisProcess, redisPath, startRedis } from '../../harness/servers/redis.ts';
import { answerOf, type ReadTurn, resumingVisitor, runIdOf, textOf } from '../../harness/chaos/resuming-visitor.ts';
import { startS3 } from '../../harness/servers/s3.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';

const eventually = { timeout: 20_000 };
const counted = (to: number) => `${Array.from({ length: to }, (_, index) => index + 1).join(', ')}.`;

if (redisPath === undefined)
  console.log(
    'Redis is not installed, so two processes with it are not tested. On Debian: apt-get install redis-server',
  );

describe.skipIf(redisPath === undefined)('two processes that share PostgreSQL, Redis and a bucket', () => {
  let servers: [ServerProcess, ServerProcess];
  let redis: RedisProcess;
  let dispose = async () => {};
  beforeAll(async () => {
    const [postgres, files] = await Promise.all([startPostgres(), startS3('files')]);
    redis = await startRedis(redisPath ?? '');
    const env = {
      DATABASE_URL: postgres.url,
      CHATDOCK_REDIS_URL: redis.url,
      CHATDOCK_FILES: 's3://files/chat',
      AWS_ACCESS_KEY_ID: files.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: files.keys.secretAccessKey,
      AWS_ENDPOINT_URL_S3: files.url,
      CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
      CHATDOCK_DEMO_DELAY_MS: '20',
      CHATDOCK_LIMIT_STREAMS_PER_USER: '3',
    };
    servers = [await startServer(env), await startServer(env)];
    dispose = async () => {
      await Promise.all(servers.map((server) => server.dispose()));
      await Promise.all([postgres.stop(), files.stop(), redis.kill()]);
    };
  }, 60_000);
  afterAll(() => dispose());

  async function openTabs() {
    let at: 0 | 1 = 0;
    const visitor = resumingVisitor(() => servers[at].url);
    await visitor.introduce();
    return { visitor, use: (process: 0 | 1) => void (at = process) };
  }

  /** Begins a turn at the process in use; resolves once it has said something. */
  async function beginTurn({ visitor }: Awaited<ReturnType<typeof openTabs>>, text: string) {
    let latest: ReadTurn | undefined;
    const ended = visitor.read(visitor.begin(text), { onState: (turn) => (latest = turn) });
    ended.catch(() => undefined);
    await expect.poll(() => latest && answerOf(latest.state).length > 10, eventually).toBe(true);
    return { ended, threadId: latest?.state.thread?.id ?? '', runId: latest ? runIdOf(latest) : '' };
  }

  it('read a turn of the other live, although Redis restarts empty meanwhile', { timeout: 60_000 }, async () => {
    const tabs = await openTabs();
    const { ended, threadId, runId } = await beginTurn(tabs, 'count to 450');
    tabs.use(1);
    const params = { thread_id: threadId, run_id: runId, after: 0 };
    const grown = new Set<number>();
    const follow = () =>
      tabs.visitor.read({ type: 'runs.resume', params }, { onState: ({ state }) => grown.add(answerOf(state).length) });
    const followed = follow();
    await expect.poll(() => grown.size, eventually).toBeGreaterThan(5);
    await redis.kill();
    await redis.start();
    const [here, there] = await Promise.all([ended, followed]);
    expect(answerOf(here.state)).toContain(counted(450));
    expect(answerOf(there.state)).toBe(answerOf(here.state));
    expect(grown.size).toBeGreaterThan(10);
    expect(textOf((await tabs.visitor.items(threadId)).at(-1))).toBe(answerOf(here.state));
  });

  it('stop a turn of the other within a second', async () => {
    const tabs = await openTabs();
    const { ended, runId } = await beginTurn(tabs, 'count to 2000');
    tabs.use(1);
    const started = performance.now();
    await tabs.visitor.stop(runId);
    expect((await ended).marks.outcome).toBe('cancelled');
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('let a visitor have three answers at once, wherever they run', { timeout: 30_000 }, async () => {
    let token = 'new';
    /** Without our client, which waits and sends a refused message again. */
    const begin = async (process: 0 | 1) => {
      const leaving = new AbortController();
      const answer = await fetch(`${servers[process].url}chatkit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'chatdock-visitor-token': token },
        body: JSON.stringify({
          type: 'threads.create',
          params: {
            input: { content: [{ type: 'input_text', text: 'count to 450' }], attachments: [], inference_options: {} },
          },
        }),
        signal: leaving.signal,
      });
      token = answer.headers.get('chatdock-visitor-token') ?? token;
      return { status: answer.status, leave: () => leaving.abort() };
    };
    const turns = [await begin(0), await begin(1), await begin(0)];
    expect(turns.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([(await begin(0)).status, (await begin(1)).status]).toEqual([429, 429]);
    turns[0]?.leave();
    const next: typeof turns = [];
    await expect.poll(async () => next[next.push(await begin(1)) - 1]?.status, eventually).toBe(200);
    for (const { leave } of [...turns, ...next]) leave();
  });

  it('serve a file that was uploaded to the other', async () => {
    const upload = new FormData();
    upload.append('file', new Blob(['From one process to the other.'], { type: 'text/plain' }), 'note.txt');
    const sent = await fetch(`${servers[0].url}attachments`, {
      method: 'POST',
      body: upload,
      headers: { 'chatdock-visitor-token': 'new' },
    });
    const { id } = await sent.json();
    const token = sent.headers.get('chatdock-visitor-token') ?? '';
    const got = await fetch(`${servers[1].url}attachments/${id}`, { headers: { 'chatdock-visitor-token': token } });
    expect([got.status, await got.text()]).toEqual([200, 'From one process to the other.']);
  });
});
