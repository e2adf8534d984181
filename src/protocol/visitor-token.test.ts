import { describe, expect, it } from 'vitest';
import { carriesVisitorToken, NEW_VISITOR, VISITOR_TOKEN_HEADER, withVisitorToken } from './visitor-token.ts';

/** A server that answers when told to, and the tokens it was shown. */
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

/** A browser that keeps nothing for this page. */
const forbid = () => {
  throw new DOMException('The operation is insecure.', 'SecurityError');
};

/** Lets everything happen that needs no answer. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a visitor', () => {
  it('keeps the token the server issues and shows it from then on', async () => {
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

  it('is one visitor though the first requests leave together', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    for (let request = 0; request < 3; request += 1) void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null]);
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await settle();
    expect(server.shown).toEqual([null, 'token-1', 'token-1']);
  });

  it('waits for nobody where the server issues no tokens', async () => {
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

  it('introduces itself again when the first request was refused or failed', async () => {
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

  it('stays the same for as long as the page is open where the browser forbids storage', async () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, { read: forbid, write: forbid });
    void send('/chatkit');
    server.answer({ [VISITOR_TOKEN_HEADER]: 'token-1' });
    await settle();
    void send('/chatkit');
    await settle();
    expect(server.shown).toEqual([null, 'token-1']);
  });

  it('begins as somebody new after a logout, in requests that leave one after the other', async () => {
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

  it('has one who sees to the token, however often a fetch is wrapped', () => {
    const server = slowServer();
    const send = withVisitorToken(server.serve, memory());
    expect(withVisitorToken(send, memory())).toBe(send);
    expect([carriesVisitorToken(send), carriesVisitorToken(server.serve)]).toEqual([true, false]);
  });

  it('takes over a renewed token, and keeps the headers and body it was given', async () => {
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
