import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { MemoryStore, type Store as CounterStore } from 'express-rate-limit';
import { afterEach, describe, expect, it } from 'vitest';
import { addMessage, create, gate, message, openChat, until } from '../../../test/harness/chat-server.ts';
import { silentLog } from '../core/log.ts';
import { chatkitRouter } from '../http/chatkit-router.ts';
import { createLimits, type LimitOptions } from './limits.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const SITE = 'https://shop.example';
const list = { type: 'threads.list', params: {} };

/** A server over real HTTP whose replies wait until `release` is called. */
async function serve(limits: LimitOptions, { trustProxy = 0 } = {}) {
  const held = gate();
  const chat = openChat({
    async *respond(thread) {
      await held.opened;
      yield { type: 'thread.item.done', item: message(thread.id, 'reply', 'Here.') };
    },
  });
  const cors = { allowedOrigins: [SITE] };
  const made = createLimits({ cors, log: silentLog, ...limits });
  const { perAddress, withAddress, admit } = made;
  const app = express();
  app.set('trust proxy', trustProxy);
  app.use(
    '/chatkit',
    perAddress,
    chatkitRouter(chat.server, {
      ...cors,
      authenticate: withAddress((request) => ({ userId: request.headers.get('x-user') ?? 'ada' })),
      admit,
    }),
  );
  const http = createServer(app).listen(0, '127.0.0.1');
  await once(http, 'listening');
  cleanUps.push(async () => {
    held.open();
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
  return { ...chat, url, post, limits: made, release: held.open };
}

/** What a refusal says, and what a page of another site can read of it. */
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
  message: expect.stringMatching(/^That was more than .* Try again in \d+ seconds\.$/),
  retryAfter: expect.toSatisfy((seconds) => seconds >= 1 && seconds <= 60),
};

describe('requests', () => {
  it('of one address are counted, whoever sends them, and the refusal can be read by an allowed site', async () => {
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

  it('of one user are counted', async () => {
    const { post } = await serve({ requestsPerUser: 1 });
    await post(list);
    expect(await refusal(await post(list, { origin: SITE }))).toEqual({ ...tooFast, readableBy: SITE });
    expect((await post(list, { 'x-user': 'bob' })).status).toBe(200);
  });

  it('that only ask for permission (preflights) are not', async () => {
    const { url, post } = await serve({ requestsPerAddress: 1 });
    for (let count = 0; count < 3; count += 1)
      expect((await fetch(url, { method: 'OPTIONS', headers: { origin: SITE } })).status).toBe(204);
    expect((await post(list)).status).toBe(200);
  });

  it('are counted by the address a trusted proxy gives, and by no address a client makes up', async () => {
    const direct = await serve({ requestsPerAddress: 1 });
    await direct.post(list, { 'x-forwarded-for': '203.0.113.1' });
    expect((await direct.post(list, { 'x-forwarded-for': '203.0.113.2' })).status).toBe(429);

    const proxied = await serve({ requestsPerAddress: 1 }, { trustProxy: 1 });
    expect((await proxied.post(list, { 'x-forwarded-for': '203.0.113.1' })).status).toBe(200);
    expect((await proxied.post(list, { 'x-forwarded-for': '203.0.113.2' })).status).toBe(200);
    expect((await proxied.post(list, { 'x-forwarded-for': '198.51.100.9, 203.0.113.2' })).status).toBe(429);
  });

  it('of one IPv6 network are one address’s', async () => {
    const { post } = await serve({ requestsPerAddress: 1 }, { trustProxy: 1 });
    await post(list, { 'x-forwarded-for': '2001:db8:0:1::1' });
    expect((await post(list, { 'x-forwarded-for': '2001:db8:0:1:ffff::2' })).status).toBe(429);
    expect((await post(list, { 'x-forwarded-for': '2001:db8:1::1' })).status).toBe(200);
  });

  it('are not limited by 0', async () => {
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

  it('pass uncounted while the counters cannot be reached', async () => {
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

  it('of two processes are counted together when they share their counters', async () => {
    const shared = new Map<string, CounterStore>();
    // As with Redis: every process has a client of its own to the same counters.
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

describe('files', () => {
  it('of one user and of one address are counted, announced or sent at once', async () => {
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

describe('turns', () => {
  it('of one user are counted apart from reading', async () => {
    const { post, release } = await serve({ turnsPerUser: 1 });
    release();
    await (await post(create())).text();
    expect(await refusal(await post(create()))).toMatchObject(tooFast);
    expect((await post(list)).status).toBe(200);
  });

  it('of one address are counted though every one comes from a new visitor', async () => {
    const { post, release } = await serve({ turnsPerAddress: 2 });
    release();
    for (const user of ['a', 'b']) await (await post(create(), { 'x-user': user })).text();
    expect(await refusal(await post(create(), { 'x-user': 'c' }))).toMatchObject(tooFast);
    // What a client claims about its address counts for nothing.
    expect((await post(create(), { 'x-user': 'd', 'chatdock-client-address': '203.0.113.7' })).status).toBe(429);
  });

  it('at the same time are limited for a user, and possible again once one ends', async () => {
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

  it('at the same time are limited for an address', async () => {
    const { post } = await serve({ streamsPerAddress: 2 });
    for (const user of ['a', 'b']) expect((await post(create(), { 'x-user': user })).status).toBe(200);
    expect(await refusal(await post(create(), { 'x-user': 'c' }))).toMatchObject({
      status: 429,
      code: 'too_many_streams',
      retryAfter: 5,
    });
  });

  it('at the same time are limited for the process: 503, so that a load balancer tries another', async () => {
    const { post } = await serve({ streams: 1 });
    await post(create());
    expect(await refusal(await post(create(), { 'x-user': 'bob' }))).toMatchObject({
      status: 503,
      code: 'busy',
      retryAfter: 5,
    });
  });

  it('give their place back however they end: refused, failed, stopped, left before the answer', async () => {
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
