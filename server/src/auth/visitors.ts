/** Identifies anonymous visitors, who do not sign in but keep their own conversations. */
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
  /**
   * Secrets of at least 32 bytes. The first one signs; all are accepted, so that a secret can be replaced without
   * losing visitors.
   */
  readonly secrets: readonly Uint8Array[];
  /** How many days a visitor is remembered after the last visit. @defaultValue 180 */
  readonly rememberDays?: number | undefined;
  /** Refuses tokens from before a visitor's session was ended. */
  readonly sessions?: SessionLedger | undefined;
  /** Called before a new visitor gets an identity. Throw HttpError to refuse it: 429 for a rate limit. */
  readonly admit?: ((request: Request) => Promise<void>) | undefined;
  /** Requires a proof from new visitors that they are human. @defaultValue no proof is needed */
  readonly verifyVisitor?: VerifyVisitor | undefined;
  /** Milliseconds since 1970. @defaultValue the system's clock */
  readonly now?: (() => number) | undefined;
}

const ISSUER = 'chatdock';
const AUDIENCE = 'chatdock-visitor';
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Gives every new visitor an identity, in a token that only this server can sign.
 *
 * The token is sent in the header `chatdock-visitor-token`, in both directions. A client that cannot use the header
 * (the official element, curl with a cookie jar) gets the same identity from a cookie. Scripts cannot read this cookie,
 * and pages of other sites cannot make a browser send it. A request whose token is missing, expired or tampered with
 * comes from a new visitor without access to anything.
 *
 * @throws Error at once if a secret is shorter than 32 bytes
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

/**
 * Ends the sessions of the tokens in a request, for `logoutRouter`. These tokens and all copies are refused from then
 * on.
 */
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

  /** The visitors of the tokens in a request, that of the header first. */
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
      // The client sends the token itself, so remove the cookie: the cookie of an earlier visitor would restore that
      // visitor.
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

/** With the prefix `__Host-`, no other host can set the cookie, not even a sibling subdomain. It needs https. */
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
