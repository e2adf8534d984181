/** Messages that the server did not get: each reason has its own message, and no text is lost or sent twice. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  answered,
  assistantItem,
  done,
  firstTurn,
  listOf,
  options,
  renderChat,
  thread,
  threadOfWords,
  userItem,
  type Exchange,
} from '../../test/harness/chat/render-chat.ts';

const refusals: {
  name: string;
  refuse: (exchange: Exchange) => void;
  says: string;
  canRetry: boolean;
  error: string;
}[] = [
  {
    name: 'the server cannot be reached',
    refuse: (exchange) => exchange.drop(),
    says: 'Couldn’t connect',
    canRetry: true,
    error: 'NetworkError',
  },
  {
    name: '401',
    refuse: (exchange) => exchange.refuse(401),
    says: 'no longer signed in',
    canRetry: true,
    error: 'HttpError',
  },
  {
    name: '403',
    refuse: (exchange) => exchange.refuse(403),
    says: 'have permission to do this',
    canRetry: false,
    error: 'HttpError',
  },
  {
    name: '404 where there is no conversation yet',
    refuse: (exchange) => exchange.refuse(404),
    says: 'available right now',
    canRetry: true,
    error: 'HttpError',
  },
  { name: '413', refuse: (exchange) => exchange.refuse(413), says: 'too long', canRetry: false, error: 'HttpError' },
  {
    name: '429',
    refuse: (exchange) => exchange.refuse(429, { 'Retry-After': '120' }),
    says: 'Try again in 120 seconds',
    canRetry: true,
    error: 'HttpError',
  },
  {
    name: '500',
    refuse: (exchange) => exchange.refuse(500),
    says: 'went wrong on our side',
    canRetry: true,
    error: 'HttpError',
  },
  {
    name: 'a page of HTML',
    refuse: (exchange) => exchange.reply('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
    says: 'went wrong on our side',
    canRetry: true,
    error: 'StreamError',
  },
];

describe('a message that failed to send', () => {
  it.each(refusals)('stays visible with a plain message: $name [E057]', async ({ refuse, says, canRetry, error }) => {
    const chat = await renderChat();
    refuse(await chat.say('precious words'));
    await chat.complains(says);
    await chat.logs('precious words');
    expect(chat.root().querySelector('.root')?.textContent).not.toMatch(/TypeError|Failed to fetch|undefined/);
    expect(chat.errors().map(({ name }) => name)).toEqual([error]);
    expect(chat.button('Try again').elements()).toHaveLength(canRetry ? 1 : 0);
    expect(chat.named('chatkit.response.start')).toEqual([]);
    await expect.element(page.getByRole('textbox', { name: 'Message the AI' })).toBeVisible();
  });

  it('is not sent to another thread opened while the server is asked about it', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_2' },
      { answers: { 'threads.list': listOf('The other'), 'threads.get_by_id': threadOfWords } },
    );
    await chat.logs('Words of thr_2');
    (await chat.say('only for this one')).drop();
    await chat.button('Try again').click();
    const search = await chat.next('items.list');
    await chat.button('Conversation history').click();
    await chat.button('The other').click();
    await chat.logs('Words of thr_1');
    search.reply({ data: [], has_more: false });
    const turn = await chat.say('something else');
    expect(turn.body?.params).toMatchObject({ thread_id: 'thr_1', input: { content: [{ text: 'something else' }] } });
    turn.send(done(userItem('msg_7', 'something else')), done(assistantItem('msg_8', 'Else.')));
    turn.end();
    await chat.logs('Else.');
    expect(chat.log().element().textContent).not.toContain('only for this one');
    expect(chat.requests.filter(({ type }) => type === 'threads.add_user_message')).toHaveLength(2);
  });

  it('is not sent twice: if the server has it, asks for its answer instead', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      {
        answers: {
          'threads.get_by_id': thread('thr_1', { items: { data: [userItem('msg_0', 'before')], has_more: false } }),
        },
      },
    );
    await chat.logs('before');
    (await chat.say('order one pizza')).drop();
    await chat.button('Try again').click();
    const check = await chat.next('items.list');
    check.reply({ data: [userItem('msg_7', 'order one pizza'), userItem('msg_0', 'before')], has_more: false });
    const turn = await chat.next();
    expect(turn.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_1', item_id: 'msg_7' } });
    turn.send(options(true), done(assistantItem('msg_8', 'One pizza.')));
    turn.end();
    await chat.logs('One pizza.');
    expect(chat.log().element().textContent?.split('order one pizza')).toHaveLength(2);
    expect(chat.requests.filter(({ type }) => type === 'threads.add_user_message')).toHaveLength(1);
  });

  it('is not sent twice if it was the first: opens the thread that the server created', async () => {
    const begun = thread('thr_9', {
      items: { data: [userItem('msg_7', 'order one pizza', 'thr_9')], has_more: false },
    });
    const old = thread('thr_1', { title: 'Another pizza' });
    let list = [old];
    const chat = await renderChat(
      {},
      { answers: { 'threads.list': () => ({ data: list, has_more: false }), 'threads.get_by_id': begun } },
    );
    await expect.poll(() => chat.requests.length).toBe(1);
    await chat.element.fetchUpdates();
    (await chat.say('order one pizza')).drop();
    list = [begun, old];
    await chat.button('Try again').click();
    const turn = await chat.next();
    expect(turn.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_9', item_id: 'msg_7' } });
    turn.send(options(true), done(assistantItem('msg_8', 'One pizza.', 'thr_9')));
    turn.end();
    await chat.logs('One pizza.');
    expect(chat.log().element().textContent?.split('order one pizza')).toHaveLength(2);
    expect(chat.requests.filter(({ type }) => type === 'threads.create')).toHaveLength(1);
    expect(chat.requests.filter(({ type }) => type === 'threads.get_by_id')).toEqual([
      { type: 'threads.get_by_id', params: { thread_id: 'thr_9' } },
    ]);
    expect(chat.named('chatkit.thread.change')).toEqual([{ threadId: 'thr_9' }]);
  });

  it('is not sent twice without a list of threads: finds a new thread that begins with it', async () => {
    const sentAt = () => new Date().toISOString();
    const begun = () =>
      thread('thr_9', {
        created_at: sentAt(),
        items: { data: [userItem('msg_7', 'order one pizza', 'thr_9')], has_more: false },
      });
    const chat = await renderChat(
      { history: { enabled: false } },
      {
        answers: {
          'threads.list': () => ({ data: [begun(), thread('thr_1')], has_more: false }),
          'threads.get_by_id': begun,
        },
      },
    );
    (await chat.say('order one pizza')).drop();
    await chat.button('Try again').click();
    const turn = await chat.next();
    expect(turn.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_9', item_id: 'msg_7' } });
    turn.send(options(true), done(assistantItem('msg_8', 'One pizza.', 'thr_9')));
    turn.end();
    await chat.logs('One pizza.');
    expect(chat.requests.filter(({ type }) => type === 'threads.create')).toHaveLength(1);
    // An older thread that began with the same text is a different one.
    expect(chat.requests.filter(({ type }) => type === 'threads.get_by_id')).toHaveLength(1);
  });

  it('is sent once, and not stopped, by a double click on the button', async () => {
    const chat = await renderChat();
    await chat.type('precious words');
    await chat.button('Send message').dblClick();
    const turn = await chat.next('threads.create');
    turn.send(...firstTurn('precious words'), done(assistantItem('msg_2', 'Here.')));
    turn.end();
    await chat.logs('Here.');
    expect(turn.isAborted).toBe(false);
    expect(chat.requests.filter(({ type }) => type === 'threads.create')).toHaveLength(1);
    expect(page.getByRole('alert').elements()).toEqual([]);
  });

  it('is shown again after a reload, and the text field keeps its own draft', async () => {
    const answers = {
      'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
        thread(thread_id, { items: { data: [userItem('msg_0', `in ${thread_id}`, thread_id)], has_more: false } }),
    };
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await chat.logs('in thr_1');
    (await chat.say('precious words')).drop();
    await chat.complains('Couldn’t connect');
    await chat.type('and more');
    await chat.element.setThreadId('thr_2');
    await chat.logs('in thr_2');
    expect(chat.draft()).toBe('');
    await chat.element.setThreadId('thr_1');
    await chat.logs('precious words');
    await chat.complains('Not sent');
    expect(chat.draft()).toBe('and more');
    await chat.type('{Enter}');
    (await chat.next('threads.add_user_message')).drop();
    await chat.logs('and more');
    expect(chat.draft()).toBe('');
    chat.element.remove();

    const reloaded = await renderChat({ initialThread: 'thr_1' }, { answers });
    await expect
      .poll(() => [...reloaded.root().querySelectorAll('.user-message .bubble')].map(({ textContent }) => textContent))
      .toEqual(['in thr_1', 'precious words', 'and more']);
    expect(reloaded.draft()).toBe('');
  });

  it('is deleted from storage once it has been sent', async () => {
    const chat = await renderChat();
    (await chat.say('precious words')).drop();
    await chat.complains('Couldn’t connect');
    await expect.poll(() => localStorage.getItem('chatkit:draft:unsent:new')).toContain('precious words');
    await chat.button('Try again').click();
    const turn = await chat.next('threads.create');
    turn.send(...firstTurn('precious words'));
    turn.end();
    await expect.poll(() => Object.keys(localStorage)).toEqual([]);
  });

  it('does not block the next message, and keeps its place', async () => {
    const chat = await renderChat();
    (await chat.say('first')).drop();
    await chat.complains('Couldn’t connect');
    await answered(chat, 'Answer to the second.', 'second');
    await chat.logs('first');
    await expect.element(chat.button('Try again')).toBeEnabled();
  });
});
