import { base64url, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import { HttpError } from '../core/errors.ts';
import { signedIdentity } from './signed-identity.ts';
import type { TokenAlgorithm, TokenKey } from './tokens.ts';
import { usersOrVisitors } from './users-or-visitors.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode('a secret of thirty-two bytes or more');
const next = encode('the next secret of thirty-two bytes!');
const NOW = Date.parse('2026-11-22T12:00:00Z');
const seconds = (fromNow: number) => NOW / 1000 + fromNow;
const claims = { sub: 'ada', iss: 'https://shop.example', aud: 'chat', exp: seconds(60) };

const sign = (payload: JWTPayload = claims, key: TokenKey = { algorithm: 'HS256', key: secret }, header: object = {}) =>
  new SignJWT(payload).setProtectedHeader({ alg: key.algorithm, ...header }).sign(key.key);

function whoIs(
  token: string | undefined,
  { keys = [{ algorithm: 'HS256', key: secret }], tenantClaim }: { keys?: TokenKey[]; tenantClaim?: string } = {},
) {
  const authenticate = signedIdentity({
    keys,
    issuer: 'https://shop.example',
    audience: 'chat',
    tenantClaim,
    now: () => NOW,
  });
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return Promise.resolve(
    authenticate(new Request('https://chat.example/chatkit', { method: 'POST', headers }), new Headers()),
  ).then(
    ({ userId }) => userId,
    (error: unknown) => (error instanceof HttpError ? `${error.status} ${error.code}` : String(error)),
  );
}

const without = (name: keyof typeof claims) =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const REFUSED = '401 invalid_token';

describe('a signed-in user', () => {
  it('is the user that the token names', async () => {
    expect(await whoIs(await sign())).toBe('user::ada');
  });

  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)(
    'is accepted with a token signed with %s',
    async (algorithm: TokenAlgorithm) => {
      const { privateKey, publicKey } = await generateKeyPair(algorithm);
      expect(
        await whoIs(await sign(claims, { algorithm, key: privateKey }), { keys: [{ algorithm, key: publicKey }] }),
      ).toBe('user::ada');
    },
  );

  it('is accepted with either of two keys during key rotation', async () => {
    const keys: TokenKey[] = [
      { algorithm: 'HS256', key: secret },
      { algorithm: 'HS256', key: next },
    ];
    expect(await whoIs(await sign(claims, { algorithm: 'HS256', key: next }), { keys })).toBe('user::ada');
    expect(await whoIs(await sign(claims, { algorithm: 'HS256', key: next }))).toBe(REFUSED);
  });

  it('differs from a user whose name only looks the same', async () => {
    const ids = await Promise.all([
      whoIs(await sign({ ...claims, tenant: 'a', sub: 'b:c' }), { tenantClaim: 'tenant' }),
      whoIs(await sign({ ...claims, tenant: 'a:b', sub: 'c' }), { tenantClaim: 'tenant' }),
    ]);
    expect(new Set(ids).size).toBe(2);
  });

  it('is another user in another tenant', async () => {
    const inTenant = async (tenant: string) => whoIs(await sign({ ...claims, tenant }), { tenantClaim: 'tenant' });
    expect([await inTenant('acme'), await inTenant('globex')]).toEqual(['user:acme:ada', 'user:globex:ada']);
  });

  it('tolerates a few seconds of clock skew, and no more', async () => {
    expect(await whoIs(await sign({ ...claims, exp: seconds(-5) }))).toBe('user::ada');
    expect(await whoIs(await sign({ ...claims, exp: seconds(-15) }))).toBe(REFUSED);
  });
});

describe('refuses a request', () => {
  it('without a token', async () => {
    expect(await whoIs(undefined)).toBe('401 missing_token');
  });

  it.each(['exp', 'aud', 'iss', 'sub'] as const)('whose token lacks %s', async (name) => {
    expect(await whoIs(await sign(without(name)))).toBe(REFUSED);
  });

  it.each<[string, JWTPayload]>([
    ['for somebody else', { ...claims, aud: 'billing' }],
    ['by somebody else', { ...claims, iss: 'https://shop.example.evil.example' }],
    ['before its time', { ...claims, nbf: seconds(60) }],
    ['with an empty name', { ...claims, sub: '' }],
    ['with a name of 10,000 letters', { ...claims, sub: 'a'.repeat(10_000) }],
  ])('%s', async (_name, payload) => {
    expect(await whoIs(await sign(payload))).toBe(REFUSED);
  });

  it('whose token lacks a tenant where tenants are required', async () => {
    expect(await whoIs(await sign(), { tenantClaim: 'tenant' })).toBe(REFUSED);
    expect(await whoIs(await sign({ ...claims, tenant: 7 }), { tenantClaim: 'tenant' })).toBe(REFUSED);
  });

  it('whose token has no signature, however it declares that', async () => {
    const payload = base64url.encode(JSON.stringify(claims));
    for (const alg of ['none', 'None', 'NONE', ''])
      expect(await whoIs(`${base64url.encode(JSON.stringify({ alg }))}.${payload}.`)).toBe(REFUSED);
  });

  it('whose token uses a public key as an HMAC secret', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
    expect(
      await whoIs(await sign(claims, { algorithm: 'HS256', key: spki }), {
        keys: [{ algorithm: 'RS256', key: publicKey }],
      }),
    ).toBe(REFUSED);
  });

  it('whose algorithm is not the one pinned to the key', async () => {
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS512' })
      .sign(encode('a secret of sixty-four bytes or more, since HS512 asks for that!!'));
    expect(
      await whoIs(token, {
        keys: [
          { algorithm: 'HS256', key: encode('a secret of sixty-four bytes or more, since HS512 asks for that!!') },
        ],
      }),
    ).toBe(REFUSED);
  });

  it("whose token's key id names another key", async () => {
    const keys: TokenKey[] = [{ algorithm: 'HS256', key: secret, id: 'now' }];
    expect(await whoIs(await sign(claims, undefined, { kid: 'now' }), { keys })).toBe('user::ada');
    expect(await whoIs(await sign(claims, undefined, { kid: 'then' }), { keys })).toBe(REFUSED);
    expect(await whoIs(await sign(), { keys })).toBe(REFUSED);
  });

  it('whose token marks an unknown header parameter as critical', async () => {
    const header = base64url.encode(JSON.stringify({ alg: 'HS256', crit: ['exotic'], exotic: 1 }));
    expect(await whoIs(`${header}.${(await sign()).split('.').slice(1).join('.')}`)).toBe(REFUSED);
  });

  it('whose token differs in one character, or in its encoding', async () => {
    const token = await sign();
    for (let position = 0; position < token.length; position += 1) {
      const changed = `${token.slice(0, position)}${token[position] === 'A' ? 'B' : 'A'}${token.slice(position + 1)}`;
      expect(await whoIs(changed)).toBe(REFUSED);
    }
    // The last character of a 32-byte signature carries two bits that decoding ignores.
    const last = token.slice(-1);
    const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter(
      (letter) => letter !== last,
    );
    for (const letter of spellings) expect(await whoIs(token.slice(0, -1) + letter)).toBe(REFUSED);
    for (const padded of [
      `${token}=`,
      `${token}.`,
      `.${token}`,
      token.replace('.', '..'),
      `${token}\t`.trimEnd() + '%20',
    ])
      expect(await whoIs(padded)).toBe(REFUSED);
  });

  it.each(['', 'x', 'a.b', 'a.b.c.d.e', `${'a'.repeat(9000)}.b.c`])('whose token is %j', async (token) => {
    expect(await whoIs(token)).toBe(REFUSED);
  });
});

describe('users and visitors on one site', () => {
  const both = usersOrVisitors(
    signedIdentity({
      keys: [{ algorithm: 'HS256', key: secret }],
      issuer: 'https://shop.example',
      audience: 'chat',
      now: () => NOW,
    }),
    () => ({ userId: 'a visitor' }),
  );
  const request = (authorization?: string) =>
    new Request('https://chat.example/chatkit', { headers: authorization === undefined ? {} : { authorization } });

  it('are distinguished by the header', async () => {
    expect(await both(request(`Bearer ${await sign()}`), new Headers())).toEqual({ userId: 'user::ada' });
    expect(await both(request(), new Headers())).toEqual({ userId: 'a visitor' });
  });

  it.each(['Bearer broken', 'Basic YTpi', 'Bearer'])('never treat %j as a visitor', async (authorization) => {
    await expect(async () => both(request(authorization), new Headers())).rejects.toMatchObject({ status: 401 });
  });
});
