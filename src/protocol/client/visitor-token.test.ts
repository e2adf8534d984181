import { describe, expect, it } from 'vitest';
import { carriesVisitorToken, NEW_VISITOR, VISITOR_TOKEN_HEADER, withVisitorToken } from './visitor-token.ts';

/** A server that answers on the test's command and records the tokens it receives. */
function slowServer() {
  const waiting: PromiseWithResolvers<Response>[] = [];
  const shown: (string | null)[] = [];
  const serve: typeof fetch = (_url, init) => {
    shown.push(new Headers(init?.headers).get(VISITOR_TOKEN_HEADER));
    const answer = Promise.withResolvers<Response>();
    waiting.push(answer);
    return answer.promise;
  };
  return {
    serve,
    shown,
    answer: (headers: Record<string, string> = {}, status = 200) =>
      waiting.shift()?.resolve(new Response('{}', { status, headers })),
    fail: () => waiting.shift()?.reject(new TypeError('connection refused')),
  };
}

function memory(token: string | null = null) {
  const kept = { token };
  return { kept, read: () => kept.token, write: (issued: string) => void (kept.token = issued) };
}

/** A browser that blocks storage for this page. */
const forbid = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};

/** Lets all pending microtasks run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a visitor', () => {
  it('keeps the token that the server issues and sends it from then on', async () => {
    const server = slowServer();
    const storage = memory();
    const send = withVisitorToken(server.serve, storage);
    const first = send('/chatkit');
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await first;
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null, 'token-1']);
    expect(storage.kept.token).toBe('token-1');
  });

  it('is one visitor even if the first requests are sent together', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    for (let request = 0; request < 3; request += 1) void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null]);
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await settle();
    expect(server.shown).toEqual([null, 'token-1', 'token-1']);
  });

  it('sends requests in parallel if the server issues no tokens', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    void send('/chatkit');
    server.answer();
    await settle();
    void send('/chatkit');
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null, null, null]);
  });

  it('tries again if the first request was refused or failed', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    void send('/chatkit').catch(() => undefined);
    void send('/chatkit');
    void send('/chatkit');
    server.fail();
    await settle();
    server.answer({}, 503);
    await settle();
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await settle();
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null, null, null, 'token-1']);
  });

  it('stays one visitor though two requests leave together after a failed answer', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    void send('/chatkit');
    server.answer({}, 503);
    await settle();
    void send('/chatkit');
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null, null]);
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await settle();
    expect(server.shown).toEqual([null, null, 'token-1']);
  });

  it('stays the same while the page is open if storage is blocked', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, { read: forbid, write: forbid });
    void send('/chatkit');
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await settle();
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null, 'token-1']);
  });

  it('starts over after a logout, with requests one after the other', async () => {
    const server = slowServer();
    const storage = memory('token-1');
    const send = withVisitorToken(server.serve, storage);
    void send('/chatkit');
    server.answer();
    await settle();
    storage.write(NEW_VISITOR);
    void send('/chatkit');
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual(['token-1', NEW_VISITOR]);
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-2' });
    await settle();
    expect(server.shown).toEqual(['token-1', NEW_VISITOR, 'token-2']);
    expect(storage.kept.token).toBe('token-2');
  });

  it('has one token handler, however often a fetch is wrapped', () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    expect(withVisitorToken(send, memory())).toBe(send);
    expect([carriesVisitorToken(send), carriesVisitorToken(server.serve)]).toEqual([true, false]);
  });

  it("adopts a renewed token, and keeps the request's headers and body", async () => {
    const asked: RequestInit[] = [];
    const storage = memory('old');
    const send = withVisitorToken(async (_url, init = {}) => {
      asked.push(init);
      return new Response('{}', { headers: { [VISITOR_TOKEN_HEADER]: 'renewed' } });
    }, storage);
    await send('/chatkit', { method: 'POST', body: '{}', headers: { accept: 'text/event-stream' } });
    expect(asked).toEqual([
      { method: 'POST', body: '{}', headers: { accept: 'text/event-stream', [VISITOR_TOKEN_HEADER]: 'old' } },
    ]);
    expect(storage.kept.token).toBe('renewed');
  });
});
