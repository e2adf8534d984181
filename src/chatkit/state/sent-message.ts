/** A message on its way, as it is kept in the visitor's browser until the server has it: the page may go at any moment. */
import type { Attachment } from '@chatdock/protocol/attachments';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/items';
import type { UserMessageInput } from '@chatdock/protocol/requests';
import type { OutgoingMessage } from './chat-state.ts';
import { newKey } from './new-key.ts';

export interface SentMessage {
  input: UserMessageInput;
  attachments: Attachment[];
  /** See OutgoingMessage. */
  knownThreads: string[] | null;
  after: string | null;
  firstSentAt: number;
  key: string;
}

/** The one that is on its way, if any: one at a time is sent, the others have failed and wait for the visitor. */
export function sentMessage(
  unsent: Readonly<Record<string, OutgoingMessage>>,
  items: readonly ThreadItem[],
): SentMessage | null {
  const message = Object.values(unsent).find(({ failure }) => failure === null);
  if (!message) return null;
  const { id, input, knownThreads, after, firstSentAt, key } = message;
  const item = items.find((candidate) => candidate.id === id);
  return {
    input,
    attachments: item?.type === 'user_message' ? item.attachments : [],
    knownThreads: knownThreads && [...knownThreads],
    after,
    firstSentAt,
    key,
  };
}

/** What was kept, if it is what we keep. */
export function readSent(value: unknown): SentMessage | null {
  const kept = value as Partial<SentMessage> | null | undefined;
  return Array.isArray(kept?.input?.content) &&
    Array.isArray(kept.input.attachments) &&
    Array.isArray(kept.attachments) &&
    typeof kept.firstSentAt === 'number'
    ? {
        input: kept.input,
        attachments: kept.attachments,
        knownThreads: Array.isArray(kept.knownThreads) ? kept.knownThreads : null,
        after: kept.after ?? null,
        firstSentAt: kept.firstSentAt,
        key: kept.key ?? newKey(),
      }
    : null;
}

/** Whether one of these items is the message; older ones than it was sent after do not count. */
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
