/**
 * The stored form of a message that the server has not confirmed. It is in the visitor's browser because the page may
 * close at any moment.
 */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { UserMessageInput } from '@chatdock/protocol/requests/requests';
import type { OutgoingMessage } from '../chat-state.ts';
import { newKey } from './new-key.ts';

export interface SentMessage {
  input: UserMessageInput;
  attachments: Attachment[];
  /** See OutgoingMessage. */
  knownThreads: string[] | null;
  after: string | null;
  firstSentAt: number;
  key: string;
  /**
   * It may be sent without asking, because it has certainly not reached the server, or the server recognises
   * repetitions.
   */
  sendsItself: boolean;
}

export function toSent(message: OutgoingMessage, attachments: readonly Attachment[]): SentMessage {
  const { input, knownThreads, after, firstSentAt, key, failure } = message;
  return {
    input,
    attachments: [...attachments],
    knownThreads: knownThreads && [...knownThreads],
    after,
    firstSentAt,
    key,
    sendsItself: failure?.sendsAfterMs !== undefined,
  };
}

/** Reads a stored entry; null if it does not have our format. */
export function readSent(value: unknown): SentMessage | null {
  const stored = value as Partial<SentMessage> | null | undefined; // each member is checked
  return Array.isArray(stored?.input?.content) &&
    Array.isArray(stored.input.attachments) &&
    Array.isArray(stored.attachments) &&
    typeof stored.firstSentAt === 'number'
    ? {
        input: stored.input,
        attachments: stored.attachments,
        knownThreads: Array.isArray(stored.knownThreads) ? stored.knownThreads : null,
        after: stored.after ?? null,
        firstSentAt: stored.firstSentAt,
        key: stored.key ?? newKey(),
        sendsItself: stored.sendsItself === true,
      }
    : null;
}

/** Whether one of these items is the message. Items older than the one it was sent after do not count. */
export function findSent(
  items: readonly ThreadItem[],
  { input, after }: Pick<SentMessage, 'input' | 'after'>,
): UserMessageItem | null {
  const newer = items.slice(items.findIndex(({ id }) => id === after) + 1);
  return (
    newer.find(
      (item): item is UserMessageItem =>
        item.type === 'user_message' && JSON.stringify(item.content) === JSON.stringify(input.content),
    ) ?? null
  );
}
