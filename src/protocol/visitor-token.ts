/**
 * How an anonymous visitor stays the same visitor: the server issues a signed token, the client keeps it and sends it
 * back. A header works where cookies do not: from another site's page, and where browsers partition or block them.
 */

/** Carries the token in both directions: from the server when it issues one, from the client with every request. */
export const VISITOR_TOKEN_HEADER = 'chatdock-visitor-token';

/**
 * Sent in place of a token by a client whose visitor has logged out: begin as somebody new, whatever cookie the browser
 * still holds, and let the new one's cookie take its place.
 */
export const NEW_VISITOR = 'new';

/** Where the client keeps the token of one server. Both may throw: a browser can forbid storage. */
export interface VisitorTokenStorage {
  /** Null when there is none; NEW_VISITOR after a logout. Asked for every request, so that another tab's token is seen. */
  read(): string | null;
  write(token: string): void;
}

/**
 * Wraps a fetch so that it carries the visitor's token and keeps the one the server issues. Make it once per server and
 * give it requests to that server only: whoever holds the token is the visitor. To log out, write NEW_VISITOR into the
 * storage. A fetch that is wrapped already is returned as it is.
 *
 * A newcomer's requests wait for the answer to the first: two that left together would come back as two visitors.
 * When that answer brings no token the server knows its visitors in another way, and nothing waits any more.
 *
 * @example
 * const fetchAsVisitor = withVisitorToken(fetch, {
 *   read: () => localStorage.getItem('chat.visitor'),
 *   write: (token) => localStorage.setItem('chat.visitor', token),
 * });
 */
export function withVisitorToken(
  fetch: typeof globalThis.fetch,
  storage: VisitorTokenStorage,
): typeof globalThis.fetch {
  if (carriesVisitorToken(fetch)) return fetch;
  /** For storage that keeps nothing: a token for as long as the page lives. */
  let held: string | null = null;
  let isIntroduced = false;
  let introduction: Promise<void> | undefined;
  const tokenNow = () => quietly(() => storage.read()) ?? held;
  const isNewcomer = () => [null, NEW_VISITOR].includes(tokenNow());

  async function send(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Response> {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    const token = tokenNow();
    if (token !== null) headers.set(VISITOR_TOKEN_HEADER, token);
    // A plain object: a page's own fetch may spread the headers it is given.
    const response = await fetch(input, { ...init, headers: Object.fromEntries(headers) });
    const issued = response.headers.get(VISITOR_TOKEN_HEADER);
    if (issued !== null) {
      quietly(() => storage.write(issued));
      held = quietly(() => storage.read()) === issued ? null : issued;
    }
    isIntroduced ||= response.ok;
    return response;
  }

  async function sendAsVisitor(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    if (!isNewcomer() || (isIntroduced && tokenNow() === null)) return send(input, init);
    if (introduction) {
      await introduction;
      return sendAsVisitor(input, init);
    }
    const first = send(input, init);
    const leave = () => void (introduction = undefined);
    introduction = first.then(leave, leave);
    return first;
  }
  return Object.assign(sendAsVisitor, { [CARRIES]: true });
}

/** Whether a fetch is one of `withVisitorToken`: whoever calls it need not see to the visitor's token. */
export const carriesVisitorToken = (fetch: typeof globalThis.fetch): boolean => CARRIES in fetch;

/** Known to every copy of this module on a page. */
const CARRIES = Symbol.for('chatdock.visitor-token');

/** Storage that is forbidden is storage that is empty. */
function quietly<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
