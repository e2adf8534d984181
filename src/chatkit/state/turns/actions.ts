/** Sends actions of widgets and of the page: to the page's own code, or to the server with or without a stream. */
import type { Action, ActionConfig } from '@chatdock/protocol/requests/actions';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import { isResponding } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import type { Turns } from './turns.ts';

/** The widget an action comes from. */
interface WidgetSender {
  itemId: string;
  widget: WidgetRoot;
}

interface CustomAction {
  type: string;
  payload?: Record<string, unknown> | undefined;
}

export type Actions = ReturnType<typeof createActions>;

export function createActions({ context, turns }: { context: Context; turns: Turns }) {
  const { store } = context;

  /** Sends an action of the page or of a widget to the server. Resolves when the stream that answers it has ended. */
  async function sendCustomAction({ type, payload }: CustomAction, itemId?: string): Promise<void> {
    await post(payload === undefined ? { type } : { type, payload }, itemId);
  }

  async function post(action: Action, itemId?: string): Promise<void> {
    const threadId = store.get().thread.thread?.id;
    if (!threadId) {
      context.log('sendAction() ignored - no active thread', { type: action.type });
      return;
    }
    if (isResponding(store.get())) {
      throw new ChatKitError(
        'BusyError',
        'The assistant is answering. Wait for `chatkit.response.end`, then call again.',
      );
    }
    await turns.run({
      request: {
        type: 'threads.custom_action',
        params: { ...(itemId ? { item_id: itemId } : {}), action, thread_id: threadId },
      },
    });
  }

  /**
   * Sends a widget's action to the page, or to the server with or without a stream. Resolves when the request or the
   * page's promise has ended. A failure is reported here and rejects, so that the widget can remove its loading
   * indicator.
   */
  async function runWidgetAction(
    { type, payload, handler, streaming }: ActionConfig,
    { itemId, widget }: WidgetSender,
  ): Promise<void> {
    context.log('widget.action', { widgetType: widget.type, actionType: type, handler: handler ?? 'server' });
    const action = payload === undefined ? { type } : { type, payload };
    try {
      if (handler === 'client') await runOnPage(action, { itemId, widget });
      else if (streaming === false) await runSynchronously(action, itemId);
      else await post(action, itemId);
    } catch (cause) {
      context.toast('failure.action');
      context.report(toChatKitError(cause, 'ActionError', `The action "${type}" failed`));
      throw cause;
    }
  }

  async function runOnPage(action: Action, { itemId, widget }: WidgetSender) {
    const { widgets } = store.get().options;
    if (!widgets?.onAction) {
      throw new ChatKitError(
        'IntegrationError',
        `A widget asked the page to run the action "${action.type}", but there is no \`widgets.onAction\`. Pass it in the options.`,
      );
    }
    // The page's type allows only records. The widget's members are passed on unchanged.
    type PageAction = Parameters<typeof widgets.onAction>[0];
    type PageWidget = Parameters<typeof widgets.onAction>[1]['widget'];
    await widgets.onAction(action as PageAction, { id: itemId, widget: widget as PageWidget });
  }

  async function runSynchronously(action: Action, itemId: string) {
    const threadId = store.get().thread.thread?.id;
    if (!threadId) return;
    const client = await context.client();
    const { updated_item: item } = await client.request(
      { type: 'threads.sync_custom_action', params: { item_id: itemId, action, thread_id: threadId } },
      { signal: context.signal() },
    );
    // The visitor may have opened another thread in the meantime.
    if (item && store.get().thread.thread?.id === threadId)
      store.set({ thread: reduce(store.get().thread, { type: 'thread.item.replaced', item }) });
  }

  return { sendCustomAction, runWidgetAction };
}
