/**
 * Keeps an anonymous visitor's identity: the server issues a signed token, and the client stores it and sends it back.
 * A header works where cookies fail: cross-site, and where browsers partition or block cookies.
 */
import type { ChatFetch } from './chat-fetch.ts';

/** Carries the token in both directions: in the response that issues it, and in every request. */
export const VISITOR_TOKEN_HEADER = 'chatdock-visitor-token';

/**
 * Sent instead of a token after a logout: the server creates a new visitor, ignores any cookie of the old one, and
 * replaces that cookie.
 */
export const NEW_VISITOR = 'new';

/** Stores the token of one server. Both functions may throw, because a browser can block storage. */
export interface VisitorTokenStorage {
  /**
   * Null without a token; NEW_VISITOR after a logout. Called for every request, so that another tab's token is used.
   */
  read(): string | null;
  write(token: string): void;
}

/**
 * Wraps a fetch so that it sends the visitor's token and stores the one the server issues. Create it once per server
 * and use it for that server only, because anyone with the token is the visitor. To log out, write NEW_VISITOR to the
 * storage. A fetch that is already wrapped is returned unchanged.
 *
 * A new visitor's requests wait for the answer to the first one; two sent in parallel would create two visitors. If
 * that answer has no token, the server identifies visitors in another way, and nothing waits any more.
 *
 * @example
 * const fetchAsVisitor = withVisitorToken(fetch, {
 *   read: () => localStorage.getItem('chat.visitor'),
 *   write: (token) => localStorage.setItem('chat.visitor', token),
 * });
 */
export function withVisitorToken(fetch: ChatFetch, storage: VisitorTokenStorage): ChatFetch {
  if (carriesVisitorToken(fetch)) return fetch;
  /** A fallback for blocked storage: the token lives as long as the page. */
  let memoryToken: string | null = null;
  let isIntroduced = false;
  let introduction: Promise<void> | undefined;
  const tokenNow = () => quietly(() => storage.read()) ?? memoryToken;
  const isNewcomer = () => [null, NEW_VISITOR].includes(tokenNow());

  const send: ChatFetch = async (input, init, transport) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    const token = tokenNow();
    if (token !== null) headers.set(VISITOR_TOKEN_HEADER, token);
    // A plain object, because a page's own fetch may spread the headers.
    const response = await fetch(input, { ...init, headers: Object.fromEntries(headers) }, transport);
    const issued = response.headers.get(VISITOR_TOKEN_HEADER);
    if (issued !== null) {
      quietly(() => storage.write(issued));
      memoryToken = quietly(() => storage.read()) === issued ? null : issued;
    }
    isIntroduced ||= response.ok;
    return response;
  };

  const sendAsVisitor: ChatFetch = async (...request) => {
    if (!isNewcomer() || (isIntroduced && tokenNow() === null)) return send(...request);
    if (introduction) {
      await introduction;
      return sendAsVisitor(...request);
    }
    const first = send(...request);
    const leave = () => void (introduction = undefined);
    introduction = first.then(leave, leave);
    return first;
  };
  return Object.assign(sendAsVisitor, { [CARRIES]: true });
}

/** Whether a fetch comes from `withVisitorToken`, so that the caller need not handle the token. */
export const carriesVisitorToken = (fetch: ChatFetch): boolean => CARRIES in fetch;

/** A registered symbol, so that every copy of this module on a page uses the same one. */
const CARRIES = Symbol.for('chatdock.visitor-token');

/** Treats blocked storage as empty. */
function quietly<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
