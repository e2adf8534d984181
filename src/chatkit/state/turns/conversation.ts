/**
 * Sends the visitor's input in the thread on screen: messages, answers to questions, and requests to regenerate an
 * answer.
 */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type {
  StreamRequestInput,
  StructuredInputSubmission,
  UserMessageInput,
} from '@chatdock/protocol/requests/requests';
import type { ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { dropItemsAfter } from '@chatdock/protocol/reducer/turn';
import { isResponding, lastUserMessage, type OutgoingMessage } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import type { Turns } from './turns.ts';
import type { Unsent } from '../messages/unsent.ts';
import { loadWire } from '../connection/wire.ts';

interface ConversationDeps {
  context: Context;
  turns: Turns;
  unsent: Unsent;
  /** Called when a message waits to be sent automatically. */
  onWaiting(): void;
  /** The conversation on screen has begun: the server gave it an id. */
  onBegun(thread: ThreadMetadata): void;
}

export function createConversation({ context, turns, unsent, onBegun, onWaiting }: ConversationDeps) {
  const { store } = context;

  /** Sends a message in the thread on screen, or begins one. Resolves once the server has stored it. */
  async function send(input: UserMessageInput, attachments: readonly Attachment[] = []): Promise<void> {
    const message = unsent.create(input);
    // Messages are sent in the order in which they were written.
    const ahead = Object.values(store.get().unsent).find(({ failure }) => failure?.sendsAfterMs !== undefined)?.failure;
    if (!ahead) return deliver(message, attachments);
    unsent.start(message, attachments);
    unsent.fail(message, ahead);
    onWaiting();
    throw new ChatKitError(
      'NetworkError',
      'An earlier message is not sent yet, so this one waits and is sent after it.',
    );
  }

  async function deliver(message: OutgoingMessage, attachments: readonly Attachment[]): Promise<void> {
    const { thread } = store.get().thread;
    unsent.start(message, attachments);
    const request: StreamRequestInput = thread
      ? { type: 'threads.add_user_message', params: { input: message.input, thread_id: thread.id } }
      : { type: 'threads.create', params: { input: message.input } };
    return new Promise((resolve, reject) => {
      void turns.run({ request, message, onAccepted: resolve }).then(resolve, reject);
    });
  }

  /**
   * Sends a failed message again, unless the server already has it, because a lost response does not mean a lost
   * message. A message that is resent automatically needs no check.
   */
  async function resend(id: string): Promise<void> {
    const { unsent: messages } = store.get();
    const failed = messages[id];
    if (!failed?.failure || isResponding(store.get())) return;
    const attachments = unsent.attachmentsOf(id);
    const message: OutgoingMessage = { ...failed, failure: null };
    if (context.resumable?.isOn() || failed.failure.sendsAfterMs !== undefined) {
      store.set({ thread: withoutItem(store.get().thread, id) });
      return deliver(message, attachments).catch(() => undefined); // the message shows its failure
    }
    store.set({ unsent: { ...messages, [id]: message }, turn: { phase: 'responding', isSlow: false } });
    const arrived = await import('../messages/find-sent.ts')
      .then(({ findArrived }) => findArrived(context, message, onBegun))
      .catch(() => null);
    const wire = arrived && (await loadWire());
    if (!(id in store.get().unsent)) return; // the visitor has opened another thread in the meantime
    store.set({ turn: { phase: 'idle' }, thread: withoutItem(store.get().thread, id) });
    if (wire) {
      unsent.forget(id);
      store.set({ thread: wire.reduce(store.get().thread, { type: 'thread.item.done', item: arrived }) });
      await retryAfter(arrived.id);
    } else await deliver(message, attachments).catch(() => undefined); // the message shows its failure
  }

  /** Answers (or skips) the questions that are shown in the composer's place. */
  async function answer(itemId: string, input: StructuredInputSubmission): Promise<void> {
    const { thread } = store.get().thread;
    if (!thread || isResponding(store.get())) return;
    await turns.run({
      request: { type: 'threads.add_structured_input', params: { thread_id: thread.id, item_id: itemId, input } },
    });
  }

  /** Regenerates the last answer. Everything after the visitor's message is deleted, here and on the server. */
  async function retryAfter(itemId: string): Promise<void> {
    const { thread } = store.get();
    if (!thread.thread || isResponding(store.get())) return;
    store.set({ thread: dropItemsAfter({ ...thread, error: null }, itemId), failure: null });
    await turns.run({
      request: { type: 'threads.retry_after_item', params: { thread_id: thread.thread.id, item_id: itemId } },
    });
  }

  async function retryLast(): Promise<void> {
    const { thread, unsent: messages } = store.get();
    const last = lastUserMessage(thread.items.filter(({ id }) => !Object.hasOwn(messages, id)));
    if (last) await retryAfter(last.id);
  }

  return { send, deliver, resend, answer, retryAfter, retryLast };
}

export type Conversation = ReturnType<typeof createConversation>;

const withoutItem = (thread: ThreadState, id: string): ThreadState => ({
  ...thread,
  items: thread.items.filter((item) => item.id !== id),
});
