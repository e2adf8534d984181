/** Parts of the controller that only a conversation with items uses. Their code loads with the rest of the wire. */
import type { Actions } from './turns/actions.ts';
import type { Context } from './context.ts';
import type { History } from './threads/history.ts';
import type { LoadedOutbox, Outbox, OutboxDeps } from './messages/outbox.ts';
import type { ThreadItems } from './threads/thread-items.ts';
import type { Turns } from './turns/turns.ts';
import { loadWire } from './connection/wire.ts';

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

/** The outbox, whose code loads when a message is not sent. Without a connection it loads when there is one. */
export function createLazyOutbox(deps: () => OutboxDeps): Outbox {
  let loaded: LoadedOutbox | undefined;
  const load = async () => {
    const { createOutbox } = await loadWire();
    return (loaded ??= createOutbox(deps()));
  };
  const watch = async () => {
    const signal = deps().context.signal();
    await load().then(
      (outbox) => outbox.watch(),
      () => addEventListener('online', () => void watch(), { signal, once: true }),
    );
  };
  return {
    restore: async (threadId) => (await load()).restore(threadId),
    findBegun: (signal) =>
      load().then(
        (outbox) => outbox.findBegun(signal),
        () => null,
      ),
    watch: () => void watch(),
    watchKept: () => void (deps().kept.threads().length > 0 && watch()),
    edit: (id) => void load().then((outbox) => outbox.edit(id)),
    remove: (id) => deps().unsent.remove(id),
  };
}
