/**
 * Sends a file to the signed address of a storage that is not the chat server, without credentials: the dock adds no headers
 * and no token then. The storage is no part of the site, and it refuses a file that comes with more than was signed.
 */
import { type ChatFetch, sendRequest } from '@chatdock/protocol/client/chat-fetch';
import type { Context } from '../context.ts';

/** The fetch for a signed address: the chat's own, unless the address is of another server. */
export function fetchForAddress(url: string, context: Context): ChatFetch {
  const { api } = context.store.get().options;
  const originOf = (address: string) => new URL(address, document.baseURI).origin;
  return 'url' in api && originOf(url) !== originOf(api.url) ? sendToStorage(context) : context.fetch;
}

function sendToStorage({ store }: Context): ChatFetch {
  return async (input, init, transport) => {
    const { api } = store.get().options;
    const pageFetch: ChatFetch = ('fetch' in api && api.fetch) || sendRequest;
    try {
      return await pageFetch.call(api, input, { ...init, credentials: 'omit' }, transport);
    } catch (error) {
      // What `fetch` rejects with when the network, the storage or the browser's rules fail a request.
      if (error instanceof TypeError) void explain(input);
      throw error;
    }
  };
}

async function explain(address: RequestInfo | URL): Promise<void> {
  // The file comes from the chat server, which may be down.
  const explaining = await import('../connection/explain-unreachable.ts').catch(() => undefined);
  await explaining?.explainUnreachable(address, true);
}
