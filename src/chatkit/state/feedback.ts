/** Feedback on an answer: shown at once, reverted if the server does not receive it. */
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import type { Context } from './context.ts';
import { toChatKitError } from './failure.ts';

export function createFeedback(context: Context) {
  const { store } = context;

  /** Returns whether the server has it. */
  async function give(itemIds: readonly string[], kind: FeedbackKind): Promise<boolean> {
    const { thread, feedback } = store.get();
    const key = itemIds.at(-1);
    if (!thread.thread || key === undefined) return false;
    const { [key]: _, ...others } = feedback;
    store.set({ feedback: { ...others, [key]: kind } }); // the newest one wins
    context.log('message.action', { action: `feedback.${kind}` });
    try {
      const client = await context.client();
      await client.request(
        { type: 'items.feedback', params: { thread_id: thread.thread.id, item_ids: [...itemIds], kind } },
        { signal: context.signal() },
      );
      return true;
    } catch (cause) {
      const { [key]: _, ...rest } = store.get().feedback;
      store.set({ feedback: rest });
      context.toast('thread.feedback.failed');
      context.report(toChatKitError(cause, 'FeedbackError', 'Feedback could not be sent'));
      return false;
    }
  }

  return { give };
}
