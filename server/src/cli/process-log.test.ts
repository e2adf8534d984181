/** The operator's view of a process: its log and its metrics. */
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { create, input } from '../../../test/harness/chat/chat-server.ts';
import { createMetrics } from './monitoring/metrics.ts';
import { openProcess, cookieOf, tokenOf } from '../../../test/harness/servers/in-process.ts';

describe('the log', () => {
  it('has the request, the thread and the outcome', async () => {
    const { post, entries } = await openProcess();
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
    const { post, entries } = await openProcess({
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
    const { post, entries } = await openProcess();
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
    const { post, get, log, logged } = await openProcess(settings);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('ada')
      .setIssuer('shop')
      .setAudience('chat')
      .setExpirationTime('5 minutes')
      .sign(new TextEncoder().encode(key));
    const secretText = 'my-card-is-4111-1111-1111-1111';
    const visit = await post(create(secretText));
    await visit.text();
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { authorization: `Bearer ${token}x` },
      tokenOf(visit),
      { cookie: cookieOf(visit) },
    ])
      await (await post(create(secretText), headers)).text();
    // Broken in every way there is.
    await post(`{"type":"${secretText}"}`);
    await post(`{"${secretText}`);
    await post({ type: 'threads.create', params: { input: { ...input(secretText), attachments: 'none' } } });
    await post(create(secretText), { 'content-type': 'text/plain' });
    await get(`/chatkit?token=${token}`);
    await get('/metrics', { authorization: 'Bearer metrics-token-of-this-test' });
    // Details that libraries put into their errors.
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
      secretText,
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
    const { post, get } = await openProcess({ CHATDOCK_DEMO_DELAY_MS: '20' });
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
    const unprotected = await openProcess();
    expect((await unprotected.get('/metrics')).status).toBe(200);
    expect((await unprotected.get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(401);
    expect((await (await openProcess({ CHATDOCK_TRUST_PROXY: '1' })).get('/metrics')).status).toBe(401);

    const { get } = await openProcess({ CHATDOCK_METRICS_TOKEN: 'metrics-token-of-this-test' });
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
