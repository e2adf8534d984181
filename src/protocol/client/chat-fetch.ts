/** The seam for uploads. The platform's fetch reports no upload progress, so an upload brings its own transport. */

/**
 * Like `fetch`. `transport` takes the place of the platform's fetch at the end of a chain of wrappers; each wrapper
 * passes it on, so tokens and headers still apply. A page's own fetch ignores it.
 */
export type ChatFetch = (
  input: RequestInfo | URL,
  init?: RequestInit,
  transport?: typeof globalThis.fetch,
) => Promise<Response>;

/** The end of the chain: sends the request with `transport`. @defaultValue the platform's fetch */
export const sendRequest: ChatFetch = (input, init, transport = fetch) => transport(input, init);
