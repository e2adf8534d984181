/** The process put together, over real HTTP: what its operator sees of it, and what nobody may. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { create, input } from '../../../test/harness/chat/chat-server.ts';
import { parseConfig } from './settings/config.ts';
import { createLog } from './monitoring/log.ts';
import { createMetrics } from './monitoring/metrics.ts';
import { startProcess } from './process.ts';

const cleanUps: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function open(settings: Record<string, string> = {}) {
  const environment = {
    PORT: '0',
    DATABASE_URL: 'memory:',
    CHATDOCK_DEMO_DELAY_MS: '0',
    LOG_LEVEL: 'debug',
    ...settings,
  };
  const config = parseConfig(environment);
  const lines: string[] = [];
  const log = createLog({
    level: config.LOG_LEVEL,
    environment,
    destination: { write: (line) => void lines.push(line) },
  });
  const running = await startProcess({ config, environment, log, siteRoot: tmpdir() });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= running.stop(0));
  cleanUps.push(stop);
  const get = (path: string, headers: Record<string, string> = {}) => fetch(running.url + path, { headers });
  const post = (body: object | string, headers: Record<string, string> = {}) =>
    fetch(`${running.url}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const upload = (path: string, file: Blob) => {
    const body = new FormData();
    body.append('file', file, 'note.txt');
    return fetch(running.url + path, { method: 'POST', body });
  };
  return {
    url: running.url,
    get,
    post,
    upload,
    log,
    stop,
    logged: () => lines.join(''),
    entries: (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line)),
    titles: async (headers: Record<string, string>): Promise<string[]> =>
      (await (await post({ type: 'threads.list', params: {} }, headers)).json()).data.map(
        ({ title }: { title?: string }) => title,
      ),
  };
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-process-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const tokenOf = (response: Response) => ({ [VISITOR_TOKEN_HEADER]: response.headers.get(VISITOR_TOKEN_HEADER) ?? '' });

describe('a visitor of the default process', () => {
  it('is one visitor by header and cookie, and nobody else sees their threads', async () => {
    const { post, titles } = await open();
    const first = await post(create('Echo my parcel'));
    await first.text();
    expect(await titles(tokenOf(first))).toEqual(['Echo my parcel']);
    expect(await titles({ cookie: cookieOf(first) })).toEqual(['Echo my parcel']);
    expect(await titles({})).toEqual([]);
  });

  it('is recognised after a restart, by a secret file that only this OS user can read', async () => {
    const folder = newFolder();
    const settings = { DATABASE_URL: `file:${join(folder, 'chat.sqlite')}` };
    const before = await open(settings);
    const first = await before.post(create('Echo my parcel'));
    await first.text();
    await before.stop();
    const after = await open(settings);
    expect(await after.titles(tokenOf(first))).toEqual(['Echo my parcel']);
    expect((statSync(join(folder, 'visitor-secret')).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(join(folder, 'visitor-secret'), 'utf8').length).toBeGreaterThanOrEqual(43);
  });

  it('keeps their identity when another site posts a form, even if any origin is allowed', async () => {
    const { post } = await open({ CHATDOCK_ALLOWED_ORIGINS: '*' });
    for (const contentType of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
      '',
    ]) {
      const response = await post(JSON.stringify(create()), {
        'content-type': contentType,
        origin: 'https://evil.example',
      });
      expect([response.status, response.headers.getSetCookie(), response.headers.get(VISITOR_TOKEN_HEADER)]).toEqual([
        415,
        [],
        null,
      ]);
    }
  });

  it('on a site that is not allowed gets an error and no token', async () => {
    const { post, titles } = await open({ CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example' });
    const first = await post(create('Echo my parcel'));
    await first.text();
    const response = await post(
      { type: 'threads.list', params: {} },
      { cookie: cookieOf(first), origin: 'https://evil.example' },
    );
    expect([
      response.status,
      response.headers.get('access-control-allow-origin'),
      response.headers.getSetCookie(),
    ]).toEqual([403, null, []]);
    expect(await titles({ ...tokenOf(first), origin: 'https://shop.example' })).toEqual(['Echo my parcel']);
  });
});

it('an upload from the dock is stored, and only its owner can download it', async () => {
  const { get, upload } = await open({ CHATDOCK_ATTACHMENTS_FOLDER: newFolder() });
  const response = await upload('/chatkit/upload', new Blob(['see you at noon'], { type: 'text/plain' }));
  const { id } = await response.json();
  expect(response.status).toBe(200);
  const file = await get(`/attachments/${id}`, tokenOf(response));
  expect([file.status, await file.text()]).toEqual([200, 'see you at noon']);
  expect((await get(`/attachments/${id}`)).status).toBe(404);
});

describe('the log', () => {
  it('has the request, the thread and the outcome', async () => {
    const { post, entries } = await open();
    const response = await post(create('Echo hello'), { 'x-request-id': 'from-the-proxy-1' });
    const threadId = /"id":"(thr_\w+)"/.exec(await response.text())?.[1];
    await expect
      .poll(() => entries().filter(({ requestId }) => requestId === 'from-the-proxy-1'))
      .toMatchObject([
        {
          level: 'info',
          msg: 'Request answered',
          type: 'threads.create',
          status: 200,
          threadId,
          ms: expect.any(Number),
        },
        { level: 'info', msg: 'Turn ended', outcome: 'completed', threadId, ms: expect.any(Number) },
      ]);
    expect(response.headers.get('x-request-id')).toBe('from-the-proxy-1');
  });

  it("has the request's id beside each failure", async () => {
    const { post, entries } = await open({
      DATABASE_URL: 'postgres://chat@127.0.0.1:1/chat',
      CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
    });
    const response = await post({ type: 'threads.list', params: {} }, { 'x-request-id': 'from-the-proxy-2' });
    expect(response.status).toBe(503);
    expect(entries().filter(({ requestId }) => requestId === 'from-the-proxy-2')).toMatchObject([
      { level: 'error', err: { message: expect.any(String) } },
      { level: 'warn', status: 503, code: 'store_unavailable' },
    ]);
  });

  it('has the code of refused requests, and truncates client-supplied ids', async () => {
    const { post, entries } = await open();
    await post({ type: 'items.list', params: { thread_id: 'x'.repeat(512) } });
    await post({ type: 'threads.get_by_id', params: { thread_id: 'thr_missing' } });
    await post('{');
    expect(entries().filter(({ msg }) => msg === 'Request answered')).toMatchObject([
      { type: 'items.list', status: 200, threadId: 'x'.repeat(80) },
      { type: 'threads.get_by_id', status: 404, code: 'not_found', threadId: 'thr_missing' },
      { status: 400 },
    ]);
  });

  it('has no message text, key or token, whatever fails', async () => {
    const key = 'a key of this test, thirty-two bytes or more';
    const settings = {
      CHATDOCK_IDENTITY: 'both',
      CHATDOCK_SECRET: 'the visitors’ secret, thirty-two bytes or more',
      CHATDOCK_JWT_ISSUER: 'shop',
      CHATDOCK_JWT_AUDIENCE: 'chat',
      CHATDOCK_JWT_KEY: key,
      CHATDOCK_METRICS_TOKEN: 'metrics-token-of-this-test',
      OPENAI_API_KEY: 'plain-looking-api-key',
    };
    const { post, get, log, logged } = await open(settings);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada')
      .setIssuer('shop')
      .setAudience('chat')
      .setExpirationTime('5 minutes')
      .sign(new TextEncoder().encode(key));
    const said = 'my-card-is-4111-1111-1111-1111';
    const visit = await post(create(said));
    await visit.text();
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${token}x` },
      tokenOf(visit),
      { cookie: cookieOf(visit) },
    ])
      await (await post(create(said), headers)).text();
    // Broken in every way there is.
    await post(`{"type":"${said}"}`);
    await post(`{"${said}`);
    await post({ type: 'threads.create', params: { input: { ...input(said), attachments: 'none' } } });
    await post(create(said), { 'content-type': 'text/plain' });
    await get(`/chatkit?token=${token}`);
    await get('/metrics', { authorization: 'Bearer metrics-token-of-this-test' });
    // What libraries put into their errors.
    log.error(
      {
        err: new Error(`401: Incorrect API key provided: ${settings.OPENAI_API_KEY}`, {
          cause: new Error(`postgres://chat:hunter2hunter2@db/chat with Bearer ${token}`),
        }),
      },
      'A turn failed.',
    );
    log.warn({ err: new Error('key sk-proj-abcdefghijklmnopqrstuvwx was refused') }, 'A provider failed.');

    const text = logged();
    expect(text).toContain('Incorrect API key provided: [not shown]');
    expect(text).toContain('postgres://chat:[not shown]@db/chat with Bearer [not shown]');
    for (const secret of [
      said,
      token,
      key,
      visit.headers.get(VISITOR_TOKEN_HEADER),
      settings.CHATDOCK_SECRET,
      settings.OPENAI_API_KEY,
      settings.CHATDOCK_METRICS_TOKEN,
      'hunter2hunter2',
      'sk-proj-abcdefghijklmnopqrstuvwx',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(
      text
        .split('\n')
        .filter(Boolean)
        .every((line) => JSON.parse(line).level),
    ).toBe(true);
  });
});

describe('/metrics', () => {
  /** The samples, without comments: `name{labels}` to value. */
  const read = (text: string) =>
    Object.fromEntries(
      text
        .split('\n')
        .filter((line) => line && !line.startsWith('#'))
        .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
    );

  it('counts requests, active streams, times to first text and outcomes', async () => {
    const { post, get } = await open({ CHATDOCK_DEMO_DELAY_MS: '20' });
    const samples = async () => read(await (await get('/metrics')).text());
    const stream = await post(create('Count to 5'));
    await expect.poll(samples).toMatchObject({ chatdock_active_streams: 1 });
    await stream.text();
    await post({ type: 'threads.get_by_id', params: { thread_id: 'thr_missing' } });
    await expect.poll(samples).toMatchObject({
      chatdock_active_streams: 0,
      'chatdock_requests_total{type="threads.create",status="200"}': 1,
      'chatdock_requests_total{type="threads.get_by_id",status="404"}': 1,
      chatdock_first_text_seconds_count: 1,
      'chatdock_turn_seconds_count{outcome="completed"}': 1,
    });
  });

  it('counts provider failures', async () => {
    const { telemetry, text } = createMetrics();
    telemetry.providerFailed({ provider: 'openai', reason: '429' });
    telemetry.fellBack({ from: 'openai', to: 'ollama' });
    telemetry.modelAges?.({ model: 'openai:old', state: 'ending' });
    telemetry.modelAges?.({ model: 'openai:new', state: 'listed' });
    expect(read(await text())).toMatchObject({
      'chatdock_provider_errors_total{provider="openai",reason="429"}': 1,
      'chatdock_fallbacks_total{from="openai",to="ollama"}': 1,
      'chatdock_models_aging{model="openai:old"}': 1,
      'chatdock_models_aging{model="openai:new"}': 0,
    });
  });

  it('is served to this machine only, or with the token', async () => {
    const unprotected = await open();
    expect((await unprotected.get('/metrics')).status).toBe(200);
    expect((await unprotected.get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(401);
    expect((await (await open({ CHATDOCK_TRUST_PROXY: '1' })).get('/metrics')).status).toBe(401);

    const { get } = await open({ CHATDOCK_METRICS_TOKEN: 'metrics-token-of-this-test' });
    const statuses = await Promise.all(
      [
        {},
        { authorization: 'Bearer metrics-token-of-this-tesT' },
        { authorization: 'Bearer metrics-token-of-this-test' },
      ].map(async (headers) => (await get('/metrics', headers)).status),
    );
    expect(statuses).toEqual([401, 401, 200]);
  });
});

describe('the process', () => {
  it('is alive and ready, and not ready during shutdown', async () => {
    const { get, stop } = await open();
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
    await stop();
    await expect(get('/readyz')).rejects.toThrow('fetch failed');
  });

  it('closes connections on which nothing was sent while it stops, without waiting', async () => {
    const { url, stop } = await open();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    await fetch(`${url}/healthz`); // by now the server has accepted both
    vi.useFakeTimers({ toFake: ['setTimeout'] }); // else connections that have their response would be cut off in the end
    try {
      await stop();
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(() => socket.closed).toBe(true);
  });

  it('lets pages of other sites send the headers of CHATDOCK_ALLOWED_HEADERS', async () => {
    const { url } = await open({
      CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example',
      CHATDOCK_ALLOWED_HEADERS: 'X-Shop, x-b',
    });
    for (const path of ['/chatkit', '/chatkit/upload', '/chatkit/logout']) {
      const { headers } = await fetch(url + path, {
        method: 'OPTIONS',
        headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
      });
      expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
        expect.arrayContaining(['X-Shop', 'x-b']),
      );
    }
  });

  it.each(['/nothing', '/%E0%A4%A', '/chatkit/nothing'])(
    'answers %s with a plain refusal that names no local path',
    async (path) => {
      const { get } = await open();
      const response = await get(path);
      const body = await response.text();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(JSON.parse(body)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
      expect(body).not.toMatch(/node_modules|at .*:\d+:\d+|\/server\//);
      expect(response.headers.get('x-powered-by')).toBeNull();
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('sends headers that stop browsers from treating an answer as a page', async () => {
    const { headers } = await (await open()).post({ type: 'threads.list', params: {} });
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect([
      headers.get('x-content-type-options'),
      headers.get('referrer-policy'),
      headers.get('cache-control'),
    ]).toEqual(['nosniff', 'no-referrer', 'no-store']);
  });

  it('logs at its start that the bucket for files cannot be used, and answers all the same', async () => {
    const { logged, get } = await open({
      CHATDOCK_FILES: 's3://nowhere',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
    });
    await expect.poll(logged).toContain('The file storage cannot be reached. Check CHATDOCK_FILES and its endpoint.');
    expect((await get('/readyz')).status).toBe(200);
  });

  it('prints one sentence when its address is in use', async () => {
    const { createServer } = await import('node:net');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    cleanUps.push(() => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(open({ PORT: String(port) })).rejects.toThrow(
      /could not listen on 127\.0\.0\.1:\d+ .*Choose another PORT or HOST\.$/,
    );
  });
});
