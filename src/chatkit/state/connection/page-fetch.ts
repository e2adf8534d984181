/** Sends the chat's requests by the `fetch` of the page's options, else the platform's, and explains failures in the console. */
import { sendRequest, type ChatFetch } from '@chatdock/protocol/client/chat-fetch';
import type { ChatState } from '../chat-state.ts';
import type { Store } from '../store.ts';
import type * as Unreachable from './explain-unreachable.ts';

export function createPageFetch(store: Store<ChatState>): ChatFetch {
  /** Set once a request has failed. */
  let unreachable: typeof Unreachable | undefined;
  return (...request) => {
    if (unreachable?.isRefused(request[0])) return Promise.reject(new TypeError('The server refuses this page.'));
    // Called as a method of `api` and looked up at each call, because the page may set a new one at any time.
    const { api } = store.get().options;
    const pageFetch: ChatFetch | undefined = 'fetch' in api ? api.fetch : undefined;
    // Untyped pages may give no promise.
    const sent = Promise.resolve(pageFetch ? pageFetch.call(api, ...request) : sendRequest(...request));
    sent.then(
      () => unreachable?.forget(request[0]),
      async (error: unknown) => {
        // `fetch` rejects with this error if the network, the server or the browser's rules fail a request.
        if (!(error instanceof TypeError)) return;
        // The module loads from the same server, which may be down.
        unreachable ??= await import('./explain-unreachable.ts').catch(() => undefined);
        await unreachable?.explainUnreachable(request[0]);
      },
    );
    return sent;
  };
}
