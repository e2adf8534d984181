import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { NEW_VISITOR, VISITOR_TOKEN_HEADER } from '@chatdock/protocol/visitor-token';
import { anonymousVisitors, type VisitorOptions } from './visitors.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode('a secret of thirty-two bytes or more');
const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

/** One visit: what the browser sent, who the server took it for, what it was given to keep. */
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

describe('a newcomer', () => {
  it('is somebody new, and is given a token to stay that', async () => {
    const [first, second] = [await visit(), await visit()];
    expect(first.userId).toMatch(/^visitor:[\da-f-]{36}$/);
    expect(second.userId).not.toBe(first.userId);
    expect(first.token).not.toBeNull();
  });

  it('gets a cookie that scripts cannot read, other sites cannot make a browser send, and a sister site cannot plant', async () => {
    const { cookies, token } = await visit();
    expect(cookies).toEqual([
      `__Host-chatdock-visitor=${token}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure`,
    ]);
  });

  it('gets one that works without https where there is none', async () => {
    const { cookies, token } = await visit({}, { url: 'http://localhost:8787/chatkit' });
    expect(cookies).toEqual([`chatdock-visitor=${token}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax`]);
  });
});

it('gets no cookie for another site’s page, which could only replace the one they have on ours', async () => {
  expect(await visit({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ token: expect.any(String), cookies: [] });
  expect((await visit({ 'sec-fetch-site': 'same-site' })).cookies).toHaveLength(1);
});

describe('a visitor who comes back', () => {
  it('is the same by header and by cookie, and is given nothing again', async () => {
    const { userId, token, cookies } = await visit();
    expect(await visit(byHeader(token))).toEqual({ userId, token: null, cookies: [] });
    expect(await visit(byCookie(cookies))).toEqual({ userId, token: null, cookies: [] });
  });

  it('is the one in the header when the cookie says another', async () => {
    const [one, other] = [await visit(), await visit()];
    expect((await visit({ ...byHeader(one.token), ...byCookie(other.cookies) })).userId).toBe(one.userId);
  });

  it('is the one in the cookie when the header is worth nothing', async () => {
    const { userId, cookies } = await visit();
    expect((await visit({ ...byHeader('nonsense'), ...byCookie(cookies) })).userId).toBe(userId);
  });

  it('who logs out becomes somebody new, and the cookie that knew them is gone', async () => {
    const { userId, cookies } = await visit();
    const after = await visit({ ...byHeader(NEW_VISITOR), ...byCookie(cookies) });
    expect(after).toMatchObject({
      token: expect.any(String),
      cookies: ['__Host-chatdock-visitor=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure'],
    });
    expect(after.userId).not.toBe(userId);
  });

  it('who carries the token gets no cookie', async () => {
    expect(await visit(byHeader(NEW_VISITOR))).toMatchObject({ token: expect.any(String), cookies: [] });
    const { token } = await visit();
    expect(await visit(byHeader(token), { now: () => NOW + 91 * DAY })).toMatchObject({
      token: expect.any(String),
      cookies: [],
    });
  });

  it('gets a fresh token in the second half of the old one’s life, and is forgotten after it', async () => {
    const { userId, token } = await visit();
    const later = (days: number) => visit(byHeader(token), { now: () => NOW + days * DAY });
    expect(await later(89)).toMatchObject({ userId, token: null });
    const renewed = await later(91);
    expect(renewed).toMatchObject({ userId, token: expect.any(String) });
    expect((await visit(byHeader(renewed.token), { now: () => NOW + 260 * DAY })).userId).toBe(userId);
    expect((await later(181)).userId).not.toBe(userId);
  });

  it('stays the same while the secret is replaced, and not after the old one is gone', async () => {
    const { userId, token } = await visit();
    const replacement = encode('the next secret of thirty-two bytes!');
    expect((await visit(byHeader(token), { secrets: [replacement, secret] })).userId).toBe(userId);
    expect((await visit(byHeader(token), { secrets: [replacement] })).userId).not.toBe(userId);
  });
});

describe('a token that is not to be believed', () => {
  it.each<[string, (token: string) => string]>([
    ['changed in its signature', (token) => token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')],
    ['cut', (token) => token.slice(0, -1)],
    ['without a signature', (token) => `eyJhbGciOiJub25lIn0.${token.split('.')[1]}.`],
  ])('%s makes a newcomer', async (_name, change) => {
    const { userId, token } = await visit();
    const taken = await visit(byHeader(change(token ?? '')));
    expect(taken.userId).not.toBe(userId);
    expect(taken.token).not.toBeNull();
  });

  it('a user’s own token signed with the same secret is not a visitor’s', async () => {
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
  'does not start with secrets that could be guessed',
  (secrets) => {
    expect(() => anonymousVisitors({ secrets })).toThrow(/fewer than 32 bytes/);
  },
);
