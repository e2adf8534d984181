/** Failures of answers, lists and threads: each has its own message and its own way to recover. */
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  added,
  assistantItem,
  delta,
  done,
  firstTurn,
  listOf,
  renderChat,
  thread,
  threadOfWords,
  userItem,
} from '../../test/harness/chat/render-chat.ts';

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
    await chat.button('Back to chat').click();
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
    await chat.button('Back to chat').click();
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
