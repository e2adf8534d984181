/** The answer to a repeated request if only the store remembers the first one. */
import { expect, it } from 'vitest';
import { ada, message, openChat, userMessage } from '../../../../../test/harness/chat/chat-server.ts';
import { presenter } from '../../wire.ts';
import { storedAnswer } from './stored-answer.ts';

const changed = { content: [{ type: 'input_text' as const, text: 'Changed' }], attachments: [], inference_options: {} };

it.each([
  ['a retry gets the answer', undefined, ['m1']],
  ['a changed message gets the message and the answer', changed, ['question', 'm1']],
])('%s', async (_, given, expected) => {
  const chat = openChat();
  const { id } = await chat.thread();
  for (const item of [message(id, 'before', 'Hello'), userMessage(id, 'question'), message(id, 'm1', 'Hi')])
    await chat.store.addThreadItem(id, item, ada());
  const events = await storedAnswer(
    chat.store,
    {
      type: 'threads.retry_after_item',
      params: { thread_id: id, item_id: 'question', input: given },
      metadata: {},
    },
    { thread: '', message: '' },
    ada(),
    presenter(chat.server, ada()),
  );
  const ids = events?.map((event) => {
    const { item }: { item: { id: string } } = JSON.parse(event);
    return item.id;
  });
  expect(ids).toEqual(expected);
});
