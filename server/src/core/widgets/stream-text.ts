/** Sends a message, complete or as a stream. */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { AssistantMessageContent, AssistantMessageItem } from '@chatdock/protocol/thread/items';
import type { Annotation } from '@chatdock/protocol/thread/sources';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import { generateId } from '../ids.ts';

/** Options of `streamText`: the item's id and its sources. */
export interface StreamTextOptions {
  /** The item's id. @defaultValue a new `msg_` id */
  readonly id?: string | undefined;
  /** The sources of the finished message. */
  readonly annotations?: Annotation[] | undefined;
}

/**
 * The events of an assistant message with one part. For a string: a single `thread.item.done`. For an async iterable of
 * pieces, such as a model's stream: `added`, a delta per piece, and `done` with the whole text. The text is Markdown.
 *
 * @example
 * yield* streamText(thread, 'Your parcel is **on its way**.');
 * yield* streamText(thread, model.stream(prompt, { signal }));
 */
export async function* streamText(
  thread: ThreadMetadata,
  text: string | AsyncIterable<string>,
  { id = generateId('message'), annotations = [] }: StreamTextOptions = {},
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const createdAt = new Date().toISOString();
  const toItem = (content: AssistantMessageContent[]): AssistantMessageItem => ({
    type: 'assistant_message',
    id,
    thread_id: thread.id,
    created_at: createdAt,
    content,
  });
  if (typeof text === 'string') {
    yield { type: 'thread.item.done', item: toItem([toPart(text, annotations)]) };
    return;
  }
  yield { type: 'thread.item.added', item: toItem([]) };
  yield {
    type: 'thread.item.updated',
    item_id: id,
    update: { type: 'assistant_message.content_part.added', content_index: 0, content: toPart('', []) },
  };
  let whole = '';
  for await (const delta of text) {
    if (delta === '') continue;
    whole += delta;
    yield {
      type: 'thread.item.updated',
      item_id: id,
      update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta },
    };
  }
  const part = toPart(whole, annotations);
  yield {
    type: 'thread.item.updated',
    item_id: id,
    update: { type: 'assistant_message.content_part.done', content_index: 0, content: part },
  };
  yield { type: 'thread.item.done', item: toItem([part]) };
}

const toPart = (text: string, annotations: Annotation[]): AssistantMessageContent => ({
  type: 'output_text',
  text,
  annotations,
});
