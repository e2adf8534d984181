import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express, { type RequestHandler } from 'express';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ada,
  added,
  addMessage,
  asRecord,
  create,
  delta,
  done,
  gate,
  message,
  openChat,
  outline,
  type Script,
  toEvents,
  until,
} from '../../../test/harness/chat/chat-server.ts';
import { chatkitRouter } from './chatkit-router.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The server of `openChat` behind Express on its own port. */
async function open(script: Script = {}, ...before: RequestHandler[]) {
  const chat = openChat(script);
  const app = express();
  app.use(
    '/chatkit',
    ...before,
    chatkitRouter(chat.server, { authenticate: () => ({ userId: 'ada' }), ...script.endpoint }),
  );
  const http = app.listen(0, '127.0.0.1');
  await once(http, 'listening');
  closing.push(async () => {
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  });
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/chatkit`;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { ...chat, url, port, post, http };
}

describe('over real HTTP', () => {
  it('streams events immediately, with the headers before the first one', async () => {
    const first = gate();
    const second = gate();
    const { post } = await open({
      async *respond({ id }) {
        await first.opened;
        yield added(message(id, 'a', ''));
        await second.opened;
        yield done(message(id, 'a', 'Hello'));
      },
    });
    const response = await post(create());
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('cache-control'),
      response.headers.get('x-accel-buffering'),
    ]).toEqual([200, 'text/event-stream', 'no-store, no-transform', 'no']);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (part: string) => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
    };
    first.open();
    await readUntil('thread.item.added');
    expect(text).not.toContain('Hello');
    second.open();
    await readUntil('Hello');
    expect(outline(toEvents(text))).toEqual([
      'thread.created',
      'thread.item.done user_message',
      'stream_options',
      'thread.item.added assistant_message',
      'thread.item.done assistant_message',
    ]);
  });

  it('refuses malformed or oversized bodies and other types, and continues to serve', async () => {
    const { post, url } = await open();
    const refusal = async (response: Response) => [
      response.status,
      asRecord(asRecord(await response.json())['error'])['code'],
    ];
    expect(await refusal(await post('{'))).toEqual([400, 'invalid_json']);
    expect(await refusal(await post('x'.repeat(10_000_000)))).toEqual([413, 'too_large']);
    expect(await refusal(await post('['.repeat(5000)))).toEqual([400, 'too_deep']);
    expect(await refusal(await post('{}', { 'content-type': 'text/plain' }))).toEqual([415, 'not_json']);
    expect(await refusal(await fetch(url))).toEqual([405, 'method_not_allowed']);
    expect((await post({ type: 'threads.list', params: {} })).status).toBe(200);
  });

  it('accepts a body already parsed by middleware', async () => {
    const { post } = await open({}, express.json());
    expect(await (await post({ type: 'threads.list', params: {} })).json()).toEqual({ data: [], has_more: false });
    expect((await post({ type: 'nonsense' })).status).toBe(400);
    expect((await post(`${'['.repeat(5000)}${']'.repeat(5000)}`)).status).toBe(400);
  });

  it.each(['name:password@host', 'a b', '[', 'x'.repeat(2000), 'localhost:99999', ''])(
    'survives a Host header of %j',
    async (host) => {
      const { port } = await open();
      const body = '{"type":"threads.list","params":{}}';
      const socket = connect(port, '127.0.0.1');
      socket.write(
        `POST /chatkit HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      let answer = '';
      for await (const chunk of socket) answer += chunk;
      expect(answer).toMatch(/^HTTP\/1\.1 (200|4\d\d) /);
    },
  );

  it('releases a request that breaks off', async () => {
    const { url, server } = await open();
    const request = httpRequest(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '1000' },
    });
    request.on('error', () => {});
    request.write('{"type":"threads.create"');
    await once(request, 'socket');
    request.destroy();
    await until(() => server.activeRuns === 0);
    expect(await server.store.loadThreads({ limit: 1, order: 'asc' }, ada())).toMatchObject({ data: [] });
  });
});

describe('a reader that stops reading', () => {
  it('pauses the run after less than a megabyte, is closed, and the text is stored', async () => {
    let produced = 0;
    const { stored, thread, port, server } = await open({
      endpoint: { heartbeatMs: 20, stalledAfterMs: 40 },
      async *respond({ id }) {
        yield added(message(id, 'a', ''));
        for (;;) {
          produced += 10_000;
          yield delta('a', 'x'.repeat(10_000));
        }
      },
    });
    const { id } = await thread();
    const body = JSON.stringify(addMessage(id));
    // A socket that never reads: the kernel's buffers fill first, then ours.
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    socket.write(
      `POST /chatkit HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    await until(() => server.activeRuns === 1);
    await until(() => server.activeRuns === 0);
    socket.destroy();
    // The kernel's buffers hold a few megabytes; an unbounded writer would have produced hundreds by now.
    expect(produced).toBeLessThan(20_000_000);
    expect((await stored(id)).map((item) => item.type)).toEqual([
      'user_message',
      'assistant_message',
      'sdk_hidden_context',
    ]);
  }, 30_000);
});

describe('a disconnect', () => {
  it('at 100 moments stops an endless turn, keeps its text, and leaves nothing running', async () => {
    const running = new Set<string>();
    const { url, thread, stored, server, http } = await open({
      partialTextMs: 3,
      async *respond({ id }, _message, { signal }) {
        running.add(id);
        try {
          yield added(message(id, `a_${id}`, ''));
          for (let word = 0; word < 40; word += 1) {
            await new Promise((resolve) => setTimeout(resolve, word % 3));
            yield delta(`a_${id}`, `word${word} `);
          }
          while (!signal.aborted) await once(signal, 'abort');
        } finally {
          running.delete(id);
        }
      },
    });
    const resources = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name.startsWith('TCPSocket')).length;
    const before = resources();
    const threads: string[] = [];
    // Use the same moments in every run.
    for (const ms of fc.sample(fc.integer({ min: 0, max: 59 }), { numRuns: 100, seed: 1 })) {
      const { id } = await thread();
      threads.push(id);
      await leaveAfter(url, addMessage(id), ms);
    }
    await until(() => server.activeRuns === 0 && running.size === 0);
    await until(
      async () => (await new Promise((resolve) => http.getConnections((_error, count) => resolve(count)))) === 0,
    );
    await until(() => resources() <= before);
    let kept = 0;
    for (const id of threads) {
      const [user, ...rest] = await stored(id);
      // Disconnected before the message was parsed, during the turn, or after it.
      if (!user) continue;
      expect(user.type).toBe('user_message');
      expect(rest.at(-1)?.type).toBe('sdk_hidden_context');
      const streamed = rest.slice(0, -1);
      expect(streamed.length).toBeLessThan(2);
      for (const item of streamed) {
        const text = item.type === 'assistant_message' ? item.content.map((part) => part.text).join('') : item.type;
        expect(text).toMatch(/^(word\d+ )+$/);
        kept += 1;
      }
    }
    expect(kept).toBeGreaterThan(20);
  }, 60_000);
});

/** Sends a request and closes its connection after some milliseconds, at whatever stage it is. */
async function leaveAfter(url: string, body: object, ms: number): Promise<void> {
  const text = JSON.stringify(body);
  const request = httpRequest(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
  });
  request.on('error', () => {});
  request.on('response', (response) => response.on('error', () => {}).resume());
  request.end(text);
  await new Promise((resolve) => setTimeout(resolve, ms));
  request.destroy();
}
