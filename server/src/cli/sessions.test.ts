/** Ending sessions, and what a new identity costs, in the whole process. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, SignJWT } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NEW_VISITOR, VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { create } from '../../../test/harness/chat/chat-server.ts';
import { openProcess, stopProcesses } from '../../../test/harness/servers/open-process.ts';
import { PROOF_SERVICES, siteVerify, VISITOR_PROOF_HEADER } from '../auth/verify-visitor.ts';
import { parseConfig } from './settings/config.ts';
import { endSessionsOf } from './records/end-sessions.ts';
import { signedIdentity } from '../auth/signed-identity.ts';
import { MemorySessions } from '../stores/sessions.ts';

afterEach(stopProcesses);

type Process = Awaited<ReturnType<typeof openProcess>>;
const configOf = (url: string) => parseConfig({ DATABASE_URL: url });
const list = { type: 'threads.list', params: {} };
const countOf = async ({ post }: Process, headers: Record<string, string>) =>
  (await (await post(list, headers)).json()).data.length;
const logOut = ({ url }: Process, headers: Record<string, string>) =>
  fetch(`${url}/chatkit/logout`, { method: 'POST', headers });

/** A visitor with one conversation: the same identity as a header and as a cookie. */
async function arrive(running: Process) {
  const answer = await running.post(create('Echo hello'));
  await answer.text();
  const token = answer.headers.get(VISITOR_TOKEN_HEADER) ?? '';
  return { header: { [VISITOR_TOKEN_HEADER]: token }, cookie: { cookie: `chatdock-visitor=${token}` } };
}

describe('logging out', () => {
  it.each([
    ['header', null],
    ['cookie', 'chatdock-visitor=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax'],
  ] as const)('by the %s revokes the token and every copy of it', async (way, cleared) => {
    const running = await openProcess();
    const visitor = await arrive(running);
    const other = await arrive(running);
    expect(await countOf(running, visitor.header)).toBe(1);
    const answer = await logOut(running, visitor[way]);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toBe(cleared);
    expect([await countOf(running, visitor.header), await countOf(running, visitor.cookie)]).toEqual([0, 0]);
    expect(await countOf(running, other.header)).toBe(1);
  });

  it('stays in force after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatdock-logout-'));
    try {
      const settings = { DATABASE_URL: `file:${join(folder, 'chat.sqlite')}` };
      const before = await openProcess(settings);
      const visitor = await arrive(before);
      await logOut(before, visitor.header);
      await before.stop();
      const after = await openProcess(settings);
      expect(await countOf(after, visitor.header)).toBe(0);
    } finally {
      await stopProcesses();
      rmSync(folder, { recursive: true });
    }
  });

  it('cannot be done for a visitor by a page of another site, or without a token', async () => {
    const running = await openProcess();
    const visitor = await arrive(running);
    expect((await logOut(running, { ...visitor.cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await logOut(running, { [VISITOR_TOKEN_HEADER]: NEW_VISITOR })).status).toBe(204);
    expect((await fetch(`${running.url}/chatkit/logout`, { headers: visitor.header })).status).toBe(405);
    expect(await countOf(running, visitor.header)).toBe(1);
  });
});

describe('the command end-sessions', () => {
  it('signs one visitor out of a running server, and nobody else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatdock-end-'));
    try {
      const url = `file:${join(folder, 'chat.sqlite')}`;
      const running = await openProcess({ DATABASE_URL: url });
      const [visitor, other] = [await arrive(running), await arrive(running)];
      const claims = decodeJwt(visitor.header[VISITOR_TOKEN_HEADER]);
      expect(await endSessionsOf([`visitor:${claims.sub}`], configOf(url))).toBe(
        `The sessions of visitor:${claims.sub} are ended.\n`,
      );
      expect([await countOf(running, visitor.header), await countOf(running, other.header)]).toEqual([0, 1]);
    } finally {
      await stopProcesses();
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses unknown names', async () => {
    for (const names of [[], ['ada'], ['user:'], ['visitor:1', '--all']])
      await expect(endSessionsOf(names, configOf('file:unused'))).rejects.toThrow(
        'Usage: chatdock-server end-sessions USER',
      );
  });
});

it('ending a person’s sessions refuses earlier tokens and accepts later ones', async () => {
  const key = new TextEncoder().encode('k'.repeat(32));
  let nowMs = Date.UTC(2026, 0, 1);
  const sessions = new MemorySessions(() => nowMs);
  const rules = { keys: [{ algorithm: 'HS256' as const, key }], issuer: 'shop', audience: 'chat', now: () => nowMs };
  const authenticate = signedIdentity({ ...rules, sessions });
  const sign = (claims: object) =>
    new SignJWT({ iss: 'shop', aud: 'chat', sub: 'ada', exp: nowMs / 1000 + 600, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key);
  const enter = async (token: string) =>
    authenticate(new Request('https://chat.example', { headers: { authorization: `Bearer ${token}` } }), new Headers());
  const [dated, undated] = [await sign({ iat: nowMs / 1000 }), await sign({})];
  expect(await enter(dated)).toEqual({ userId: 'user::ada' });
  expect(await enter(undated)).toEqual({ userId: 'user::ada' });
  nowMs += 1500;
  await sessions.end('user::ada');
  await expect(enter(dated)).rejects.toMatchObject({ status: 401, code: 'invalid_token' });
  await expect(enter(undated)).rejects.toMatchObject({ status: 401, code: 'invalid_token' });
  expect(await enter(await sign({ sub: 'bob' }))).toEqual({ userId: 'user::bob' });
  nowMs += 1000;
  expect(await enter(await sign({ iat: Math.floor(nowMs / 1000) }))).toEqual({ userId: 'user::ada' });
});

describe('new identities', () => {
  it('have a limit per address, however they are requested; known visitors continue', async () => {
    const running = await openProcess({ CHATDOCK_LIMIT_NEW_VISITORS_PER_ADDRESS: '2' });
    const visitor = await arrive(running);
    expect((await running.post(list)).status).toBe(200);
    const attempts = [
      {},
      { [VISITOR_TOKEN_HEADER]: NEW_VISITOR },
      { [VISITOR_TOKEN_HEADER]: 'x.y.z' },
      { cookie: 'a=b' },
    ];
    for (const headers of attempts) {
      const refused = await running.post(list, headers);
      expect([refused.status, refused.headers.get(VISITOR_TOKEN_HEADER)]).toEqual([429, null]);
    }
    expect((await running.upload('hello')).status).toBe(429);
    expect(await countOf(running, visitor.header)).toBe(1);
  });

  it('need a proof if the owner asks for one; known visitors do not', async () => {
    const asked: (string | null)[] = [];
    const service = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const sent = new URLSearchParams(Buffer.concat(chunks).toString());
      asked.push(sent.get('response'));
      res.end(JSON.stringify({ success: sent.get('secret') === 'mine' && sent.get('response') === 'good' }));
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const address = service.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const platformFetch = globalThis.fetch;
    vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) =>
      platformFetch(input === PROOF_SERVICES.turnstile ? url : input, init),
    );
    try {
      const running = await openProcess({ CHATDOCK_VERIFY: 'turnstile', CHATDOCK_VERIFY_SECRET: 'mine' });
      for (const proof of [undefined, 'bad']) {
        const refused = await running.post(list, proof === undefined ? {} : { [VISITOR_PROOF_HEADER]: proof });
        expect([refused.status, (await refused.json()).error.code]).toEqual([403, 'proof_needed']);
        expect(refused.headers.get(VISITOR_TOKEN_HEADER)).toBeNull();
      }
      const taken = await running.post(list, { [VISITOR_PROOF_HEADER]: 'good' });
      expect(taken.status).toBe(200);
      const token = taken.headers.get(VISITOR_TOKEN_HEADER) ?? '';
      expect((await running.post(list, { [VISITOR_TOKEN_HEADER]: token })).status).toBe(200);
      expect(asked).toEqual(['bad', 'good']);
    } finally {
      vi.unstubAllGlobals();
      service.close();
    }
  });

  it('are refused while the service that checks proofs is unreachable', async () => {
    const verify = siteVerify({ url: 'http://127.0.0.1:1/', secret: 'x' });
    expect(await verify('good', new Request('https://chat.example'))).toBe(false);
  });
});
