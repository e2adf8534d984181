/**
 * Fetch cannot report upload progress. A request may therefore carry another send function, which replaces the
 * platform's fetch. Wrappers (tokens, headers) still apply, and a page's own fetch is not affected.
 */

const SEND_WITH = Symbol('chatdock.send-with');

interface Init extends RequestInit {
  [SEND_WITH]?: typeof fetch;
}

/** The same request with `send` in place of the platform's fetch. Wrappers must spread `init` to pass it on. */
export const sentWith = (send: typeof fetch, init: RequestInit): RequestInit =>
  Object.assign({}, init, { [SEND_WITH]: send });

/** The platform's fetch, or the request's own send function. */
export const platformFetch: typeof fetch = (input, init?: Init) => (init?.[SEND_WITH] ?? fetch)(input, init);
