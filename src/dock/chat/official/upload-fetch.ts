/** OpenAI's element sends files with the same `fetch` as requests, even to signed addresses of other servers. */
import type { ChatKitOptions } from '@openai/chatkit';

/**
 * Sends a file to a signed address of another server without credentials, so that only the chat server receives the
 * token and the headers that the dock's `fetch` adds. An upload address that the page names receives the same as the
 * chat server.
 */
export function withUploadsElsewhere(api: ChatKitOptions['api']): ChatKitOptions['api'] {
  if (!('url' in api) || !api.fetch || api.uploadStrategy?.type !== 'two_phase') return api;
  const { href: server } = new URL(api.url, document.baseURI);
  const { fetch: send } = api;
  const isOfServer = (input: RequestInfo | URL) =>
    new URL(input instanceof Request ? input.url : input, server).origin === new URL(server).origin;
  return { ...api, fetch: (input, init) => send(input, isOfServer(input) ? init : { ...init, credentials: 'omit' }) };
}
