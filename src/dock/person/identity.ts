/** Derives an identity from a user token, so that another user starts with their own chat. */

/** Claims that change each time the same user gets a new token. */
const CHANGING = ['exp', 'iat', 'nbf', 'jti'];

/**
 * A short hash that is the same for all tokens of one user; `undefined` without a token.
 *
 * Two JSON Web Tokens belong to the same user if their claims are equal, apart from timestamps and `jti`. Any other
 * token counts as one user. The server verifies tokens; this code does not. The hash is kept in the browser's storage
 * and does not reveal the token.
 */
export function identityOf(userToken: string | undefined): string | undefined {
  if (!userToken) return undefined;
  return hash(claimsOf(userToken) ?? userToken);
}

function claimsOf(token: string): string | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof claims !== 'object' || claims === null) return undefined;
    return JSON.stringify(
      Object.entries(claims)
        .filter(([name]) => !CHANGING.includes(name))
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  } catch {
    return undefined;
  }
}

/** A 53-bit hash of a text. Source: cyrb53, public domain. */
function hash(text: string): string {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    one = Math.imul(one ^ code, 2654435761);
    two = Math.imul(two ^ code, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36);
}
