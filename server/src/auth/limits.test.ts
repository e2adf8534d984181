import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { MemoryStore, type Store as CounterStore } from 'express-rate-limit';
import { afterEach, describe, expect, it } from 'vitest';
import { parseRequest } from '@chatdock/protocol/requests/parse-request';
import { addMessage, create, gate, message, openChat, until } from '../../../test/harness/chat/chat-server.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { chatkitRouter } from '../http/chatkit-router.ts';
import { createLimits, type LimitOptions } from './limits.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const SITE = 'https://shop.example';
const list = { type: 'threads.list', params: {} };
const visitor = { userId: 'ada', signal: new AbortController().signal };

/** A server over real HTTP whose replies wait until `release` is called. */
async function serve(limits: LimitOptions, { trustProxy = 0 } = {}) {
  const turnGate = gate();
  const chat = openChat({
    async *respond(thread) {
      await turnGate.opened;
      yield { type: 'thread.item.done', item: message(thread.id, 'reply', 'Here.') };
    },
  });
  const cors = { allowedOrigins: [SITE] };
  const asked: Request[] = [];
  const made = createLimits({ cors, log: silentLog, ...limits });
  const { perAddress, withAddress, admit } = made;
  const app = express();
  app.set('trust proxy', trustProxy);
  app.use(
    '/chatkit',
    perAddress,
    chatkitRouter(chat.server, {
      ...cors,
      authenticate: withAddress((request) => {
        asked.push(request);
        return { userId: request.headers.get('x-user') ?? 'ada' };
      }),
      admit,
    }),
  );
  const http = createServer(app).listen(0, '127.0.0.1');
  await once(http, 'listening');
  cleanUps.push(async () => {
    turnGate.open();
    http.close();
    http.closeAllConnections();
    await once(http, 'close');
  });
  const address = http.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/chatkit`;
  const post = (body: object, headers: Record<string, string> = {}, signal?: AbortSignal) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  return { ...chat, url, post, asked, limits: made, release: turnGate.open };
}

/** The message of a refusal, and the part that a page of another site can read. */
const refusal = async (response: Response) => {
  const { error } = await response.json();
  return {
    status: response.status,
    code: error.code,
    message: error.message,
    retryAfter: Number(response.headers.get('retry-after')),
    readableBy: response.headers.get('access-control-allow-origin'),
  };
};
const tooFast = {
  status: 429,
  code: 'rate_limited',
  message: expect.stringMatching(/^You’re sending messages too quickly\. Try again in \d+ seconds\.$/),
  retryAfter: expect.toSatisfy((seconds) => seconds >= 1 && seconds <= 60),
};

describe('limits on requests', () => {
  it('count per address, for all callers, with a refusal that an allowed site can read', async () => {
    const { post } = await serve({ requestsPerAddress: 2 });
    expect((await post(list, { 'x-user': 'ada' })).status).toBe(200);
    expect((await post(list, { 'x-user': 'bob' })).status).toBe(200);
    expect(await refusal(await post(list, { 'x-user': 'cleo', origin: SITE }))).toEqual({
      ...tooFast,
      readableBy: SITE,
    });
    expect(await refusal(await post(list, { origin: 'https://other.example' }))).toEqual({
      ...tooFast,
      readableBy: null,
    });
  });

  it('count searches per user, separately from other reads', async () => {
    const { post } = await serve({ searchesPerUser: 2 });
    const search = { type: 'threads.search', params: { query: 'parcel' } };
    for (const times of [1, 2]) expect([times, (await post(search)).status]).toEqual([times, 200]);
    expect(await refusal(await post(search))).toMatchObject({ status: 429, code: 'rate_limited' });
    expect((await post(list)).status).toBe(200);
    expect((await post(search, { 'x-user': 'bob' })).status).toBe(200);
  });

  it('count per user', async () => {
    const { post } = await serve({ requestsPerUser: 1 });
    await post(list);
    expect(await refusal(await post(list, { origin: SITE }))).toEqual({ ...tooFast, readableBy: SITE });
    expect((await post(list, { 'x-user': 'bob' })).status).toBe(200);
  });

  it('do not count preflights', async () => {
    const { url, post } = await serve({ requestsPerAddress: 1 });
    for (let count = 0; count < 3; count += 1)
      expect((await fetch(url, { method: 'OPTIONS', headers: { origin: SITE } })).status).toBe(204);
    expect((await post(list)).status).toBe(200);
  });

  it('use the address from a trusted proxy, never one that a client invents', async () => {
    const direct = await serve({ requestsPerAddress: 1 });
    await direct.post(list, { 'x-forwarded-for': '203.0.113.1' });
    expect((await direct.post(list, { 'x-forwarded-for': '203.0.113.2' })).status).toBe(429);

    const proxied = await serve({ requestsPerAddress: 1 }, { trustProxy: 1 });
    expect((await proxied.post(list, { 'x-forwarded-for': '203.0.113.1' })).status).toBe(200);
    expect((await proxied.post(list, { 'x-forwarded-for': '203.0.113.2' })).status).toBe(200);
    expect((await proxied.post(list, { 'x-forwarded-for': '198.51.100.9, 203.0.113.2' })).status).toBe(429);
  });

  it('ignore a client’s claim that its address is shared', async () => {
    const { post, asked } = await serve({});
    await post(list, { 'chatdock-client-address-shared': '1' });
    expect(asked.map(({ headers }) => headers.has('chatdock-client-address-shared'))).toEqual([false]);
  });

  it('count new visitors per address', async () => {
    const { admitNewVisitor } = createLimits({ newVisitorsPerAddress: 1, log: silentLog });
    const from = (address: string) =>
      new Request('https://chat.example', { headers: { 'chatdock-client-address': address } });
    await admitNewVisitor(from('203.0.113.1'));
    await admitNewVisitor(from('203.0.113.2'));
    await expect(admitNewVisitor(from('203.0.113.1'))).rejects.toMatchObject({ status: 429, code: 'rate_limited' });
  });

  it('treat an IPv6 network as one address', async () => {
    const { post } = await serve({ requestsPerAddress: 1 }, { trustProxy: 1 });
    await post(list, { 'x-forwarded-for': '2001:db8:0:1::1' });
    expect((await post(list, { 'x-forwarded-for': '2001:db8:0:1:ffff::2' })).status).toBe(429);
    expect((await post(list, { 'x-forwarded-for': '2001:db8:1::1' })).status).toBe(200);
  });

  it('are off when set to 0', async () => {
    const { post } = await serve({
      requestsPerAddress: 0,
      requestsPerUser: 0,
      turnsPerAddress: 0,
      turnsPerUser: 0,
      streams: 0,
      streamsPerUser: 0,
      streamsPerAddress: 0,
    });
    for (let count = 0; count < 5; count += 1) expect((await post(list)).status).toBe(200);
  });

  it('let requests pass while the counter store is unreachable', async () => {
    const broken = (): CounterStore => ({
      increment: async () => {
        throw new Error('connection refused');
      },
      decrement: async () => undefined,
      resetKey: async () => undefined,
    });
    const { post } = await serve({ requestsPerAddress: 1, requestsPerUser: 1, makeCounters: broken });
    for (let count = 0; count < 3; count += 1) expect((await post(list)).status).toBe(200);
  });

  it('count two processes together when they share a counter store', async () => {
    const shared = new Map<string, CounterStore>();
    // As with Redis: every process has its own client to the same counters.
    const makeCounters = (name: string): CounterStore => {
      const store = shared.get(name) ?? new MemoryStore();
      shared.set(name, store);
      return {
        init: (options) => store.init?.(options),
        increment: (key) => store.increment(key),
        decrement: (key) => store.decrement(key),
        resetKey: (key) => store.resetKey(key),
      };
    };
    const [one, two] = [
      await serve({ requestsPerUser: 1, makeCounters }),
      await serve({ requestsPerUser: 1, makeCounters }),
    ];
    expect((await one.post(list)).status).toBe(200);
    expect((await two.post(list)).status).toBe(429);
  });
});

describe('limits on files', () => {
  it('count per user and per address, for both upload strategies', async () => {
    const { post, limits } = await serve({ uploadsPerUser: 2, uploadsPerAddress: 3 });
    const announce = (user: string) =>
      post(
        { type: 'attachments.create', params: { name: 'a.txt', size: 3, mime_type: 'text/plain' } },
        { 'x-user': user },
      );
    const file = (userId: string) =>
      limits.admitUpload({ userId, address: '127.0.0.1', signal: new AbortController().signal }, 3);
    await announce('ada');
    await file('ada');
    expect(await refusal(await announce('ada'))).toMatchObject(tooFast);
    await expect(file('bob')).rejects.toMatchObject({ status: 429, code: 'rate_limited' });
    expect((await post(list)).status).toBe(200);
  });
});

describe('limits on turns', () => {
  it('count turns per user, separately from reads', async () => {
    const { post, release } = await serve({ turnsPerUser: 1 });
    release();
    await (await post(create())).text();
    expect(await refusal(await post(create()))).toMatchObject(tooFast);
    expect((await post(list)).status).toBe(200);
  });

  it('count a recording as a turn', async () => {
    const { admit } = createLimits({ turnsPerUser: 1, log: silentLog });
    const params = { audio_base64: 'AAAA', mime_type: 'audio/webm' };
    const transcribe = () => admit(parseRequest({ type: 'input.transcribe', params }), visitor);
    await transcribe();
    await expect(transcribe()).rejects.toMatchObject({ status: 429, code: 'rate_limited' });
  });

  it('free the place in this process when another process refuses the turn', async () => {
    const answers = [0, null];
    const slots = { acquire: async () => answers.shift() ?? null, renew: async () => {}, release: async () => {} };
    const { admit } = createLimits({ streams: 1, slots, log: silentLog });
    const turn = () => admit(parseRequest(create()), visitor);
    await expect(turn()).rejects.toMatchObject({ code: 'too_many_streams' });
    (await turn())?.();
  });

  it('count turns per address, even if each comes from a new visitor', async () => {
    const { post, release } = await serve({ turnsPerAddress: 2 });
    release();
    for (const user of ['a', 'b']) await (await post(create(), { 'x-user': user })).text();
    expect(await refusal(await post(create(), { 'x-user': 'c' }))).toMatchObject(tooFast);
    // The limits ignore an address that the client sends itself.
    expect((await post(create(), { 'x-user': 'd', 'chatdock-client-address': '203.0.113.7' })).status).toBe(429);
  });

  it('cap concurrent turns per user, and free the place when one ends', async () => {
    const { post, release, server } = await serve({ streamsPerUser: 1 });
    const first = await post(create());
    expect(await refusal(await post(create(), { origin: SITE }))).toEqual({
      status: 429,
      code: 'too_many_streams',
      message: expect.stringContaining('Wait for one to finish'),
      retryAfter: 5,
      readableBy: SITE,
    });
    expect((await post(create(), { 'x-user': 'bob' })).status).toBe(200);
    release();
    await first.text();
    await until(() => server.activeRuns === 0);
    expect((await post(create())).status).toBe(200);
  });

  it('free their place once, however often their end is reported', async () => {
    const { admit } = createLimits({ streamsPerUser: 2, log: silentLog });
    const turn = () => admit(parseRequest(create()), { userId: 'ada', signal: new AbortController().signal });
    const leave = await turn();
    await turn();
    leave?.();
    leave?.();
    await turn();
    await expect(turn()).rejects.toMatchObject({ status: 429, code: 'too_many_streams' });
  });

  it('cap concurrent turns per address', async () => {
    const { post } = await serve({ streamsPerAddress: 2 });
    for (const user of ['a', 'b']) expect((await post(create(), { 'x-user': user })).status).toBe(200);
    expect(await refusal(await post(create(), { 'x-user': 'c' }))).toMatchObject({
      status: 429,
      code: 'too_many_streams',
      retryAfter: 5,
    });
  });

  it('cap concurrent turns per process with 503, so a load balancer tries another', async () => {
    const { post } = await serve({ streams: 1 });
    await post(create());
    expect(await refusal(await post(create(), { 'x-user': 'bob' }))).toMatchObject({
      status: 503,
      code: 'busy',
      retryAfter: 5,
    });
  });

  it('free the place however a turn ends: refused, failed, stopped or abandoned', async () => {
    const { post, server } = await serve({ streamsPerUser: 1 });
    expect((await post(addMessage('thr_missing'))).status).toBe(404);
    for (let count = 0; count < 3; count += 1) {
      const leaving = new AbortController();
      const response = await post(create(), {}, leaving.signal);
      expect(response.status).toBe(200);
      leaving.abort();
      await until(() => server.activeRuns === 0);
    }
  });
});
