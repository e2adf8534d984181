/** The part of the controller that loads when a conversation needs it. */
import type { Actions } from './turns/actions.ts';
import type { History } from './threads/history.ts';
import type { LoadedOutbox, Outbox, OutboxDeps } from './messages/outbox.ts';
import type { OwnMessages, OwnMessagesDeps } from './messages/own-messages.ts';
import type { ThreadItems } from './threads/thread-items.ts';
import { loadForRequest, reportPart } from './connection/load-for-request.ts';
import type { ChatKitErrorName } from './errors.ts';
import { toChatKitError } from './failure.ts';

interface LazyControllerDeps extends OwnMessagesDeps {
  history: History;
}

/** Changes messages that were sent, and keeps messages that wait for an answer to end. */
export type WithOwnMessages = (use: (own: OwnMessages) => unknown) => Promise<boolean>;

interface LazyController {
  actions: Actions;
  items: ThreadItems;
  ownMessages: WithOwnMessages;
  /** Loads the code of `actions` and `items`, so that their first use does not wait for it. */
  prepareRequests(): void;
}

/** If the code fails to load, the visitor sees an error and nothing else happens. */
function createLazyOwnMessages(deps: OwnMessagesDeps): WithOwnMessages {
  let loading: Promise<OwnMessages> | undefined;
  return async (use) => {
    try {
      loading ??= import('./messages/own-messages.ts').then(({ createOwnMessages }) => createOwnMessages(deps));
      await use(await loading);
      return true;
    } catch (cause) {
      loading = undefined;
      reportPart(deps.context, cause);
      return false;
    }
  };
}

export function createLazyController(deps: LazyControllerDeps): LazyController {
  const { context } = deps;
  let loaded: { actions: Actions; items: ThreadItems } | undefined;
  const load = async () => {
    const { createActions, createThreadItems } = await loadForRequest(() => import('./more-requests.ts'));
    return (loaded ??= { actions: createActions(deps), items: createThreadItems(deps) });
  };
  /** For code that the visitor's action needs: shows an error if it fails to load. */
  const loadOrReport = (name: ChatKitErrorName, what: string) =>
    load().catch((cause: unknown) => {
      reportPart(context, cause);
      context.report(toChatKitError(cause, name, what));
      throw cause;
    });
  return {
    ownMessages: createLazyOwnMessages(deps),
    actions: {
      sendCustomAction: async (...action) => (await load()).actions.sendCustomAction(...action),
      runWidgetAction: async (...action) =>
        (await loadOrReport('ActionError', 'A widget’s action failed')).actions.runWidgetAction(...action),
    },
    items: {
      loadOlder: () =>
        loadOrReport('ThreadLoadError', 'Earlier messages could not be loaded').then(
          ({ items }) => items.loadOlder(),
          () => undefined,
        ),
      fetchUpdates: async () => (await load()).items.fetchUpdates(),
      catchUp: () =>
        load().then(
          ({ items }) => items.catchUp(),
          () => undefined,
        ),
    },
    prepareRequests: () => void load().catch(() => undefined), // the next use tries again
  };
}

/**
 * The outbox. Its code loads after the first answer, or when sending a message fails; without a connection, as soon as
 * there is one.
 */
export function createLazyOutbox(deps: () => OutboxDeps): Outbox {
  let loaded: LoadedOutbox | undefined;
  const load = async () => {
    const { createOutbox } = await import('./messages/outbox.ts');
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
    watchStored: () => void (deps().storedMessages.threads().length > 0 && watch()),
    prepare: () => void load().catch(() => undefined), // the next use tries again
    edit: (id) =>
      void load().then(
        (outbox) => outbox.edit(id),
        (cause: unknown) => reportPart(deps().context, cause),
      ),
    remove: (id) => deps().unsent.remove(id),
  };
}
