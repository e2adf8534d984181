/** Sends waiting messages of conversations that are not on screen, without showing anything. */
import { withResume } from '@chatdock/protocol/client/client';
import type { StreamMarks } from '@chatdock/protocol/client/decode';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { StreamRequestInput } from '@chatdock/protocol/requests/requests';
import type { OutboxDeps } from './outbox.ts';
import type { SentMessage } from './sent-message.ts';

const ASK_AFTER_MS = 60 * 60_000;

/**
 * An old message is not sent without asking, because the visitor may no longer need it. A clock may also be set back.
 */
export const isOld = ({ firstSentAt }: Pick<SentMessage, 'firstSentAt'>) =>
  Math.abs(Date.now() - firstSentAt) > ASK_AFTER_MS;

interface Elsewhere {
  hasWaiting(): boolean;
  /** Sends them, one after another. @returns whether none waits any more */
  send(): Promise<boolean>;
}

export function createElsewhere({ context, storedMessages, history }: OutboxDeps): Elsewhere {
  const onScreen = () => context.store.get().thread.thread?.id ?? null;
  /** Only the oldest message of a conversation counts: those after it wait for it. */
  const next = () =>
    storedMessages.threads().flatMap((threadId) => {
      const [message] = threadId === onScreen() ? [] : storedMessages.read(threadId);
      return message?.sendsItself && !isOld(message) ? [{ threadId, message }] : [];
    });

  /** Reads the answer to its end, because a server that cannot resume turns would stop it otherwise. */
  async function deliver(threadId: string | null, message: SentMessage): Promise<void> {
    const { input, key } = message;
    const request: StreamRequestInput =
      threadId === null
        ? { type: 'threads.create', params: { input } }
        : { type: 'threads.add_user_message', params: { input, thread_id: threadId } };
    const client = await context.client();
    const marks: StreamMarks = {};
    let isStored = false;
    try {
      for await (const event of client.stream(withResume(request, key), { signal: context.signal(), marks })) {
        if (event.type === 'thread.created')
          storedMessages.move(event.thread.id, new Set(storedMessages.read(null).map((each) => each.key)));
        if (isStored || event.type !== 'thread.item.done' || event.item.type !== 'user_message') continue;
        isStored = true;
        storedMessages.drop(event.item.thread_id, key);
        storedMessages.drop(threadId, key);
      }
    } catch (cause) {
      // The rest of the answer is in the thread, or will be.
      if (isStored) return;
      const honoursKeys = context.resumable?.isOn() ?? false;
      if (!mayRepeat(cause, honoursKeys)) {
        // A conversation that was deleted elsewhere is never shown again: its messages are shown in a new one.
        const isGone = cause instanceof ProtocolError && cause.status === 404;
        if (isGone) storedMessages.drop(threadId, key);
        storedMessages.put(isGone ? null : threadId, { ...message, sendsItself: false });
      }
      throw cause;
    }
  }

  return {
    hasWaiting: () => next().length > 0,
    async send() {
      let hasSent = false;
      try {
        for (let [waiting] = next(); waiting; [waiting] = next()) {
          await deliver(waiting.threadId, waiting.message);
          hasSent = true;
        }
        return true;
      } catch {
        return !next()[0];
      } finally {
        if (hasSent) void history.refresh();
      }
    },
  };
}

/** Failures after which resending is safe: the server refused the message for now, or it cannot be stored twice. */
function mayRepeat(cause: unknown, honoursKeys: boolean): boolean {
  if (!(cause instanceof ProtocolError)) return true;
  const { code, status = 0, serverCode } = cause;
  if (status === 429 || status === 503 || serverCode === 'thread_busy') return true;
  return honoursKeys && (code === 'http-status' ? status >= 500 : !code.startsWith('invalid-'));
}
