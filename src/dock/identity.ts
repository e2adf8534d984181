/** Tells people apart by their tokens, so that another person begins with a chat of their own. */

/** Claims that change each time the same person gets a fresh token. */
const changing = ['exp', 'iat', 'nbf', 'jti'];

/**
 * The same short text for every token of a person, another one for anybody else; `undefined` without a token.
 *
 * A JSON Web Token is its person's for as long as its claims stay the same, times and serial number aside. Any other
 * token is taken for a person of its own. Nothing is verified here, which is the server's to do; and nothing of the token
 * can be read from the answer, which is kept in the browser's storage.
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
        .filter(([name]) => !changing.includes(name))
        .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    );
  } catch {
    return undefined;
  }
}

/** 53 bits of a text. Source: cyrb53, public domain. */
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
