import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { NEW_VISITOR, VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { anonymousVisitors, type VisitorOptions } from './visitors.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode('a secret of thirty-two bytes or more');
const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

/** One request: what the browser sent, which visitor the server recognised, and which token it set. */
async function visit(
  headers: Record<string, string> = {},
  { url = 'https://chat.example/chatkit', ...options }: Partial<VisitorOptions> & { url?: string } = {},
) {
  const reply = new Headers();
  const { userId } = await anonymousVisitors({ secrets: [secret], now: () => NOW, ...options })(
    new Request(url, { method: 'POST', headers }),
    reply,
  );
  return { userId, token: reply.get(VISITOR_TOKEN_HEADER), cookies: reply.getSetCookie() };
}

const byHeader = (token: string | null) => ({ [VISITOR_TOKEN_HEADER]: token ?? '' });
const byCookie = ([cookie = '']: string[]) => ({ cookie: `theme=dark; ${cookie.split(';')[0]}; lang=de` });

describe('a new visitor', () => {
  it('gets a new identity and a token for it', async () => {
    const [first, second] = [await visit(), await visit()];
    expect(first.userId).toMatch(/^visitor:[\da-f-]{36}$/);
    expect(second.userId).not.toBe(first.userId);
    expect(first.token).not.toBeNull();
  });

  it('gets a cookie hidden from scripts, cross-site requests and sibling domains', async () => {
    const { cookies, token } = await visit();
    expect(cookies).toEqual([
      `__Host-chatdock-visitor=${token}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure`,
    ]);
  });

  it('gets a cookie that works without HTTPS on an HTTP site', async () => {
    const { cookies, token } = await visit({}, { url: 'http://localhost:8787/chatkit' });
    expect(cookies).toEqual([`chatdock-visitor=${token}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax`]);
  });
});

it("a request from another site sets no cookie, which would replace the visitor's own", async () => {
  expect(await visit({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ token: expect.any(String), cookies: [] });
  expect((await visit({ 'sec-fetch-site': 'same-site' })).cookies).toHaveLength(1);
});

describe('a returning visitor', () => {
  it('is recognised by header or cookie, and gets no new token', async () => {
    const { userId, token, cookies } = await visit();
    expect(await visit(byHeader(token))).toEqual({ userId, token: null, cookies: [] });
    expect(await visit(byCookie(cookies))).toEqual({ userId, token: null, cookies: [] });
  });

  it('is identified by the header if the cookie differs', async () => {
    const [one, other] = [await visit(), await visit()];
    expect((await visit({ ...byHeader(one.token), ...byCookie(other.cookies) })).userId).toBe(one.userId);
  });

  it('is identified by the cookie if the header is invalid', async () => {
    const { userId, cookies } = await visit();
    expect((await visit({ ...byHeader('nonsense'), ...byCookie(cookies) })).userId).toBe(userId);
  });

  it('gets a new identity after logout, and the old cookie is deleted', async () => {
    const { userId, cookies } = await visit();
    const after = await visit({ ...byHeader(NEW_VISITOR), ...byCookie(cookies) });
    expect(after).toMatchObject({
      token: expect.any(String),
      cookies: ['__Host-chatdock-visitor=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure'],
    });
    expect(after.userId).not.toBe(userId);
  });

  it('gets no cookie when the token is in the header', async () => {
    expect(await visit(byHeader(NEW_VISITOR))).toMatchObject({ token: expect.any(String), cookies: [] });
    const { token } = await visit();
    expect(await visit(byHeader(token), { now: () => NOW + 91 * DAY })).toMatchObject({
      token: expect.any(String),
      cookies: [],
    });
  });

  it("gets a new token in the second half of the old one's lifetime, and expires after it", async () => {
    const { userId, token } = await visit();
    const later = (days: number) => visit(byHeader(token), { now: () => NOW + days * DAY });
    expect(await later(89)).toMatchObject({ userId, token: null });
    const renewed = await later(91);
    expect(renewed).toMatchObject({ userId, token: expect.any(String) });
    expect((await visit(byHeader(renewed.token), { now: () => NOW + 260 * DAY })).userId).toBe(userId);
    expect((await later(181)).userId).not.toBe(userId);
  });

  it('stays the same during secret rotation, until the old secret is removed', async () => {
    const { userId, token } = await visit();
    const replacement = encode('the next secret of thirty-two bytes!');
    expect((await visit(byHeader(token), { secrets: [replacement, secret] })).userId).toBe(userId);
    expect((await visit(byHeader(token), { secrets: [replacement] })).userId).not.toBe(userId);
  });
});

describe('an untrusted token', () => {
  it.each<[string, (token: string) => string]>([
    ['changed in its signature', (token) => token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')],
    ['cut', (token) => token.slice(0, -1)],
    ['without a signature', (token) => `eyJhbGciOiJub25lIn0.${token.split('.')[1]}.`],
  ])('%s creates a new visitor', async (_name, change) => {
    const { userId, token } = await visit();
    const taken = await visit(byHeader(change(token ?? '')));
    expect(taken.userId).not.toBe(userId);
    expect(taken.token).not.toBeNull();
  });

  it('includes a token of a user that is signed with the same secret', async () => {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://shop.example')
      .setAudience('chat')
      .setSubject('victim')
      .setExpirationTime(NOW / 1000 + 60)
      .sign(secret);
    expect((await visit(byHeader(token))).userId).not.toBe('visitor:victim');
  });
});

it.each([[[]], [[encode('too short')]], [[secret, encode('too short')]]])(
  'refuses to start with a secret that could be guessed',
  (secrets) => {
    expect(() => anonymousVisitors({ secrets })).toThrow(/fewer than 32 bytes/);
  },
);
