/** Anonymous visitors: they do not sign in, and each keeps their own conversations. */
import { SignJWT } from 'jose';
import { NEW_VISITOR, VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import type { RequestContext } from '../core/context.ts';
import type { Authenticate } from '../core/http/endpoint.ts';
import { HttpError } from '../core/errors.ts';
import { isEnded, type SessionLedger } from '../core/records/sessions.ts';
import { readToken } from './tokens.ts';
import { type VerifyVisitor, VISITOR_PROOF_HEADER } from './verify-visitor.ts';

/** Options of `anonymousVisitors`. Only `secrets` is required. */
export interface VisitorOptions {
  /** Secrets of at least 32 bytes. The first signs; all are accepted, so that one can be replaced without losing anybody. */
  readonly secrets: readonly Uint8Array[];
  /** How long a visitor who stays away is remembered, in days. Renewed in use. @defaultValue 180 */
  readonly rememberDays?: number | undefined;
  /** Refuses tokens from before a visitor's session was ended. */
  readonly sessions?: SessionLedger | undefined;
  /** Called before a newcomer gets an identity. Throw HttpError to refuse: 429 for a rate limit. */
  readonly admit?: ((request: Request) => Promise<void>) | undefined;
  /** Asks newcomers for a proof that they are people. @defaultValue no proof is needed */
  readonly verifyVisitor?: VerifyVisitor | undefined;
  /** Milliseconds since 1970. @defaultValue the system's clock */
  readonly now?: (() => number) | undefined;
}

const ISSUER = 'chatdock';
const AUDIENCE = 'chatdock-visitor';
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Gives every newcomer a new identity, in a token only this server can sign.
 *
 * The token travels in the header `chatdock-visitor-token`, both ways. A client that cannot carry a header (the
 * official element, curl with a cookie jar) has the same identity from a cookie that scripts cannot read and other
 * sites' pages cannot make a browser send. A token that is missing, expired or tampered with makes its bearer a
 * newcomer without access to anything.
 *
 * @throws Error at once when a secret is shorter than 32 bytes.
 */
export function anonymousVisitors(options: VisitorOptions): Authenticate<RequestContext> {
  const { recognise, issue, lifeSeconds } = createVisitorTokens(options);
  const { admit, verifyVisitor } = options;
  return async (request, reply) => {
    const [known] = await recognise(request);
    if (known && known.secondsLeft >= lifeSeconds / 2) return { userId: userOf(known.id) };
    if (!known) {
      await admit?.(request);
      if (verifyVisitor && !(await verifyVisitor(request.headers.get(VISITOR_PROOF_HEADER), request)))
        throw new HttpError(
          403,
          'proof_needed',
          'We couldn’t verify that you’re human. Reload the page and try again.',
        );
    }
    const id = known?.id ?? crypto.randomUUID();
    await issue(id, request, reply);
    return { userId: userOf(id) };
  };
}

/** Ends the visits that a request carries a token of, for `logoutRouter`. Their tokens and all copies are refused from then on. */
export function visitorLogout(options: VisitorOptions & { readonly sessions: SessionLedger }) {
  const { recognise } = createVisitorTokens(options);
  return async (request: Request, reply: Headers): Promise<void> => {
    for (const { id } of await recognise(request)) await options.sessions.end(userOf(id));
    if (readCookie(request) !== undefined) reply.append('set-cookie', toCookie(request, '', 0));
  };
}

const userOf = (id: string) => `visitor:${id}`;

function createVisitorTokens({ secrets, rememberDays = 180, sessions, now = Date.now }: VisitorOptions) {
  const [signingSecret] = secrets;
  if (!signingSecret || secrets.some(({ byteLength }) => byteLength < 32)) {
    throw new Error(
      'A visitor secret has fewer than 32 bytes, so tokens could be forged. Make one with: openssl rand -base64 32',
    );
  }
  const rules = {
    keys: secrets.map((key) => ({ algorithm: 'HS256' as const, key })),
    issuer: ISSUER,
    audience: AUDIENCE,
    now,
  };
  const lifeSeconds = rememberDays * DAY_SECONDS;

  /** The visitors whose tokens a request carries, that of the header first. */
  async function recognise(request: Request) {
    const carried = request.headers.get(VISITOR_TOKEN_HEADER);
    const found: { id: string; secondsLeft: number }[] = [];
    for (const token of carried === NEW_VISITOR ? [] : [carried, readCookie(request)]) {
      const claims = token ? await readToken(token, rules) : null;
      if (!claims?.sub || !claims.exp || (await isEnded(sessions, userOf(claims.sub), claims.iat))) continue;
      found.push({ id: claims.sub, secondsLeft: claims.exp - now() / 1000 });
    }
    return found;
  }

  async function issue(id: string, request: Request, reply: Headers) {
    const seconds = Math.floor(now() / 1000);
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(id)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifeSeconds)
      .sign(signingSecret ?? new Uint8Array());
    reply.set(VISITOR_TOKEN_HEADER, token);
    if (request.headers.has(VISITOR_TOKEN_HEADER)) {
      // It carries the token itself. A cookie of the one it no longer is would bring that one back.
      if (readCookie(request) !== undefined) reply.append('set-cookie', toCookie(request, '', 0));
      return;
    }
    // A form on another site, sent by the visitor's browser without their cookie, must not replace that cookie.
    if (request.headers.get('sec-fetch-site') !== 'cross-site')
      reply.append('set-cookie', toCookie(request, token, lifeSeconds));
  }

  return { recognise, issue, lifeSeconds };
}

const isSecure = (request: Request) => new URL(request.url).protocol === 'https:';

/** With `__Host-` a browser lets no other host, not even a sibling subdomain, plant the cookie. It needs https. */
const cookieName = (request: Request) => (isSecure(request) ? '__Host-chatdock-visitor' : 'chatdock-visitor');

const toCookie = (request: Request, token: string, seconds: number) =>
  `${cookieName(request)}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure(request) ? '; Secure' : ''}`;

function readCookie(request: Request): string | undefined {
  const prefix = `${cookieName(request)}=`;
  return (request.headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}
