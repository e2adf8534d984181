/** The built process as its operator meets it: starting with mistakes, stopping with work at hand. */
import { spawnSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { devNull } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '@chatdock/protocol/client/client';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import { withVisitorToken } from '@chatdock/protocol/client/visitor-token';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';

const servers: ServerProcess[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});

async function start(env: Record<string, string> = {}) {
  const server = await startServer(env);
  servers.push(server);
  return server;
}

/** A visitor without a browser. */
function visitor({ url }: ServerProcess) {
  let token: string | null = null;
  const client = createClient({
    url: `${url}chatkit`,
    fetch: withVisitorToken(fetch, { read: () => token, write: (issued) => (token = issued) }),
  });
  return {
    client,
    say: (text: string) => client.stream(create(text)),
    /** The text of each item of a thread, oldest first. */
    async texts(threadId: string): Promise<string[]> {
      const { data } = await client.request({ type: 'items.list', params: { thread_id: threadId, order: 'asc' } });
      return data.map((item) =>
        'content' in item && Array.isArray(item.content)
          ? item.content.map((part) => ('text' in part ? part.text : '')).join('')
          : item.type,
      );
    },
  };
}

const create = (text: string) => ({
  type: 'threads.create' as const,
  params: {
    input: {
      content: [{ type: 'input_text' as const, text }],
      attachments: [],
      quoted_text: '',
      inference_options: {},
    },
  },
});

const textOf = (state: ThreadState) =>
  state.items
    .flatMap((item) => (item.type === 'assistant_message' ? item.content.map(({ text }) => text) : []))
    .join('');

describe('SIGTERM', () => {
  it('lets a reply finish or ends it with a retry, stores both, and exits 0 within 10 s', async () => {
    const server = await start({ CHATDOCK_DEMO_DELAY_MS: '25' });
    const [short, long] = [visitor(server), visitor(server)];
    const shown = { short: emptyThreadState, long: emptyThreadState };
    const last: { short?: ThreadStreamEvent; long?: ThreadStreamEvent } = {};
    const follow = async (name: 'short' | 'long', events: AsyncIterable<ThreadStreamEvent>) => {
      for await (const event of events) {
        shown[name] = reduce(shown[name], event);
        last[name] = event;
      }
    };
    const reading = Promise.all([
      follow('long', long.say('write 20000 characters')),
      follow('short', short.say('count to 20')),
    ]);
    await expect
      .poll(() => textOf(shown.long).length > 50 && textOf(shown.short).length > 5, { timeout: 20_000 })
      .toBe(true);
    const longThread = shown.long.thread?.id ?? '';
    // Acknowledged in the moment before: it must be there afterwards.
    await long.client.request({
      type: 'threads.update',
      params: { thread_id: longThread, title: 'Renamed just before' },
    });

    const exitCode = server.terminate();
    await reading;
    // After 9.5 s it would have given up and said 1.
    expect(await exitCode).toBe(0);

    expect(last.long).toEqual({ type: 'error', code: 'stream.error', allow_retry: true });
    expect(last.short?.type).not.toBe('error');
    await server.start();
    expect(await short.texts(shown.short.thread?.id ?? '')).toEqual([
      'count to 20',
      expect.stringMatching(/1, 2, .* 20\./),
    ]);
    const [question, answer = ''] = await long.texts(longThread);
    expect(question).toBe('write 20000 characters');
    expect(answer.length).toBeGreaterThan(50);
    expect(answer).toBe(textOf(shown.long));
    expect(await long.client.request({ type: 'threads.get_by_id', params: { thread_id: longThread } })).toMatchObject({
      title: 'Renamed just before',
    });
  });

  it('loses no acknowledged message while twenty visitors write', async () => {
    const server = await start({
      CHATDOCK_DEMO_DELAY_MS: '5',
      CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
      CHATDOCK_LIMIT_TURNS_PER_USER: '0',
      CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
      CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
    });
    const acknowledged: { visitor: ReturnType<typeof visitor>; threadId: string; text: string }[] = [];
    const ends: unknown[] = [];
    const write = async (name: number) => {
      const writer = visitor(server);
      for (let count = 0; ; count += 1) {
        const text = `echo message ${count} of ${name}`;
        for await (const event of writer.say(text)) {
          if (event.type === 'thread.item.done' && event.item.type === 'user_message')
            acknowledged.push({ visitor: writer, threadId: event.item.thread_id, text });
        }
      }
    };
    const writing = Promise.all(
      Array.from({ length: 20 }, (_, name) => write(name).catch((error: unknown) => ends.push(error))),
    );
    await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(60);
    expect(await server.terminate()).toBe(0);
    await writing;
    // Every refused visitor got a message, and no stream was cut.
    expect(ends.map((error) => (error instanceof ProtocolError ? error.code : String(error)))).toEqual(
      ends.map(() => expect.stringMatching(/^(network|http-status)$/)),
    );
    await server.start();
    for (const { visitor, threadId, text } of acknowledged) expect((await visitor.texts(threadId))[0]).toBe(text);
  });

  it('fails readiness first, keeps listening, then refuses new turns, and exits', async () => {
    const server = await start({ CHATDOCK_GRACE_SECONDS: '4', CHATDOCK_DEMO_DELAY_MS: '100' });
    const early = visitor(server);
    await early.client.request({ type: 'threads.list', params: {} });
    const exitCode = server.terminate();
    const stoppingAt = Date.now();
    const statusOf = (path: string) => fetch(server.url + path).then(({ status }) => status);
    await expect.poll(() => statusOf('readyz'), { interval: 20 }).toBe(503);
    expect(Date.now() - stoppingAt).toBeLessThan(1000);
    expect(await statusOf('healthz')).toBe(200);
    // Taken in the first half of the grace, and finished.
    let state = emptyThreadState;
    for await (const event of early.say('count to 3')) state = reduce(state, event);
    expect(textOf(state)).toContain('1, 2, 3.');
    // Still running at its end: stored, and its reader can retry.
    const long = (async () => {
      for await (const event of early.say('count to 900')) if (event.type === 'error') return event;
      return null;
    })();
    await expect
      .poll(
        () =>
          early.client
            .stream(create('count to 3'))
            .next()
            .catch((cause: unknown) => cause),
        { interval: 100 },
      )
      .toMatchObject({ status: 503, retryAfterMs: 5000 });
    expect(Date.now() - stoppingAt).toBeGreaterThan(1500);
    expect(await statusOf('healthz')).toBe(200);
    expect(await long).toMatchObject({ allow_retry: true });
    expect(await exitCode).toBe(0);
    expect(Date.now() - stoppingAt).toBeLessThan(9000);
  });

  it('closes its port, and does not wait for stalled readers or idle connections', async () => {
    const server = await start();
    const { port } = new URL(server.url);
    const connect = () => createConnection(Number(port), '127.0.0.1').on('error', () => undefined);
    const silent = connect();
    const half = connect();
    half.write(
      'POST /chatkit HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"type":',
    );
    await expect.poll(() => fetch(`${server.url}healthz`).then(({ status }) => status)).toBe(200);
    const exitCode = server.terminate();
    expect(await exitCode).toBe(0);
    await expect(fetch(`${server.url}healthz`)).rejects.toThrow('fetch failed');
    silent.destroy();
    half.destroy();
  });
});

describe('starting with mistakes', () => {
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['server/dist/cli.js'], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATABASE_URL: 'memory:', CHATDOCK_CONFIG: devNull, ...env },
      encoding: 'utf8',
      timeout: 30_000,
    });

  it('exits with one line per mistake and no stack trace', () => {
    const { status, stderr } = run({ PORT: 'http', CHATDOCK_TRUST_PROXY: 'true', CHATDOCK_SECRET: 'short' });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'The server cannot start.',
      'PORT is "http", which is not a whole number from 0 to 65535.',
      'CHATDOCK_TRUST_PROXY is "true", which is not a whole number from 0 to 20.',
      'CHATDOCK_SECRET has fewer than 32 bytes, so tokens could be forged. Make one with: openssl rand -base64 32',
    ]);
  });

  it('reports that PostgreSQL needs a secret shared by all processes', () => {
    const { status, stderr } = run({ DATABASE_URL: 'postgres://chat@127.0.0.1:1/chat' });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^The server cannot start\.\nCHATDOCK_SECRET is not set/),
    ]);
  });
});
