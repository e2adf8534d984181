/** Signed-in users: the site's own server signs their identity. */
import type { Authenticate } from '../core/http/endpoint.ts';
import { HttpError } from '../core/errors.ts';
import type { RequestContext } from '../core/context.ts';
import { isEnded, type SessionLedger } from '../core/records/sessions.ts';
import { readToken, type TokenRules } from './tokens.ts';

/** Options of `signedIdentity`: the rules for tokens, and the claim that names the tenant. */
export interface SignedIdentityOptions extends TokenRules {
  /**
   * The claim that names the caller's tenant. If set, a token without it is refused, and users with the same name in
   * two tenants are two users.
   */
  readonly tenantClaim?: string | undefined;
  /** Refuses tokens that were issued before a person's sessions were ended, and then also tokens without `iat`. */
  readonly sessions?: SessionLedger | undefined;
}

/**
 * Identifies the caller by `Authorization: Bearer <JWT>`, which the site's own server signs for its signed-in user. A
 * request without a valid token is refused with 401.
 *
 * @example
 * chatkitRouter(server, { authenticate: signedIdentity({ issuer: 'https://shop.example', audience: 'chat', keys: [{ algorithm: 'HS256', key: secret }] }) });
 */
export function signedIdentity({
  tenantClaim,
  sessions,
  ...rules
}: SignedIdentityOptions): Authenticate<RequestContext> {
  return async (request) => {
    const token = bearerToken(request);
    if (token === undefined) throw refusal('missing_token', 'Sign in to use this chat.');
    const claims = await readToken(token, rules);
    const user = toName(claims?.sub);
    const tenant = tenantClaim === undefined ? '' : toName(claims?.[tenantClaim]);
    if (user === undefined || tenant === undefined) throw invalid();
    const userId = `user:${encodeURIComponent(tenant)}:${encodeURIComponent(user)}`;
    if (await isEnded(sessions, userId, claims?.iat)) throw invalid();
    return { userId };
  };
}

/** The token of `Authorization: Bearer …`; undefined without such a header, '' if the header has another scheme. */
function bearerToken(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  return /^Bearer ([^\s,]+)$/i.exec(header)?.[1] ?? '';
}

const MAX_NAME_CHARS = 512;

/** Whether a claim can identify a person. */
function toName(claim: unknown): string | undefined {
  const isName = typeof claim === 'string' && claim !== '' && claim.length <= MAX_NAME_CHARS && claim.isWellFormed();
  return isName ? claim : undefined;
}

const invalid = () =>
  refusal('invalid_token', 'Your session has expired or isn’t valid here. Reload the page or sign in again.');

function refusal(code: string, message: string): HttpError {
  return new HttpError(401, code, message, {
    headers: { 'www-authenticate': code === 'missing_token' ? 'Bearer' : 'Bearer error="invalid_token"' },
  });
}
