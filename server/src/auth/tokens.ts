/** Verifies signed tokens, with the same strict rules for every kind. */
import { base64url, type CryptoKey, decodeProtectedHeader, jwtVerify, type JWTPayload, type KeyObject } from 'jose';

/** The signature algorithms that a key may be used with. */
export const TOKEN_ALGORITHMS = ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'] as const;
/** An algorithm that a token may be signed with; see `TOKEN_ALGORITHMS`. */
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** A key that verifies tokens, and the only algorithm it is used with. */
export interface TokenKey {
  /** This key verifies only tokens signed with this algorithm. */
  readonly algorithm: TokenAlgorithm;
  /** A secret for HS256, a public key for the others. */
  readonly key: Uint8Array | CryptoKey | KeyObject;
  /** If set, this key verifies only tokens whose header names this `kid`. */
  readonly id?: string | undefined;
}

/** The requirements of a token: one of the keys, the issuer, the audience, and the expiry time. */
export interface TokenRules {
  /** The accepted keys: the current one and, during rotation, the previous or next one. */
  readonly keys: readonly TokenKey[];
  readonly issuer: string;
  readonly audience: string;
  /** Tolerated clock skew in seconds. @defaultValue 10 */
  readonly clockToleranceSeconds?: number | undefined;
  /** Milliseconds since 1970. @defaultValue the system's clock */
  readonly now?: (() => number) | undefined;
}

/** Longer tokens are refused without parsing. */
const MAX_TOKEN_CHARS = 8192;

/**
 * The claims of a token, or null if the token is invalid for any reason.
 *
 * Required: `exp`, `aud`, `iss` and `sub`; a signature by an accepted key with the algorithm pinned to that key (so
 * neither `alg: none` nor a public key used as a secret passes); and canonical base64url, so that a token has only one
 * spelling. Source: RFC 8725, JSON Web Token best current practices.
 */
export async function readToken(
  token: string,
  { keys, issuer, audience, clockToleranceSeconds = 10, now = Date.now }: TokenRules,
): Promise<JWTPayload | null> {
  if (token.length > MAX_TOKEN_CHARS || !token.split('.').every(isCanonical)) return null;
  for (const key of keys) {
    try {
      const { alg, kid } = decodeProtectedHeader(token);
      if (alg !== key.algorithm || (key.id !== undefined && kid !== key.id)) continue;
      const { payload } = await jwtVerify(token, key.key, {
        algorithms: [key.algorithm],
        issuer,
        audience,
        requiredClaims: ['exp', 'aud', 'iss', 'sub'],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(now()),
      });
      return payload;
    } catch {
      // This key does not verify the token, so try the next one. If none does, the result is null.
    }
  }
  return null;
}

/**
 * The last base64url character has spare bits, so several spellings decode to the same bytes. Only one is canonical.
 */
function isCanonical(text: string): boolean {
  try {
    return /^[\w-]+$/.test(text) && base64url.encode(base64url.decode(text)) === text;
  } catch {
    return false;
  }
}
