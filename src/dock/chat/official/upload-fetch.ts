/** OpenAI's element sends files by the same `fetch` as requests, also to signed addresses of other servers. */
import type { ChatKitOptions } from '@openai/chatkit';

/**
 * Sends a file without credentials to a signed address of another server, so that what the dock's `fetch` adds for the chat
 * server stays there. An upload address that the page itself names gets what the chat server gets.
 */
export function withUploadsElsewhere(api: ChatKitOptions['api']): ChatKitOptions['api'] {
  if (!('url' in api) || !api.fetch || api.uploadStrategy?.type !== 'two_phase') return api;
  const { href: server } = new URL(api.url, document.baseURI);
  const { fetch: send } = api;
  const isOfServer = (input: RequestInfo | URL) =>
    new URL(input instanceof Request ? input.url : input, server).origin === new URL(server).origin;
  return { ...api, fetch: (input, init) => send(input, isOfServer(input) ? init : { ...init, credentials: 'omit' }) };
}
