import { expect, it, vi } from 'vitest';
import { createChatQueue, type Chat } from './chat-queue.ts';

/** A chat that records the text of each message; the queue calls nothing else. */
function openChat() {
  const sent: string[] = [];
  const sendUserMessage = async ({ text = '' }: { text?: string }) => void sent.push(text);
  return { sent, chat: { sendUserMessage } as unknown as Chat };
}
const say = (text: string) => (chat: Chat) => chat.sendUserMessage({ text });

it('keeps commands until the chat is ready, then runs them in order and once', () => {
  const queue = createChatQueue(() => {});
  const { sent, chat } = openChat();
  queue.run(say('one'));
  queue.run(say('two'));
  queue.attach(chat);
  queue.detach();
  queue.attach(chat);
  queue.run(say('three'));
  expect(sent).toEqual(['one', 'two', 'three']);
});

it('keeps commands again after the chat is gone', () => {
  const queue = createChatQueue(() => {});
  const first = openChat();
  const second = openChat();
  queue.attach(first.chat);
  queue.detach();
  queue.run(say('later'));
  queue.attach(second.chat);
  expect([first.sent, second.sent]).toEqual([[], ['later']]);
});

it('never sends as the next person what was cleared', () => {
  const queue = createChatQueue(() => {});
  const { sent, chat } = openChat();
  queue.run(say('a secret of the person before'));
  queue.clear();
  queue.attach(chat);
  expect(sent).toEqual([]);
});

it('reports a command that fails, and runs the next', async () => {
  const onError = vi.fn<(error: unknown) => void>();
  const queue = createChatQueue(onError);
  const { sent, chat } = openChat();
  const failure = new Error('no');
  queue.attach(chat);
  queue.run(() => Promise.reject(failure));
  queue.run(say('next'));
  await expect.poll(() => onError.mock.calls).toEqual([[failure]]);
  expect(sent).toEqual(['next']);
});
