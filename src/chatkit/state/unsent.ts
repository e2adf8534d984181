/** Messages that the server has not stored: the one on its way, and those that failed and wait for the visitor. */
import type { Attachment } from '@chatdock/protocol/attachments';
import type { UserMessageItem } from '@chatdock/protocol/items';
import type { ThreadState } from '@chatdock/protocol/thread-state';
import type { UserMessageInput } from '@chatdock/protocol/requests';
import { startTurn } from '@chatdock/protocol/turn';
import type { ChatState, Failure, OutgoingMessage } from './chat-state.ts';
import { newKey } from './new-key.ts';
import type { SentMessage } from './sent-message.ts';
import type { Store } from './store.ts';

export type Unsent = ReturnType<typeof createUnsent>;

export function createUnsent(store: Store<ChatState>) {
  let count = 0;
  const newId = () => `unsent_${count++}`;

  /** A new message, with what identifies it on the server if the answer is lost. */
  function create(input: UserMessageInput): OutgoingMessage {
    const { history, thread, unsent } = store.get();
    const knownThreads = history.status === 'ready' ? new Set(history.threads.map(({ id }) => id)) : null;
    const after = thread.items.findLast((item) => !(item.id in unsent))?.id ?? null;
    return { id: newId(), input, failure: null, knownThreads, after, firstSentAt: Date.now(), key: newKey() };
  }

  /** Shows a message at the end of the thread, on its way. */
  function start(message: OutgoingMessage, attachments: readonly Attachment[]) {
    const { thread, unsent } = store.get();
    store.set({
      thread: startTurn(thread, toItem(message, thread, attachments)),
      unsent: { ...unsent, [message.id]: message },
      failure: null,
    });
  }

  /** Marks a message as failed. It stays in the thread until the visitor sends it again. */
  function fail(message: OutgoingMessage, failure: Failure) {
    const { unsent, thread } = store.get();
    store.set({
      unsent: { ...unsent, [message.id]: { ...message, failure } },
      thread: { ...thread, optimisticId: null },
    });
  }

  /** Shows a message that an earlier page sent and the server does not have. */
  function show({ attachments, knownThreads, ...sentBefore }: SentMessage) {
    const message: OutgoingMessage = {
      ...sentBefore,
      id: newId(),
      failure: { key: 'failure.unsent', canRetry: true },
      knownThreads: knownThreads && new Set(knownThreads),
    };
    const { thread, unsent } = store.get();
    store.set({
      thread: { ...thread, items: [...thread.items, toItem(message, thread, attachments)] },
      unsent: { ...unsent, [message.id]: message },
    });
  }

  /** The server has the message now. */
  function forget(id: string) {
    const { [id]: _, ...rest } = store.get().unsent;
    store.set({ unsent: rest });
  }

  /** The visitor is online again: failures that said "offline" now say that the server was not reached. */
  function noteOnline() {
    const { unsent, failure } = store.get();
    const renew = <Noted extends Failure | null>(noted: Noted): Noted =>
      noted?.key === 'failure.offline' ? { ...noted, key: 'failure.network' } : noted;
    store.set({
      failure: renew(failure),
      unsent: Object.fromEntries(
        Object.entries(unsent).map(([id, message]) => [id, { ...message, failure: renew(message.failure) }]),
      ),
    });
  }

  return { create, start, fail, show, forget, noteOnline };
}

const toItem = (
  { id, input }: OutgoingMessage,
  { thread }: ThreadState,
  attachments: readonly Attachment[],
): UserMessageItem => ({
  type: 'user_message',
  id,
  thread_id: thread?.id ?? '',
  created_at: new Date().toISOString(),
  content: input.content,
  attachments: [...attachments],
  quoted_text: input.quoted_text,
  inference_options: input.inference_options,
});
