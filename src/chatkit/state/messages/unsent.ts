/** Messages that the server has not stored: the one that is being sent, and those that failed and wait. */
import { ownEntry } from '@chatdock/protocol/kinds';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { UserMessageInput } from '@chatdock/protocol/requests/requests';
import { startTurn } from '@chatdock/protocol/reducer/turn';
import type { ChatState, Failure, OutgoingMessage } from '../chat-state.ts';
import type { StoredMessages } from './stored-messages.ts';
import { newKey } from './new-key.ts';
import { toSent, type SentMessage } from './sent-message.ts';
import type { Store } from '../store.ts';

export type Unsent = ReturnType<typeof createUnsent>;

export function createUnsent(store: Store<ChatState>, storedMessages: StoredMessages) {
  let count = 0;
  const newId = () => `unsent_${count++}`;
  const threadId = () => store.get().thread.thread?.id ?? null;

  /** The files of a message that is shown. */
  function attachmentsOf(id: string): Attachment[] {
    const queued = ownEntry(store.get().unsent, id)?.queued;
    const item = store.get().thread.items.find((candidate) => candidate.id === id);
    return queued ? [...queued] : item?.type === 'user_message' ? item.attachments : [];
  }

  const keep = (message: OutgoingMessage) => storedMessages.put(threadId(), toSent(message, attachmentsOf(message.id)));

  /** Creates a message, with the data that identifies it on the server if the response is lost. */
  function create(input: UserMessageInput): OutgoingMessage {
    const { history, thread, unsent } = store.get();
    const knownThreads = history.status === 'ready' ? new Set(history.threads.map(({ id }) => id)) : null;
    const after = thread.items.findLast((item) => !Object.hasOwn(unsent, item.id))?.id ?? null;
    return { id: newId(), input, failure: null, knownThreads, after, firstSentAt: Date.now(), key: newKey() };
  }

  /** Shows a message at the end of the thread, as being sent. */
  function start(message: OutgoingMessage, attachments: readonly Attachment[]) {
    const { thread, unsent } = store.get();
    store.set({
      thread: startTurn(thread, toItem(message, thread, attachments)),
      unsent: { ...unsent, [message.id]: message },
      sentId: message.id,
      failure: null,
    });
    keep(message);
  }

  /** Keeps a message that waits for an answer to end. */
  function enqueue(message: OutgoingMessage, queued: readonly Attachment[]) {
    store.set({ unsent: { ...store.get().unsent, [message.id]: { ...message, queued } } });
    keep(message);
  }

  /** Marks a message as failed. It stays in the thread until it is sent again. */
  function fail(failed: OutgoingMessage, failure: Failure) {
    const { unsent, thread } = store.get();
    const message = { ...failed, failure };
    store.set({ unsent: { ...unsent, [message.id]: message }, thread: { ...thread, optimisticId: null } });
    keep(message);
  }

  /** Shows a message that an earlier page stored and the server does not have. */
  function show(sent: SentMessage, failure: Failure) {
    const { input, after, firstSentAt, key, attachments, knownThreads } = sent;
    const message: OutgoingMessage = {
      input,
      after,
      firstSentAt,
      key,
      id: newId(),
      failure,
      knownThreads: knownThreads && new Set(knownThreads),
    };
    const { thread, unsent } = store.get();
    store.set({
      thread: { ...thread, items: [...thread.items, toItem(message, thread, attachments)] },
      unsent: { ...unsent, [message.id]: message },
    });
  }

  /** Call when the server has the message, or the visitor has removed it. */
  function forget(id: string) {
    const { [id]: gone, ...rest } = store.get().unsent;
    store.set({ unsent: rest });
    if (gone) storedMessages.drop(threadId(), gone.key);
  }

  /** Removes a message from the thread. */
  function remove(id: string) {
    const { thread } = store.get();
    forget(id);
    store.set({ thread: { ...thread, items: thread.items.filter((item) => item.id !== id) } });
  }

  return { storedMessages, create, start, enqueue, fail, show, forget, remove, attachmentsOf };
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
