/** Threads, items and callers for store tests. */
import type { ThreadItemUpdate } from '@chatdock/protocol/thread/events';
import type { AssistantMessageItem, ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../core/context.ts';

export const randomId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;

/** A new caller. */
export const newUser = (): RequestContext => ({ userId: randomId('user'), signal: new AbortController().signal });

export const newThread = (changes: Partial<ThreadMetadata> = {}): ThreadMetadata => ({
  id: randomId('thr'),
  created_at: '2026-01-01T00:00:00Z',
  status: { type: 'active' },
  metadata: {},
  ...changes,
});

/** A user message with this text. */
export const newItem = (threadId: string, text: string): UserMessageItem => ({
  type: 'user_message',
  id: randomId('msg'),
  thread_id: threadId,
  created_at: '2026-01-01T00:00:00Z',
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
});

/** An answer with this text. */
export const newAnswer = (threadId: string, text: string, id = randomId('msg')): AssistantMessageItem => ({
  type: 'assistant_message',
  id,
  thread_id: threadId,
  created_at: '2026-01-01T00:00:00Z',
  content: [{ type: 'output_text', text, annotations: [] }],
});

/** The text to add to an answer. */
export const moreText = (delta: string): ThreadItemUpdate => ({
  type: 'assistant_message.content_part.text_delta',
  content_index: 0,
  delta,
});

/** The text of an answer. */
export const answerOf = (item: ThreadItem): string =>
  item.type === 'assistant_message' ? item.content.map(({ text }) => text).join('') : item.type;

/** The text of each user message, and the type of every other item. */
export const textsOf = ({ data }: { data: readonly ThreadItem[] }): string[] =>
  data.map((item) =>
    item.type === 'user_message' && item.content[0]?.type === 'input_text' ? item.content[0].text : item.type,
  );
