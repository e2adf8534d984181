/**
 * The platform's fetch cannot say how far an upload is. A request may therefore bring along another way of being sent,
 * which is taken where the platform's fetch would be: what wraps it (tokens, headers) stays in force, and a fetch of the
 * page's own, which goes its own way, does not notice.
 */

const SEND_WITH = Symbol('chatdock.send-with');

interface Init extends RequestInit {
  [SEND_WITH]?: typeof fetch;
}

/** The same request, to be sent by `send` should it come to the platform's fetch. Whoever passes `init` on spreads it. */
export const sentWith = (send: typeof fetch, init: RequestInit): RequestInit =>
  Object.assign({}, init, { [SEND_WITH]: send });

/** The platform's fetch, or what the request wants in its place. */
export const platformFetch: typeof fetch = (input, init?: Init) => (init?.[SEND_WITH] ?? fetch)(input, init);
