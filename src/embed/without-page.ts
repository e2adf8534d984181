/** `ChatDock` on a server. A module that a server renders may import it, and its calls do nothing. */
import type { ChatDockApi } from './chat-dock-api.ts';

/** Every member is a function that does nothing. Promises stay pending, as there is never a dock. */
export function withoutPage(): ChatDockApi {
  const members: Partial<Record<string | symbol, unknown>> = {
    boot: () => nowhere,
    get: () => undefined,
    on: () => () => {},
    ready: () => new Promise(() => {}),
    q: { push: () => undefined },
    version: CHATDOCK_VERSION,
    isOpen: false,
  };
  // The proxy has every member that its type names; each does nothing.
  const nowhere: ChatDockApi = new Proxy((() => undefined) as unknown as ChatDockApi, {
    get(_target, name) {
      // With a `then` it would count as a promise, and `await` would wait forever.
      if (name === 'then') return undefined;
      return name in members ? members[name] : () => undefined;
    },
  });
  return nowhere;
}
