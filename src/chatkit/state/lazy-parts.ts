/** Parts of the controller that only a conversation with items uses. Their code loads with the rest of the wire. */
import type { Actions } from './actions.ts';
import type { Context } from './context.ts';
import type { History } from './history.ts';
import type { ThreadItems } from './thread-items.ts';
import type { Turns } from './turns.ts';
import { loadWire } from './wire.ts';

interface LazyPartsDeps {
  context: Context;
  history: History;
  turns: Turns;
}

export function createLazyParts(deps: LazyPartsDeps): { actions: Actions; items: ThreadItems } {
  let loaded: { actions: Actions; items: ThreadItems } | undefined;
  const load = async () => {
    const { createActions, createThreadItems } = await loadWire();
    return (loaded ??= { actions: createActions(deps), items: createThreadItems(deps) });
  };
  return {
    actions: {
      sendCustomAction: async (...action) => (await load()).actions.sendCustomAction(...action),
      runWidgetAction: async (...action) => (await load()).actions.runWidgetAction(...action),
    },
    items: {
      loadOlder: async () => (await load()).items.loadOlder(),
      fetchUpdates: async () => (await load()).items.fetchUpdates(),
      // Without the code no thread has been shown, so there is nothing to catch up with.
      catchUp: () =>
        load().then(
          ({ items }) => items.catchUp(),
          () => undefined,
        ),
    },
  };
}
