/** Failures: each kind has its own message and its own way to recover, and typed text is never lost. */
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  added,
  answered,
  assistantItem,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
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

const listOf = (title: string) => ({ data: [thread('thr_1', { title })], has_more: false });
const threadOfWords = ({ thread_id: id }: { thread_id: string }) =>
  thread(id, { items: { data: [userItem('m', `Words of ${id}`, id)], has_more: false } });

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

describe('an answer that breaks off', () => {
  it("keeps the text so far, and retries from the visitor's message [E049 E126]", async () => {
    const chat = await renderChat();
    let turn = await chat.say('tell me');
    turn.send(...firstTurn('tell me'), added(assistantItem('msg_2', '')), delta('msg_2', 'Once upon'));
    await chat.logs('Once upon');
    turn.cut();
    await chat.complains('Connection lost');
    await chat.logs('Once upon');
    await chat.button('Try again').click();
    turn = await chat.next();
    expect(turn.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_1', item_id: 'msg_1' } });
    expect(chat.log().element().textContent).not.toContain('Once upon');
    turn.send(done(assistantItem('msg_3', 'The whole story.')));
    turn.end();
    await chat.logs('The whole story.');
    expect(chat.errors()).toHaveLength(1);
  });

  it("shows the server's message after the last item, with a retry only if it allows one [E126]", async () => {
    const chat = await renderChat();
    let turn = await chat.say('one');
    turn.send(...firstTurn('one'), done(assistantItem('msg_2', 'Partly.')), {
      type: 'error',
      code: 'custom',
      message: 'Quota used up.',
      allow_retry: false,
    });
    turn.end();
    await chat.complains('Quota used up.');
    expect(chat.button('Try again').elements()).toEqual([]);
    const alert = page.getByRole('alert').element();
    expect(alert.compareDocumentPosition(page.getByRole('log').getByText('Partly.').element())).toBe(
      Node.DOCUMENT_POSITION_PRECEDING,
    );
    turn = await chat.say('two');
    turn.send(done(userItem('msg_3', 'two')), { type: 'error', code: 'stream.error', allow_retry: true });
    turn.end();
    await chat.complains('Something went wrong while answering.');
    await chat.button('Try again').click();
    turn = await chat.next();
    expect(turn.body?.params).toEqual({ thread_id: 'thr_1', item_id: 'msg_3' });
    turn.send(done(assistantItem('msg_9', 'Better.')));
    turn.end();
    await chat.logs('Better.');
    expect(page.getByRole('alert').elements()).toEqual([]);
    expect(chat.errors().map(({ message }) => message)).toEqual([
      'Quota used up.',
      expect.stringContaining('stream.error'),
    ]);
  });

  it('tells the visitor that the server is slow [E113]', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const chat = await renderChat();
    const turn = await chat.say('hello?');
    await chat.logs('Thinking');
    const slow = timers.mock.calls.findLast(([, ms]) => ms === 12_000)?.[0] as () => void;
    slow();
    await chat.logs('This is taking longer than usual');
    turn.send(...firstTurn('hello?'), done(assistantItem('msg_2', 'Here I am.')));
    await chat.logs('Here I am.');
    expect(chat.log().element().textContent).not.toContain('longer than usual');
    turn.end();
    timers.mockRestore();
  });
});

describe('partial failures', () => {
  it('a history that fails to load leaves the composer usable and can be retried', async () => {
    const chat = await renderChat({}, { answers: { 'threads.list': null } });
    (await chat.next('threads.list')).refuse(500);
    await expect.poll(() => chat.errors().map(({ name }) => name)).toEqual(['HistoryViewError']);
    const turn = await chat.say('works');
    turn.send(...firstTurn('works'));
    turn.end();
    await chat.button('Conversation history').click();
    (await chat.next('threads.list')).refuse(500);
    await chat.complains('Couldn’t load your conversations');
    await chat.button('Try again').click();
    (await chat.next('threads.list')).reply({ data: [thread('thr_1', { title: 'There it is' })], has_more: false });
    await expect.element(chat.button('There it is')).toBeVisible();
  });

  it('a failed rename restores the title and reports it', async () => {
    const chat = await renderChat({}, { answers: { 'threads.list': listOf('As it was') } });
    await chat.button('Conversation history').click();
    await chat.button('Rename: As it was').click();
    await userEvent.keyboard('As it should be{Enter}');
    await expect.element(chat.button('As it should be')).toBeVisible();
    (await chat.next('threads.update')).refuse(500);
    await chat.shows('Couldn’t rename');
    await expect.element(chat.button('As it was')).toBeVisible();
    expect(chat.button('As it should be').elements()).toEqual([]);
    expect(chat.errors().map(({ name }) => name)).toEqual(['HistoryViewError']);
  });

  it('a failed rename does not affect a thread opened meanwhile', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_2' },
      {
        answers: {
          'threads.list': listOf('As it was'),
          'threads.get_by_id': threadOfWords,
        },
      },
    );
    await chat.logs('Words of thr_2');
    await chat.button('Conversation history').click();
    await chat.button('Rename: As it was').click();
    await userEvent.keyboard('As it should be{Enter}');
    await chat.button('As it should be').click();
    await chat.logs('Words of thr_1');
    (await chat.next('threads.update')).refuse(500);
    await chat.shows('Couldn’t rename');
    const turn = await chat.say('Where does this go?');
    expect(turn.body?.params['thread_id']).toBe('thr_1');
  });

  it('a rename of another thread, and its failure, leave the title of the thread on screen alone', async () => {
    const answers = {
      'threads.list': { data: [thread('thr_1', { title: 'As it was' })], has_more: false },
      'threads.get_by_id': ({ thread_id: id }: { thread_id: string }) => ({
        ...threadOfWords({ thread_id: id }),
        title: 'On screen',
      }),
    };
    const chat = await renderChat({ initialThread: 'thr_2' }, { answers });
    const title = () => chat.root().querySelector('.header-title')?.textContent;
    await expect.poll(title).toBe('On screen');
    await chat.button('Conversation history').click();
    await chat.button('Rename: As it was').click();
    await userEvent.keyboard('As it should be{Enter}');
    const request = await chat.next('threads.update');
    await chat.button('Back to the chat').click();
    expect(title()).toBe('On screen');
    request.refuse(500);
    await chat.shows('Couldn’t rename');
    expect(title()).toBe('On screen');
  });

  it('a deletion that fails leaves the thread on screen', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.list': listOf('As it was'), 'threads.get_by_id': threadOfWords } },
    );
    await chat.logs('Words of thr_1');
    await chat.button('Conversation history').click();
    await chat.button('Delete: As it was').click();
    await chat.button('Delete').click();
    (await chat.next('threads.delete')).refuse(500);
    await chat.shows('Couldn’t delete');
    await chat.button('Back to the chat').click();
    const turn = await chat.say('still here?');
    expect(turn.body?.params['thread_id']).toBe('thr_1');
    turn.drop();
  });

  it('a failed deletion keeps the row and reports it', async () => {
    const chat = await renderChat({}, { answers: { 'threads.list': listOf('As it was') } });
    await chat.button('Conversation history').click();
    await chat.button('Delete: As it was').click();
    await chat.button('Delete').click();
    (await chat.next('threads.delete')).refuse(500);
    await chat.shows('Couldn’t delete');
    await expect.element(chat.button('As it was')).toBeVisible();
    expect(chat.errors().map(({ name }) => name)).toEqual(['HistoryViewError']);
  });

  it('a thread that fails to load shows an error and a way back to the start', async () => {
    const chat = await renderChat();
    const shown = chat.element.setThreadId('thr_404');
    (await chat.next('threads.get_by_id')).refuse(500);
    await shown;
    await chat.shows('Couldn’t load the conversation');
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    expect(chat.errors().map(({ name }) => name)).toEqual(['ThreadLoadError']);
  });
});
