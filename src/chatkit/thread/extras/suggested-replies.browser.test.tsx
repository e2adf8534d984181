/** Replies that the server suggests after an answer. */
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  assistantItem,
  done,
  firstTurn,
  renderChat,
  thread,
  userItem,
} from '../../../../test/harness/chat/render-chat.ts';

const suggest = (...replies: unknown[]) => ({
  type: 'client_effect',
  name: 'chatdock.suggested_replies',
  data: { replies },
});

async function answered(...replies: unknown[]) {
  const chat = await renderChat();
  const turn = await chat.say('hello');
  turn.send(...firstTurn('hello'), done(assistantItem('msg_2', 'Where to?')), suggest(...replies));
  const buttons = () => [...chat.root().querySelectorAll<HTMLElement>('.suggested-replies button')];
  const texts = () => buttons().map(({ innerText }) => innerText);
  return { ...chat, turn, buttons, texts };
}

describe('suggested replies', () => {
  it('are buttons under the answer when it has ended; the page gets the effect, too', async () => {
    const chat = await answered('To Lyon', 'To Paris');
    await expect.poll(() => chat.named('chatkit.effect')).toHaveLength(1);
    expect(chat.texts()).toEqual([]);
    chat.turn.end();
    await expect.poll(chat.texts).toEqual(['To Lyon', 'To Paris']);
  });

  it('are sent by keyboard, and then removed', async () => {
    const chat = await answered('To Lyon', 'To Paris');
    chat.turn.end();
    await expect.poll(chat.texts).toHaveLength(2);
    chat.buttons()[1]?.focus();
    await userEvent.keyboard('{Enter}');
    const next = await chat.next('threads.add_user_message');
    expect(next.body?.params['input']).toMatchObject({ content: [{ type: 'input_text', text: 'To Paris' }] });
    await expect.poll(chat.texts).toEqual([]);
    next.end();
  });

  it('are removed after another message, and after a change of the conversation', async () => {
    const chat = await answered('To Lyon');
    chat.turn.end();
    await expect.poll(chat.texts).toHaveLength(1);
    const next = await chat.say('By train');
    await expect.poll(chat.texts).toEqual([]);
    next.send(suggest('A', 'B'));
    next.end();
    await expect.poll(chat.texts).toEqual(['A', 'B']);
    await chat.element.setThreadId(null);
    await expect.poll(chat.texts).toEqual([]);
  });

  it('come with a thread that is opened, as after a reload', async () => {
    const stored = thread('thr_1', {
      items: { data: [userItem('msg_1', 'hello'), assistantItem('msg_2', 'Where to?')], has_more: false },
    });
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.get_by_id': { ...stored, suggested_replies: ['To Lyon', 'x'.repeat(81)] } } },
    );
    const texts = () =>
      [...chat.root().querySelectorAll<HTMLElement>('.suggested-replies button')].map(({ innerText }) => innerText);
    await expect.poll(texts).toEqual(['To Lyon']);
    await chat.element.setThreadId(null);
    await expect.poll(texts).toEqual([]);
  });

  it('are at most four short texts, whatever the server sends', async () => {
    const chat = await answered('<b>1</b>', 'x'.repeat(81), '2', '2', 7, '3', '4', '5');
    chat.turn.end();
    await expect.poll(chat.texts).toEqual(['<b>1</b>', '2', '3', '4']);
  });
});
