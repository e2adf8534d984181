/** Header, history, start screen and disclaimer. */
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { firstTurn, renderChat, thread, userItem } from '../../../test/harness/chat/render-chat.ts';
import { nameOfDay } from '../history/group-by-day.ts';

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const dayOf = (at: string) => nameOfDay(new Date(at), new Date(), 'en');
const threads = [
  thread('thr_3', { title: 'Newest', created_at: daysAgo(0) }),
  thread('thr_2', { created_at: daysAgo(3), status: { type: 'closed' } }),
  thread('thr_1', { title: 'Oldest', created_at: daysAgo(30) }),
];
const answers = {
  'threads.list': { data: threads, has_more: false },
  'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
    thread(thread_id, {
      title: `Title of ${thread_id}`,
      items: { data: [userItem('msg_1', `in ${thread_id}`, thread_id)], has_more: false },
    }),
};
const rows = () =>
  page
    .getByRole('region', { name: 'Conversation history' })
    .getByRole('listitem')
    .elements()
    .map((row) => row.querySelector('.history-title')?.textContent);
const title = (name: string) =>
  expect.element(page.getByRole('heading', { name, exact: true, level: 2 })).toBeVisible();

describe('header', () => {
  it("shows the thread's title, the title from the options, or nothing [E096]", async () => {
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await title('Title of thr_1');
    chat.setOptions({ header: { title: { text: 'Parcel help' } } });
    await title('Parcel help');
    chat.setOptions({ header: { title: { text: '' } } });
    await expect.poll(() => chat.root().querySelector('.conversation .header-title')).toBeNull();
    chat.setOptions({ header: { title: { enabled: false } } });
    await expect.poll(() => chat.root().querySelector('.conversation .header-title')).toBeNull();
    await expect.element(chat.button('New chat')).toBeVisible();
  });

  it('calls onClick without arguments from actions on both sides, which show their icon [E097]', async () => {
    const calls: unknown[][] = [];
    await renderChat({
      header: {
        leftAction: { icon: 'sidebar-left', onClick: (...args: unknown[]) => void calls.push(['left', ...args]) },
        rightAction: { icon: 'dark-mode', onClick: (...args: unknown[]) => void calls.push(['right', ...args]) },
      },
    }).then(async (chat) => {
      await chat.button('Sidebar').click();
      await chat.button('Dark mode').click();
      await expect
        .poll(() => chat.button('Dark mode').element().querySelector('svg')?.dataset['icon'])
        .toBe('dark-mode');
      const [left, right] = [chat.button('Sidebar').element(), chat.button('Dark mode').element()].map(
        (element) => element.getBoundingClientRect().left,
      );
      expect(left).toBeLessThan(right ?? 0);
    });
    expect(calls).toEqual([['left'], ['right']]);
  });

  it('shows a new title from the server at once in header and history [E101]', async () => {
    const named = thread('thr_1', { title: 'About hello', created_at: daysAgo(0) });
    const list: unknown[] = [];
    const chat = await renderChat({}, { answers: { 'threads.list': () => ({ data: list, has_more: false }) } });
    await chat.element.showHistory();
    await chat.shows('No conversations yet');
    await chat.element.hideHistory();
    const turn = await chat.say('hello');
    list.push(named);
    turn.send(...firstTurn('hello'), { type: 'thread.updated', thread: named });
    await title('About hello');
    await chat.element.showHistory();
    await expect.element(chat.button('About hello')).toBeVisible();
    turn.end();
  });
});

describe('history', () => {
  it('lists titles newest first, with a default for none; choosing one loads it [E098]', async () => {
    const chat = await renderChat({}, { answers });
    await chat.button('Conversation history').click();
    await expect.poll(rows).toEqual(['Newest', 'Untitled conversation', 'Oldest']);
    expect(
      page
        .getByRole('heading', { level: 3 })
        .elements()
        .map(({ textContent }) => textContent),
    ).toEqual(['Today', dayOf(daysAgo(3)), dayOf(daysAgo(30))]);
    await chat.button('Oldest').click();
    await chat.logs('in thr_1');
    expect(page.getByRole('region', { name: 'Conversation history' }).elements()).toEqual([]);
    expect(chat.named('chatkit.thread.load.end')).toEqual([{ threadId: 'thr_1' }]);
  });

  it('renames and deletes through requests, unless these are turned off [E099]', async () => {
    localStorage.setItem('chatkit:draft:thr_3', '{"content":[{"type":"input_text","text":"half a thought"}]}');
    const unsent = { input: { content: [], attachments: [] }, attachments: [], firstSentAt: 1, key: 'a-key' };
    localStorage.setItem('chatkit:draft:unsent:thr_3', JSON.stringify([unsent]));
    localStorage.setItem('chatkit:draft:unsent:*', '["thr_3"]');
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await title('Title of thr_1');
    await chat.button('Conversation history').click();
    await chat.button('Rename: Oldest').click();
    await userEvent.keyboard('A better name{Enter}');
    let request = await chat.next('threads.update');
    expect(request.body?.params).toEqual({ thread_id: 'thr_1', title: 'A better name' });
    request.reply(thread('thr_1', { title: 'A better name' }));
    await expect.element(chat.button('A better name')).toBeVisible();
    await chat.button('Delete: Newest').click();
    await chat.focuses('Cancel');
    await chat.button('Delete').click();
    request = await chat.next('threads.delete');
    expect(request.body?.params).toEqual({ thread_id: 'thr_3' });
    request.reply({});
    await expect.poll(rows).toEqual(['Untitled conversation', 'A better name']);
    // Its unsent text is deleted too.
    await expect.poll(() => Object.keys(localStorage)).toEqual([]);
    chat.setOptions({ history: { showDelete: false, showRename: false } });
    await expect.poll(() => page.getByRole('button', { name: /^(Delete|Rename)/ }).elements()).toEqual([]);
    chat.setOptions({ history: { enabled: false } });
    await expect.poll(() => chat.button('Conversation history').elements()).toEqual([]);
  });

  it('starts a new thread when the current one is deleted, and stays open [E052 E100]', async () => {
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await chat.logs('in thr_1');
    await chat.button('Conversation history').click();
    await chat.button('Delete: Oldest').click();
    await chat.button('Delete').click();
    (await chat.next('threads.delete')).reply({});
    await expect.poll(() => chat.named('chatkit.thread.change').at(-1)).toEqual({ threadId: null });
    await expect.element(page.getByRole('region', { name: 'Conversation history' })).toBeVisible();
    expect(chat.named('chatkit.history.close')).toEqual([]);
  });

  it('traps the keyboard focus, and returns it when Escape closes the list', async () => {
    const chat = await renderChat({}, { answers });
    await chat.button('Conversation history').click();
    await chat.focuses('Back to chat');
    expect(chat.root().querySelector('.conversation')?.hasAttribute('inert')).toBe(true);
    await userEvent.keyboard('{Escape}');
    await chat.focuses('Conversation history');
  });
});

describe('start screen', () => {
  it('greets, sends a prompt on click, and disappears with the first message [E102 E103 E104]', async () => {
    const chat = await renderChat({
      startScreen: { prompts: [{ label: 'Track a parcel', prompt: 'Where is my parcel?', icon: 'cube' }] },
    });
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    await expect.poll(() => chat.button('Track a parcel').element().querySelector('svg')?.dataset['icon']).toBe('cube');
    await chat.button('Track a parcel').click();
    const turn = await chat.next();
    expect(turn.body?.params['input']).toMatchObject({
      content: [{ type: 'input_text', text: 'Where is my parcel?' }],
    });
    await chat.logs('Where is my parcel?');
    expect(chat.button('Track a parcel').elements()).toEqual([]);
    turn.send(...firstTurn('Where is my parcel?'));
    turn.end();
  });
});

it('without prompts, the greeting is in the middle, below a picture if there is room', async () => {
  const chat = await renderChat();
  const middle = (selector: string) => {
    const box = chat.root().querySelector(selector)?.getBoundingClientRect();
    return box && box.height > 0 ? Math.round(box.left + box.width / 2) : null;
  };
  await expect.poll(() => middle('.mark')).toBe(middle('.start'));
  expect(middle('.greeting')).toBe(middle('.start'));
  const logo = Object.assign(document.createElement('img'), { slot: 'start-logo', alt: '' });
  chat.element.append(logo);
  await expect.poll(() => middle('.mark')).toBe(null);
  logo.remove();
  const { parentElement: frame } = chat.element;
  if (frame) frame.style.height = '256px';
  await expect.poll(() => middle('.greeting')).not.toBe(null);
  expect(middle('.mark')).toBe(null);
  if (frame) frame.style.height = '';
  chat.setOptions({ startScreen: { prompts: [{ label: 'Track a parcel', prompt: 'Where is it?' }] } });
  await expect.element(chat.button('Track a parcel')).toBeVisible();
  expect(chat.root().querySelector('.mark')).toBeNull();
});

describe('the disclaimer', () => {
  it('is Markdown below the composer, optionally high contrast; links open a new tab [E092]', async () => {
    const chat = await renderChat({ disclaimer: { text: 'May be **wrong**. [Terms](https://example.com/terms)' } });
    const link = page.getByRole('link', { name: 'Terms' });
    await expect.element(link).toBeVisible();
    expect(link.element().getAttribute('rel')).toContain('noopener');
    const print = chat.root().querySelector('.disclaimer');
    const composer = chat.root().querySelector('.composer');
    expect(print?.querySelector('strong')?.textContent).toBe('wrong');
    expect(print?.getBoundingClientRect().top).toBeGreaterThanOrEqual(
      composer?.getBoundingClientRect().bottom ?? Infinity,
    );
    const quiet = print && getComputedStyle(print).color;
    chat.setOptions({ disclaimer: { text: 'May be wrong.', highContrast: true } });
    await expect
      .poll(() => getComputedStyle(chat.root().querySelector('.disclaimer') ?? document.body).color)
      .not.toBe(quiet);
  });
});
