/** Messages that are written and sent while an answer is on its way. */
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  assistantItem,
  done,
  firstTurn,
  options as streamOptions,
  renderChat,
  userItem,
} from '../../test/harness/chat/render-chat.ts';

/** A chat whose first answer is being written. */
async function answering(messageActions = 'queue', allowCancel = true) {
  const chat = await renderChat();
  chat.element.dataset['messageActions'] = messageActions;
  chat.setOptions({});
  const turn = await chat.say('one');
  turn.send(...firstTurn('one'), streamOptions(allowCancel));
  await chat.logs('one');
  await expect.poll(() => chat.named('chatkit.thread.change')).toHaveLength(1);
  const waiting = () => [...chat.root().querySelectorAll('.queue-words')].map(({ textContent }) => textContent);
  const sent = () => chat.requests.filter(({ type }) => type === 'threads.add_user_message').length;
  const queue = async (text: string) => {
    await chat.type(text);
    await userEvent.keyboard('{Enter}');
    await expect.poll(waiting).toContain(text);
  };
  return { ...chat, turn, waiting, sent, queue };
}

const textOf = ({ body }: { body: { params: Record<string, unknown> } | null }) =>
  /"text":"([^"]*)"/.exec(JSON.stringify(body?.params['input']))?.[1];

describe('a message sent while an answer is written', () => {
  it('waits outside the thread and follows when the answer has ended, in the order of writing', async () => {
    const chat = await answering();
    await chat.queue('two');
    await chat.queue('three');
    expect([chat.draft(), chat.sent(), chat.waiting()]).toEqual(['', 0, ['two', 'three']]);
    expect(chat.log().element().textContent).not.toContain('two');
    chat.turn.send(done(assistantItem('msg_2', 'First answer.')));
    chat.turn.end();
    const second = await chat.next('threads.add_user_message');
    expect(textOf(second)).toBe('two');
    await expect.poll(chat.waiting).toEqual(['three']);
    second.send(done(userItem('msg_3', 'two')), done(assistantItem('msg_4', 'Second answer.')));
    second.end();
    const third = await chat.next('threads.add_user_message');
    expect(textOf(third)).toBe('three');
    await expect.poll(chat.waiting).toEqual([]);
    third.send(done(userItem('msg_5', 'three')), done(assistantItem('msg_6', 'Third answer.')));
    third.end();
    await chat.logs('Third answer.');
    const log = chat.log().element().textContent ?? '';
    const places = ['First answer.', 'two', 'Second answer.', 'three', 'Third answer.'].map((text) =>
      log.indexOf(text),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(localStorage.length === 0 || !JSON.stringify({ ...localStorage }).includes('three')).toBe(true);
  });

  it('can be edited and removed', async () => {
    const chat = await answering();
    await chat.queue('two');
    await chat.queue('three');
    await chat.button('Delete').first().click();
    await expect.poll(chat.waiting).toEqual(['three']);
    await chat.button('Edit').click();
    await expect.poll(chat.waiting).toEqual([]);
    expect(chat.draft()).toBe('three');
    chat.turn.end();
    await expect.element(chat.button('Send message')).toBeEnabled();
    expect(chat.sent()).toBe(0);
  });

  it('is sent by a button beside Stop, which is there only when there is something to send', async () => {
    const chat = await answering();
    await expect.element(chat.button('Stop')).toBeVisible();
    expect(chat.button('Send message').elements()).toEqual([]);
    await chat.type('two');
    await chat.button('Send message').click();
    await expect.poll(chat.waiting).toEqual(['two']);
    await expect.element(chat.button('Stop')).toBeVisible();
  });

  it('can be sent if the answer cannot be stopped', async () => {
    const chat = await answering('queue', false);
    await chat.type('two');
    await chat.button('Send message').click();
    await expect.poll(chat.waiting).toEqual(['two']);
  });

  it.each([
    ['the visitor stops it', async (chat: Awaited<ReturnType<typeof answering>>) => chat.button('Stop').click()],
    ['it breaks off', async (chat: Awaited<ReturnType<typeof answering>>) => chat.turn.cut()],
    [
      'the server reports an error',
      async (chat: Awaited<ReturnType<typeof answering>>) => {
        chat.turn.send({ type: 'error', code: 'custom', message: 'Quota used up.', allow_retry: false });
        chat.turn.end();
      },
    ],
  ])('waits for the visitor if %s', async (_, end) => {
    const chat = await answering();
    await chat.queue('two');
    await expect.element(chat.button('Send now')).not.toBeInTheDocument();
    await end(chat);
    await expect.element(chat.button('Send now')).toBeVisible();
    expect(chat.sent()).toBe(0);
    // A new message is queued after it.
    await chat.type('three');
    await userEvent.keyboard('{Enter}');
    const next = await chat.next('threads.add_user_message');
    expect(textOf(next)).toBe('two');
    await expect.poll(chat.waiting).toEqual(['three']);
    next.end();
  });

  it('is sent by "Send now"', async () => {
    const chat = await answering();
    await chat.queue('two');
    chat.turn.cut();
    await chat.button('Send now').click();
    expect(textOf(await chat.next('threads.add_user_message'))).toBe('two');
    await expect.poll(chat.waiting).toEqual([]);
  });

  it('survives a reload, and is then shown as unsent', async () => {
    const chat = await answering();
    await chat.queue('two');
    chat.element.remove();
    const again = await renderChat({ initialThread: 'thr_1' }, { answers: { 'threads.get_by_id': { ...chatThread } } });
    await again.logs('two');
    await again.shows('Not sent');
  });

  it('stays in the text field if the page has no queue', async () => {
    const chat = await answering('edit');
    await chat.type('two');
    await userEvent.keyboard('{Enter}');
    expect([chat.draft(), chat.waiting()]).toEqual(['two', []]);
    expect(chat.button('Send message').elements()).toEqual([]);
  });
});

const chatThread = {
  id: 'thr_1',
  created_at: '2026-11-22T10:00:00Z',
  status: { type: 'active' },
  metadata: {},
  items: { data: [userItem('msg_1', 'one')], has_more: false },
};
