/** Leaving the page while a message is being sent: the message is neither lost nor sent twice. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { assistantItem, done, firstTurn, renderChat, thread, userItem } from '../../test/harness/chat/render-chat.ts';

/** Created just now: a page that is left before it has loaded the list of conversations knows a new one by its time. */
const begun = (...items: unknown[]) => {
  const created_at = new Date().toISOString();
  return {
    'threads.list': { data: [thread('thr_1', { created_at })], has_more: false },
    'threads.get_by_id': thread('thr_1', { created_at, items: { data: items, has_more: false } }),
  };
};
const storedKeys = () => Object.keys(localStorage);

describe('a first message, if its page is left before the server answers', () => {
  async function leave() {
    const chat = await renderChat();
    await chat.say('precious words');
    chat.element.remove();
    return chat;
  }

  it('is in the thread that it created, which the next page opens', async () => {
    await leave();
    const next = await renderChat(
      {},
      { answers: begun(userItem('msg_1', 'precious words'), assistantItem('msg_2', 'Here.')) },
    );
    await next.logs('precious words');
    await next.logs('Here.');
    expect(next.named('chatkit.thread.change')).toEqual([{ threadId: 'thr_1' }]);
    expect(next.draft()).toBe('');
    await expect.poll(storedKeys).toEqual([]);
  });

  it('is unsent on the next page if the server lacks it, and is sent once on request', async () => {
    await leave();
    const next = await renderChat(
      {},
      {
        answers: {
          'threads.list': { data: [thread('thr_0')], has_more: false },
          'threads.get_by_id': thread('thr_0', {
            items: { data: [userItem('msg_0', 'other words')], has_more: false },
          }),
        },
      },
    );
    await next.complains('Not sent');
    await next.logs('precious words');
    await expect.poll(() => localStorage.getItem('chatkit:draft:unsent:new')).toContain('precious words');
    await next.button('Try again').click();
    const turn = await next.next('threads.create');
    expect(turn.body?.params).toMatchObject({ input: { content: [{ text: 'precious words' }] } });
    turn.send(...firstTurn('precious words'));
    turn.end();
    await expect.poll(() => page.getByRole('alert').elements()).toEqual([]);
    await expect.poll(storedKeys).toEqual([]);
  });

  it('is not lost if the visitor pressed "New chat" at once', async () => {
    const chat = await renderChat();
    await chat.say('precious words');
    await chat.button('New chat').click();
    await chat.complains('Not sent');
    await chat.logs('precious words');
  });

  it("does not appear in the visitor's new chat if the server has it", async () => {
    const answers: Record<string, unknown> = begun(userItem('msg_1', 'precious words'));
    const lists = [{ data: [], has_more: false }, answers['threads.list']];
    const chat = await renderChat(
      {},
      { answers: { ...answers, 'threads.list': () => (lists.length > 1 ? lists.shift() : lists[0]) } },
    );
    await chat.say('precious words');
    await chat.button('New chat').click();
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    await expect.poll(storedKeys).toEqual([]);
    expect(page.getByRole('alert').elements()).toEqual([]);
  });
});

describe('a later message, if its page is left before the server accepts it', () => {
  async function leave(...items: unknown[]) {
    const answers = begun(...items);
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await chat.logs('the same again');
    await chat.say('the same again');
    chat.element.remove();
  }
  const before = userItem('msg_1', 'the same again');

  it('is shown as unsent, even if the same text was sent before', async () => {
    await leave(before);
    const next = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { ...begun(before), 'items.list': { data: [before], has_more: false } } },
    );
    await next.complains('Not sent');
    await next.button('Try again').click();
    const turn = await next.next('threads.add_user_message');
    turn.send(done(userItem('msg_3', 'the same again')));
    turn.end();
    await expect.poll(() => page.getByRole('alert').elements()).toEqual([]);
    await expect.poll(storedKeys).toEqual([]);
  });

  it('is shown once if the server has it', async () => {
    await leave(before);
    const next = await renderChat(
      { initialThread: 'thr_1' },
      { answers: begun(before, userItem('msg_3', 'the same again'), assistantItem('msg_4', 'Again.')) },
    );
    await next.logs('Again.');
    expect(page.getByRole('alert').elements()).toEqual([]);
    expect(next.root().querySelectorAll('.user-message')).toHaveLength(2);
    await expect.poll(storedKeys).toEqual([]);
  });
});
