import { describe, expect, it } from 'vitest';
import { identityOf } from './identity.ts';

const tokenWith = (claims: object) =>
  `e30.${btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.c2ln`;
const ada = { iss: 'shop', sub: 'ada', exp: 1 };

describe('identityOf', () => {
  it('is nobody without a token', () =>
    expect([identityOf(undefined), identityOf('')]).toEqual([undefined, undefined]));

  it('is the same for a fresh token of the same person, in any claim order', () => {
    expect(identityOf(tokenWith({ jti: '2', sub: 'ada', iat: 5, nbf: 5, exp: 9, iss: 'shop' }))).toBe(
      identityOf(tokenWith(ada)),
    );
  });

  it.each([{ sub: 'bob' }, { iss: 'other' }, { tenant: 'b' }, { aud: ['x'] }, { sub: 'ädä ÿ?>~' }])(
    'differs for %j',
    (claim) => {
      expect(identityOf(tokenWith({ ...ada, ...claim }))).not.toBe(identityOf(tokenWith(ada)));
    },
  );

  it.each(['opaque-1', 'opaque-2', 'a.b.c', 'a.bnVsbA.c', 'a.e30'])(
    'treats any other kind of token, such as %s, as a person',
    (token) => {
      expect(identityOf(token)).toBe(identityOf(token));
      expect(identityOf(token)).not.toBe(identityOf(`${token}x`));
    },
  );

  it('reveals nothing of the token', () => expect(identityOf(tokenWith(ada))).toMatch(/^[a-z0-9]{6,11}$/));
});
