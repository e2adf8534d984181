/** Messages that cannot be sent at once: when they are sent by themselves, in which order, and what the visitor can do. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pass, soon, useQuickClock } from '../../test/harness/chat/quick-clock.ts';
import {
  assistantItem,
  done,
  firstTurn,
  onCleanup,
  options,
  renderChat,
  thread,
  userItem,
  type Chat,
} from '../../test/harness/chat/render-chat.ts';

beforeEach(useQuickClock);
afterEach(() => vi.restoreAllMocks());

const honoursKeys = { 'threads.list': { data: [], has_more: false, resumable: true } };
/** From now on, or until it is called again with true. */
function setOnline(isOnline: boolean) {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
}

/** The text below a message that waits or failed. */
const notes = (chat: Chat) =>
  [...chat.root().querySelectorAll('.user-message .failure')].map(
    (note) => `${note.getAttribute('role')}: ${note.querySelector('span')?.textContent}`,
  );
const shownTexts = (chat: Chat) =>
  [...chat.root().querySelectorAll('.user-message .bubble')].map(({ textContent }) => textContent);
const sent = (chat: Chat) =>
  chat.requests
    .filter(({ type }) => type === 'threads.create' || type === 'threads.add_user_message')
    .map(({ params }) => (params as { input: { content: { text: string }[] } }).input.content[0]?.text);

/** Answers the turn that is asked for next. */
async function answerNext(chat: Chat, number: number) {
  const turn = await soon(chat.next('threads.create', 'threads.add_user_message'));
  const text = sent(chat).at(-1) ?? '';
  const begun = turn.body?.type === 'threads.create' ? [{ type: 'thread.created', thread: thread('thr_1') }] : [];
  turn.send(...begun, done(userItem(`msg_${number}`, text)), options(true));
  turn.send(done(assistantItem(`ans_${number}`, `Answer ${number}.`)));
  turn.end();
  await chat.logs(`Answer ${number}.`);
  return turn;
}

const offlineNote = 'status: You’re offline. We’ll send your message when you’re back online.';
const waitingNote = 'status: Couldn’t connect. We’ll send your message when the connection is back.';
const busyNote = 'status: The service is busy. We’ll send your message in a moment.';

describe('a message that is sent automatically', () => {
  it('was written offline: it is sent when the visitor is online, in order and once', async () => {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('first')).drop();
    await expect.poll(() => notes(chat)).toEqual([offlineNote]);
    await chat.type('second{Enter}');
    await expect.poll(() => notes(chat)).toEqual([offlineNote, offlineNote]);
    expect(sent(chat)).toEqual(['first']);
    setOnline(true);
    await answerNext(chat, 1);
    await answerNext(chat, 2);
    expect(sent(chat)).toEqual(['first', 'first', 'second']);
    expect(shownTexts(chat)).toEqual(['first', 'second']);
    await expect.poll(() => notes(chat)).toEqual([]);
    await expect.poll(() => Object.keys(localStorage)).toEqual([]);
  });

  it.each([
    ['503', 503],
    ['429', 429],
  ])('was refused for now with %s: it is sent after the time that the server names', async (_, status) => {
    const chat = await renderChat();
    const refusedAt = performance.now();
    (await chat.say('hello')).refuse(status, { 'Retry-After': '3' });
    await expect.poll(() => notes(chat)).toEqual([busyNote]);
    await answerNext(chat, 1);
    expect(performance.now() - refusedAt).toBeGreaterThan(2900);
    expect(sent(chat)).toEqual(['hello', 'hello']);
  });

  it('was lost on its way to a server that honours keys: it has the same key', async () => {
    const chat = await renderChat({}, { answers: honoursKeys });
    const first = await chat.say('hello');
    first.drop();
    for (let attempt = 0; attempt < 3; attempt += 1) (await soon(chat.next('threads.create'))).drop();
    await expect.poll(() => notes(chat)).toEqual([waitingNote]);
    const again = await answerNext(chat, 1);
    expect(again.chatdock).toEqual(first.chatdock);
    expect(shownTexts(chat)).toEqual(['hello']);
  });

  it('keeps its place above a later one when it is refused again, and is soon tried once more', async () => {
    const chat = await renderChat();
    const busy = { 'Retry-After': '1' };
    (await chat.say('first')).refuse(503, busy);
    await expect.poll(() => notes(chat)).toEqual([busyNote]);
    await chat.type('second{Enter}');
    await expect.poll(() => notes(chat)).toEqual([busyNote, busyNote]);
    (await soon(chat.next('threads.create'))).refuse(503, busy);
    const refusedAt = performance.now();
    await expect.poll(() => notes(chat)).toEqual([busyNote, busyNote]);
    expect(shownTexts(chat)).toEqual(['first', 'second']);
    const turn = await soon(chat.next('threads.create'));
    expect(performance.now() - refusedAt).toBeLessThan(6000);
    turn.send(...firstTurn('first'));
    await expect.poll(() => shownTexts(chat)).toEqual(['first', 'second']);
    turn.send(done(assistantItem('ans_1', 'Answer 1.')));
    turn.end();
    await answerNext(chat, 2);
    expect(sent(chat)).toEqual(['first', 'first', 'first', 'second']);
    expect(shownTexts(chat)).toEqual(['first', 'second']);
  });

  it('was answered by the network, for example with a login page', async () => {
    const chat = await renderChat({}, { answers: honoursKeys });
    const first = await chat.say('hello');
    first.showPage();
    for (let attempt = 0; attempt < 3; attempt += 1) (await soon(chat.next('threads.create'))).showPage();
    await expect.poll(() => notes(chat)).toEqual([waitingNote]);
    expect((await answerNext(chat, 1)).chatdock).toEqual(first.chatdock);
    expect(shownTexts(chat)).toEqual(['hello']);
  });

  it('has its place by when it was written, whatever the clock says', async () => {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('first')).drop();
    await expect.poll(() => notes(chat)).toHaveLength(1);
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now - 10 * 60_000);
    await chat.type('second{Enter}');
    await expect.poll(() => notes(chat)).toHaveLength(2);
    chat.element.remove();
    const next = await renderChat();
    await expect.poll(() => shownTexts(next), { timeout: 10_000 }).toEqual(['first', 'second']);
    setOnline(true);
    await answerNext(next, 1);
    await answerNext(next, 2);
    expect(sent(next)).toEqual(['first', 'second']);
  });

  it('was kept by an earlier page, with those after it', async () => {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('first')).drop();
    await expect.poll(() => notes(chat)).toHaveLength(1);
    await chat.type('second{Enter}');
    await expect.poll(() => notes(chat)).toHaveLength(2);
    chat.element.remove();
    const next = await renderChat();
    await expect.poll(() => shownTexts(next), { timeout: 10_000 }).toEqual(['first', 'second']);
    expect(notes(next)).toEqual([offlineNote, offlineNote]);
    setOnline(true);
    await answerNext(next, 1);
    await answerNext(next, 2);
    expect(sent(next)).toEqual(['first', 'second']);
  });

  it.each<[string, () => void]>([
    [
      'the browser’s storage is full',
      () =>
        vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
          throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
        }),
    ],
    [
      'there are no locks, as without HTTPS',
      () => {
        const locks = Object.getOwnPropertyDescriptor(Navigator.prototype, 'locks') ?? {};
        Reflect.deleteProperty(Navigator.prototype, 'locks');
        onCleanup(() => Object.defineProperty(Navigator.prototype, 'locks', locks));
      },
    ],
  ])('waits and is sent in order and once where %s', async (_, harm) => {
    harm();
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('first')).drop();
    await expect.poll(() => notes(chat)).toHaveLength(1);
    for (const text of ['second', 'third']) await chat.type(`${text}{Enter}`);
    await expect.poll(() => notes(chat)).toHaveLength(3);
    await chat.button('Delete').nth(1).click();
    await expect.poll(() => shownTexts(chat)).toEqual(['first', 'third']);
    setOnline(true);
    await answerNext(chat, 1);
    await answerNext(chat, 2);
    expect(sent(chat)).toEqual(['first', 'first', 'third']);
    await expect.poll(() => notes(chat)).toEqual([]);
    expect(chat.errors().map(({ name }) => name)).toEqual(['NetworkError']);
  });

  it('was removed in another tab: it is not sent, and is gone here too', async () => {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('first')).drop();
    await expect.poll(() => notes(chat)).toEqual([offlineNote]);
    localStorage.removeItem('chatkit:draft:unsent:new');
    setOnline(true);
    await soon(expect.poll(() => shownTexts(chat)).toEqual([]));
    await pass(60_000);
    expect(sent(chat)).toEqual(['first']);
  });
});

describe('messages of a conversation that is not on screen', () => {
  /** Two messages wait in a conversation that the visitor has left for a new one. */
  async function leaveWaiting() {
    const chat = await renderChat();
    const begun = await chat.say('hello');
    begun.send(...firstTurn('hello'), done(assistantItem('ans_1', 'Answer 1.')));
    begun.end();
    await chat.logs('Answer 1.');
    setOnline(false);
    await chat.type('first{Enter}');
    (await soon(chat.next('threads.add_user_message'))).drop();
    await expect.poll(() => notes(chat)).toEqual([offlineNote]);
    await chat.type('second{Enter}');
    await expect.poll(() => notes(chat)).toHaveLength(2);
    await chat.element.setThreadId(null);
    await expect.poll(() => shownTexts(chat)).toEqual([]);
    return chat;
  }

  it('are sent when the network is back, in order and once, and nothing is shown', async () => {
    const chat = await leaveWaiting();
    setOnline(true);
    for (const [number, text] of [
      [2, 'first'],
      [3, 'second'],
    ] as const) {
      const turn = await soon(chat.next('threads.add_user_message'));
      expect(turn.body?.params['thread_id']).toBe('thr_1');
      expect(turn.chatdock).toMatchObject({ key: expect.any(String), resume: true });
      expect(sent(chat).at(-1)).toBe(text);
      turn.send(done(userItem(`msg_${number}`, text)), options(true));
      turn.send(done(assistantItem(`ans_${number}`, `Answer ${number}.`)));
      turn.end();
    }
    await expect.poll(() => Object.keys(localStorage)).toEqual([]);
    expect(shownTexts(chat)).toEqual([]);
    expect(sent(chat)).toEqual(['hello', 'first', 'first', 'second']);
  });

  it('are sent by a later page that shows another conversation', async () => {
    const chat = await leaveWaiting();
    chat.element.remove();
    setOnline(true);
    const next = await renderChat();
    const turn = await soon(next.next('threads.add_user_message'));
    expect(sent(next)).toEqual(['first']);
    turn.refuse(503, { 'Retry-After': '1' });
    const again = await soon(next.next('threads.add_user_message'));
    expect(again.chatdock).toEqual(turn.chatdock);
    again.send(done(userItem('msg_2', 'first')), options(true));
    again.end();
    await soon(next.next('threads.add_user_message'));
    expect(sent(next)).toEqual(['first', 'first', 'second']);
  });

  it('are shown in a new one when the conversation was deleted elsewhere', async () => {
    const chat = await leaveWaiting();
    setOnline(true);
    for (const text of ['first', 'second']) {
      (await soon(chat.next('threads.add_user_message'))).refuse(404);
      await expect.poll(() => localStorage.getItem('chatkit:draft:unsent:new')).toContain(`"${text}"`);
    }
    expect(localStorage.getItem('chatkit:draft:unsent:thr_1')).toBeNull();
    chat.element.remove();
    const next = await renderChat();
    await expect.poll(() => shownTexts(next), { timeout: 10_000 }).toEqual(['first', 'second']);
    await next.button('Delete').first().click();
    await expect.poll(() => shownTexts(next)).toEqual(['second']);
  });

  it('are not resent automatically if they may have arrived', async () => {
    const chat = await leaveWaiting();
    setOnline(true);
    (await soon(chat.next('threads.add_user_message'))).drop();
    await pass(60_000);
    expect(sent(chat)).toEqual(['hello', 'first', 'first']);
    expect(localStorage.getItem('chatkit:draft:unsent:thr_1')).toContain('"sendsItself":false');
  });
});

describe('a message that is not sent without asking', () => {
  it('may have reached a server that does not honour keys', async () => {
    const chat = await renderChat();
    (await chat.say('hello')).drop();
    await expect.poll(() => notes(chat)).toEqual(['alert: Couldn’t connect. Your message is saved.']);
    setOnline(true);
    await pass(60_000);
    expect(sent(chat)).toEqual(['hello']);
  });

  it('was on its way when the network went, to a server that does not honour keys', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    setOnline(false);
    turn.drop();
    await expect.poll(() => notes(chat)).toEqual(['alert: Couldn’t connect. Your message is saved.']);
  });

  it.each([
    ['is more than an hour old', 61],
    ['is of an unknown age, because the clock was set back since', -61],
  ])('%s', async (_, minutes) => {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('hello')).drop();
    await expect.poll(() => notes(chat)).toEqual([offlineNote]);
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + minutes * 60_000);
    setOnline(true);
    await expect.poll(() => notes(chat)).toEqual(['alert: This message is more than an hour old. Send it now?']);
    expect(sent(chat)).toEqual(['hello']);
    await chat.button('Try again').click();
    await answerNext(chat, 1);
  });

  it('must wait longer than a minute', async () => {
    const chat = await renderChat();
    (await chat.say('hello')).refuse(429, { 'Retry-After': '90' });
    await expect.poll(() => notes(chat)).toHaveLength(1);
    expect(notes(chat)[0]).toContain('alert: ');
    expect(notes(chat)[0]).toContain('90 seconds');
  });
});

describe('a message that waits', () => {
  async function twoWaiting() {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('first')).drop();
    await expect.poll(() => notes(chat)).toHaveLength(1);
    await chat.type('second{Enter}');
    await expect.poll(() => notes(chat)).toHaveLength(2);
    return chat;
  }

  it('can be removed, and is not sent', async () => {
    const chat = await twoWaiting();
    await chat.button('Delete').first().click();
    await expect.poll(() => shownTexts(chat)).toEqual(['second']);
    setOnline(true);
    await answerNext(chat, 1);
    expect(sent(chat)).toEqual(['first', 'second']);
    expect(shownTexts(chat)).toEqual(['second']);
  });

  it('can be edited: it goes back to the text field, before what is written there', async () => {
    const chat = await twoWaiting();
    await chat.type('third');
    await chat.button('Edit').first().click();
    await expect.poll(() => chat.draft()).toBe('first\nthird');
    expect(shownTexts(chat)).toEqual(['second']);
    await chat.focuses('Message the AI');
    expect(localStorage.getItem('chatkit:draft:new')).toContain('"first"');
    expect(localStorage.getItem('chatkit:draft:unsent:new')).not.toContain('"first"');
  });

  it('keeps its quote when it is edited', async () => {
    const chat = await renderChat();
    setOnline(false);
    await chat.element.setComposerValue({ text: 'this one?', reply: 'a lamp' });
    await chat.type('{Enter}');
    (await soon(chat.next('threads.create'))).drop();
    await expect.poll(() => notes(chat)).toHaveLength(1);
    await chat.button('Edit').click();
    await expect.poll(() => chat.draft()).toBe('this one?');
    setOnline(true);
    await chat.type('{Enter}');
    const { body } = await soon(chat.next('threads.create'));
    expect(body?.params).toMatchObject({ input: { quoted_text: 'a lamp' } });
  });

  it('is one of at most twenty; the text field keeps the next one', async () => {
    const chat = await renderChat();
    setOnline(false);
    (await chat.say('message 0')).drop();
    await expect.poll(() => notes(chat)).toHaveLength(1);
    for (let count = 1; count < 20; count += 1) await chat.type(`message ${count}{Enter}`);
    // Only what is near the view is drawn.
    const atEnd = () => {
      chat.root().querySelector('.thread')?.scrollTo({ top: 1e6, behavior: 'instant' });
      return shownTexts(chat);
    };
    await expect.poll(atEnd).toContain('message 19');
    await chat.type('one too many{Enter}');
    await chat.shows('We’ll send your message');
    expect(chat.draft()).toBe('one too many');
    expect(atEnd()).not.toContain('one too many');
  });
});
