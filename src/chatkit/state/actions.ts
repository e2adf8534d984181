/** What the visitor does to an answer: widget actions, questions answered, feedback. */
import type { StructuredInputSubmission } from '../../protocol/requests.ts';
import { isResponding } from './chat-state.ts';
import type { Context } from './context.ts';
import type { ConversationPart } from './conversation.ts';
import { ChatKitError } from './errors.ts';
import { toChatKitError } from './failure.ts';

export interface CustomAction {
  type: string;
  payload?: Record<string, unknown> | undefined;
}

export function createActions({ context, conversation }: { context: Context; conversation: ConversationPart }) {
  const { store } = context;

  /** Posts an action of the page's or a widget's own; resolves when the stream that answers it has ended. */
  async function sendCustomAction({ type, payload }: CustomAction, itemId?: string): Promise<void> {
    const threadId = store.get().thread.thread?.id;
    if (!threadId) {
      context.log('sendAction() ignored - no active thread', { type });
      return;
    }
    if (isResponding(store.get())) {
      throw new ChatKitError('BusyError', 'The assistant is answering. Wait for `chatkit.response.end`, then call again.');
    }
    const action = payload === undefined ? { type } : { type, payload };
    await conversation.runTurn({
      request: { type: 'threads.custom_action', params: { ...(itemId ? { item_id: itemId } : {}), action, thread_id: threadId } },
    });
  }

  /** Answers (or skips) the questions that have taken the composer's place. */
  async function answer(itemId: string, input: StructuredInputSubmission): Promise<void> {
    const threadId = store.get().thread.thread?.id;
    if (!threadId || isResponding(store.get())) return;
    await conversation.runTurn({ request: { type: 'threads.add_structured_input', params: { thread_id: threadId, item_id: itemId, input } } });
  }

  async function giveFeedback(itemIds: readonly string[], kind: 'positive' | 'negative'): Promise<void> {
    const { thread, feedback } = store.get();
    const key = itemIds.at(-1);
    if (!thread.thread || key === undefined) return;
    store.set({ feedback: { ...feedback, [key]: kind } });
    context.log('message.action', { action: `feedback.${kind}` });
    try {
      const client = await context.client();
      await client.request({ type: 'items.feedback', params: { thread_id: thread.thread.id, item_ids: [...itemIds], kind } }, { signal: context.signal() });
    } catch (cause) {
      const { [key]: _, ...rest } = store.get().feedback;
      store.set({ feedback: rest });
      context.toast('thread.feedback.failed');
      context.report(toChatKitError(cause, 'FeedbackError', 'Feedback could not be sent'));
    }
  }

  return { sendCustomAction, answer, giveFeedback };
}
