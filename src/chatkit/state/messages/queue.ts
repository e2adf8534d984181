/**
 * Messages written while an answer is being written: kept as unsent, and sent one after another when answers have
 * ended.
 */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { UserMessageInput } from '@chatdock/protocol/requests/requests';
import { createText } from '../../language/text.ts';
import { isResponding, pendingQuestions, type ChatState, type OutgoingMessage } from '../chat-state.ts';
import type { Context } from '../context.ts';
import type { Conversation } from '../turns/conversation.ts';
import type { Unsent } from './unsent.ts';

export interface QueueDeps {
  context: Context;
  conversation: Conversation;
  unsent: Unsent;
}

/** The messages that wait, in the order in which they were written. */
export const queuedMessages = ({ unsent }: Pick<ChatState, 'unsent'>): OutgoingMessage[] =>
  Object.values(unsent).filter(({ queued }) => queued);

export function createQueue({ context, conversation, unsent }: QueueDeps) {
  const { store } = context;
  let { turn } = store.get();
  store.subscribe(() => {
    const before = turn;
    ({ turn } = store.get());
    // In a separate task, because other listeners of this event run too.
    if (before.phase !== 'idle' && turn.phase === 'idle') queueMicrotask(flow);
  });

  /** Sends the next message, unless the visitor has to deal with something first. */
  function flow() {
    if (!isPaused(store.get())) sendNext();
  }

  function sendNext() {
    const [next] = queuedMessages(store.get());
    if (!next || isResponding(store.get())) return;
    const { queued = [], ...message } = next;
    conversation.deliver(message, queued).catch(() => undefined); // the message shows its failure
  }

  return {
    add({ input, attachments }: { input: UserMessageInput; attachments: readonly Attachment[] }) {
      unsent.enqueue(unsent.create(input), attachments);
      context.announce(createText(store.get().language)('thread.queue'));
      if (!isResponding(store.get())) sendNext();
    },
    sendNext,
  };
}

/** After a stop, a failure or a question, the visitor decides what happens to the messages that wait. */
function isPaused(state: ChatState): boolean {
  const { thread, unsent, failure, stoppedAfter } = state;
  const isActive = (thread.thread?.status.type ?? 'active') === 'active';
  const hasFailed =
    failure !== null || thread.error !== null || Object.values(unsent).some((message) => message.failure);
  return !isActive || hasFailed || stoppedAfter !== null || pendingQuestions(state) !== null;
}
