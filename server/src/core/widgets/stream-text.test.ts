import { expect, it } from 'vitest';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState } from '@chatdock/protocol/reducer/thread-state';
import { addMessage, openChat, outline, type Script } from '../../../../test/harness/chat/chat-server.ts';
import { streamText } from './stream-text.ts';

async function reply(respond: NonNullable<Script['respond']>) {
  const chat = openChat({ respond });
  const { id } = await chat.thread();
  const events = (await chat.stream(addMessage(id))).slice(2);
  return { events, stored: (await chat.stored(id)).at(-1) };
}

async function* pieces() {
  yield 'On ';
  yield '';
  yield 'its way';
}

it('complete text is one finished message', async () => {
  const { events, stored } = await reply((thread) => streamText(thread, 'On its way'));
  expect(outline(events)).toEqual(['thread.item.done assistant_message']);
  expect(stored).toMatchObject({
    id: expect.stringMatching(/^msg_/),
    content: [{ text: 'On its way', annotations: [] }],
  });
});

it('streaming text arrives in pieces and equals the stored text', async () => {
  const source = {
    type: 'annotation' as const,
    source: { type: 'file' as const, title: 'Terms', filename: 'terms.pdf' },
    index: 3,
  };
  const { events, stored } = await reply((thread) => streamText(thread, pieces(), { annotations: [source] }));
  expect(
    events.flatMap((event) =>
      event.type === 'thread.item.updated' && 'delta' in event.update ? [event.update.delta] : [],
    ),
  ).toEqual(['On ', 'its way']);
  expect(events.reduce(reduce, emptyThreadState).items).toEqual([stored]);
  expect(stored).toMatchObject({ content: [{ text: 'On its way', annotations: [source] }] });
});
