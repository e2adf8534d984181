/**
 * Sends a file to the signed address of a file storage, without the headers and the token for the chat server: the
 * storage is not part of the site, and it rejects requests with headers that were not signed.
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
      // `fetch` rejects with this error if the network, the storage or the browser's rules fail a request.
      if (error instanceof TypeError) void explain(input);
      throw error;
    }
  };
}

async function explain(address: RequestInfo | URL): Promise<void> {
  // The module loads from the chat server, which may be down.
  const explaining = await import('../connection/explain-unreachable.ts').catch(() => undefined);
  await explaining?.explainUnreachable(address, true);
}
