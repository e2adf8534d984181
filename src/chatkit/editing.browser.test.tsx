/** Changing a message that was sent: what is sent, what is shown, and that nothing is lost. */
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  assistantItem,
  done,
  options as streamOptions,
  renderChat,
  thread,
  userItem,
} from '../../test/harness/chat/render-chat.ts';

const file = { type: 'file', id: 'atc_1', name: 'order.pdf', mime_type: 'application/pdf' };
const items = {
  data: [
    userItem('msg_1', 'Where is my parcel?', 'thr_1', { attachments: [file], quoted_text: 'the parcel' }),
    assistantItem('msg_2', 'In Lyon.'),
    userItem('msg_3', 'And the other one?'),
    assistantItem('msg_4', 'In Paris.'),
  ],
  has_more: false,
};
const limits = { message_chars: 100, attachments: 5, edits: true };

interface Setup {
  answer?: object;
  messageActions?: string;
}

/** A conversation of two turns whose messages can be edited. */
async function conversation({ answer = {}, messageActions = 'edit' }: Setup = {}) {
  const given = { initialThread: 'thr_1' };
  /** The items on the server. */
  const stored = { ...items };
  const chat = await renderChat(given, {
    answers: { 'threads.get_by_id': () => ({ ...thread('thr_1', { items: stored }), limits, ...answer }) },
  });
  await chat.logs('In Paris.');
  chat.element.dataset['messageActions'] = messageActions;
  chat.setOptions(given);
  await expect.poll(() => chat.button('Copy message').elements()).toHaveLength(2);
  return { ...chat, stored };
}

type Chat = Awaited<ReturnType<typeof conversation>>;

async function startEditing(chat: Chat, which: 'first' | 'last') {
  await chat.button('Edit message')[which]().click();
  await chat.shows('You’re editing your message.');
}

const words = (chat: Chat) => chat.root().querySelector('[role="log"]')?.textContent ?? '';

describe('editing a message', () => {
  it('sends the new words in its place and removes what came after; the draft comes back', async () => {
    const chat = await conversation();
    await chat.type('a draft');
    await startEditing(chat, 'first');
    expect(chat.draft()).toBe('Where is my parcel?');
    await userEvent.keyboard('!{Enter}');
    const turn = await chat.next('threads.retry_after_item');
    expect(turn.body?.params).toEqual({
      thread_id: 'thr_1',
      item_id: 'msg_1',
      input: {
        content: [{ type: 'input_text', text: 'Where is my parcel?!' }],
        attachments: ['atc_1'],
        quoted_text: 'the parcel',
        inference_options: {},
      },
    });
    await chat.logs('Where is my parcel?!');
    expect(words(chat)).not.toContain('In Lyon.');
    expect(words(chat)).toContain('order.pdf');
    expect(chat.draft()).toBe('a draft');
    const edited = userItem('msg_1', 'Where is my parcel?!', 'thr_1', { attachments: [file] });
    turn.send(
      { type: 'thread.item.replaced', item: edited },
      streamOptions(true),
      done(assistantItem('msg_9', 'Here.')),
    );
    turn.end();
    await chat.logs('Here.');
    expect(words(chat)).not.toContain('In Paris.');
    expect(chat.draft()).toBe('a draft');
  });

  it.each(['Escape', 'the button'])('is cancelled by %s: the draft comes back and nothing is sent', async (way) => {
    const chat = await conversation();
    await chat.type('a draft');
    await startEditing(chat, 'last');
    if (way === 'Escape') await userEvent.keyboard('{Escape}');
    else await chat.button('Cancel').click();
    await expect.poll(chat.draft).toBe('a draft');
    await expect.poll(() => chat.button('Cancel').elements()).toEqual([]);
    expect(words(chat)).toContain('In Paris.');
    expect(chat.requests.map(({ type }) => type)).not.toContain('threads.retry_after_item');
  });

  it.each([
    ['refuses it', (turn: Awaited<ReturnType<Chat['next']>>) => turn.refuse(500)],
    ['cannot be reached', (turn: Awaited<ReturnType<Chat['next']>>) => turn.drop()],
    ['does not know the message', (turn: Awaited<ReturnType<Chat['next']>>) => (turn.send(), turn.end())],
  ])('leaves the conversation and the new words as they were if the server %s', async (_, fail) => {
    const chat = await conversation();
    await chat.type('a draft');
    await startEditing(chat, 'first');
    await userEvent.keyboard('!{Enter}');
    fail(await chat.next('threads.retry_after_item'));
    await chat.shows('Your change couldn’t be sent.');
    await expect.poll(chat.draft).toBe('Where is my parcel?!');
    expect(words(chat)).toContain('In Lyon.');
    expect(words(chat)).toContain('In Paris.');
    await chat.button('Cancel').click();
    await expect.poll(chat.draft).toBe('a draft');
  });

  it('can switch to another message, and keeps the original draft', async () => {
    const chat = await conversation();
    await chat.type('a draft');
    await startEditing(chat, 'first');
    await chat.button('Edit message').last().click();
    await expect.poll(chat.draft).toBe('And the other one?');
    await chat.button('Cancel').click();
    await expect.poll(chat.draft).toBe('a draft');
  });

  it('continues after a reload', async () => {
    const chat = await conversation();
    await chat.type('a draft');
    await startEditing(chat, 'last');
    await userEvent.keyboard(' Please.');
    chat.element.remove();
    const again = await conversation();
    await expect.poll(again.draft).toBe('And the other one? Please.');
    await again.button('Cancel').click();
    await expect.poll(again.draft).toBe('a draft');
  });

  it('keeps the text as a draft if the message no longer exists', async () => {
    const chat = await conversation();
    await startEditing(chat, 'last');
    chat.stored.data = items.data.slice(0, 2);
    await chat.element.fetchUpdates();
    await expect.poll(() => words(chat)).not.toContain('In Paris.');
    await userEvent.keyboard(' Please.{Enter}');
    await chat.shows('Your change couldn’t be sent.');
    await expect.poll(chat.draft).toBe('And the other one? Please.');
    await expect.poll(() => chat.button('Cancel').elements()).toEqual([]);
  });
});

describe('the edit button', () => {
  it.each([
    ['the server has not offered it', { answer: { limits: { message_chars: 100, attachments: 5 } } }],
    ['the page does not want it', { messageActions: 'time' }],
    ['the conversation is locked', { answer: { status: { type: 'locked' } } }],
  ])('is missing if %s', async (_, setup) => {
    const chat = await conversation(setup);
    expect(chat.button('Edit message').elements()).toEqual([]);
  });

  it('is disabled while an answer streams', async () => {
    const chat = await conversation();
    const turn = await chat.say('One more?');
    turn.send(done(userItem('msg_5', 'One more?')), streamOptions(true));
    await expect.element(chat.button('Edit message').first()).toBeDisabled();
    turn.end();
    await expect.element(chat.button('Edit message').first()).toBeEnabled();
  });
});
