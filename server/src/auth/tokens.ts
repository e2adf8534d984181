/** Checking signed tokens: one strict way for every kind. */
import { base64url, type CryptoKey, decodeProtectedHeader, jwtVerify, type JWTPayload, type KeyObject } from 'jose';

/** Signature algorithms a key may be pinned to. */
export const TOKEN_ALGORITHMS = ['HS256', 'RS256', 'PS256', 'ES256', 'EdDSA'] as const;
/** An algorithm that a token may be signed with; see `TOKEN_ALGORITHMS`. */
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** A key that tokens are checked with, and the one algorithm it is used for. */
export interface TokenKey {
  /** Only tokens signed with this algorithm are tried with this key. */
  readonly algorithm: TokenAlgorithm;
  /** A secret for HS256, a public key for the others. */
  readonly key: Uint8Array | CryptoKey | KeyObject;
  /** When set, only tokens whose header names this `kid` are tried with this key. */
  readonly id?: string | undefined;
}

/** What a token must satisfy: one of the keys, the issuer, the audience, and the expiry time. */
export interface TokenRules {
  /** Live keys: the one in use, and during a change the one before or after it. */
  readonly keys: readonly TokenKey[];
  readonly issuer: string;
  readonly audience: string;
  /** Seconds two clocks may differ. @defaultValue 10 */
  readonly clockToleranceSeconds?: number | undefined;
  /** Milliseconds since 1970. @defaultValue the system's clock */
  readonly now?: (() => number) | undefined;
}

/** Longer tokens are refused unread. */
const MAX_TOKEN_CHARS = 8192;

/**
 * What a token says, or null when it must not be believed, whatever the reason.
 *
 * Required: `exp`, `aud`, `iss` and `sub`; a signature by a live key with the algorithm that key is pinned to (so
 * neither `alg: none` nor a public key used as a secret gets in); and canonical base64url, so that one token has one
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
      // Not by this key, or not to be believed at all: the next key decides, and without one the answer is null.
    }
  }
  return null;
}

/** The last character of a base64url text can be spelled several ways that decode to the same bytes; one is right. */
function isCanonical(text: string): boolean {
  try {
    return /^[\w-]+$/.test(text) && base64url.encode(base64url.decode(text)) === text;
  } catch {
    return false;
  }
}
