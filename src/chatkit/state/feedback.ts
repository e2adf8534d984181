/** Feedback on an answer: shown at once, reverted if the server does not receive it. */
import type { FeedbackKind } from '@chatdock/protocol/requests/requests';
import { createText } from '../language/text.ts';
import type { Context } from './context.ts';
import { toChatKitError } from './failure.ts';

export function createFeedback(context: Context) {
  const { store } = context;

  async function give(itemIds: readonly string[], kind: FeedbackKind): Promise<void> {
    const { thread, feedback } = store.get();
    const key = itemIds.at(-1);
    if (!thread.thread || key === undefined) return;
    const { [key]: _, ...others } = feedback;
    store.set({ feedback: { ...others, [key]: kind } }); // the newest one wins
    context.log('message.action', { action: `feedback.${kind}` });
    try {
      const client = await context.client();
      await client.request(
        { type: 'items.feedback', params: { thread_id: thread.thread.id, item_ids: [...itemIds], kind } },
        { signal: context.signal() },
      );
      context.announce(createText(store.get().language)('thread.feedback.thanks'));
    } catch (cause) {
      const { [key]: _, ...rest } = store.get().feedback;
      store.set({ feedback: rest });
      context.toast('thread.feedback.failed');
      context.report(toChatKitError(cause, 'FeedbackError', 'Feedback could not be sent'));
    }
  }

  return { give };
}
