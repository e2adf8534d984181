/** Message actions beyond ChatKit's: copy your own message, see times, rate older answers, listen. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { assistantItem, renderChat, thread, userItem } from '../../../../test/harness/chat/render-chat.ts';

const items = {
  data: [
    userItem('msg_1', 'Where is my parcel?'),
    assistantItem('msg_2', 'It left **Lyon** on Monday.'),
    userItem('msg_3', 'And when does it arrive?'),
    assistantItem('msg_4', 'On Friday.'),
  ],
  has_more: false,
};

/** A conversation of two turns in an element with these actions. */
async function conversation(messageActions: string, options = {}) {
  const given = { initialThread: 'thr_1', ...options };
  const chat = await renderChat(given, { answers: { 'threads.get_by_id': thread('thr_1', { items }) } });
  await chat.logs('On Friday.');
  chat.element.dataset['messageActions'] = messageActions;
  chat.setOptions(given);
  await expect.poll(() => chat.button('Copy message').elements()).toHaveLength(2);
  return chat;
}

describe("a visitor's own message", () => {
  it('can be copied', async () => {
    const clipboard = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const chat = await conversation('');
    await chat.button('Copy message').first().click();
    expect(clipboard).toHaveBeenCalledExactlyOnceWith('Where is my parcel?');
    clipboard.mockRestore();
  });

  it('shows its actions when the pointer or the focus is on it, and takes no room for them', async () => {
    const chat = await conversation('time');
    const own = chat.root().querySelector('.user_message .turn-actions');
    if (!(own instanceof HTMLElement)) throw new Error('The message has no actions.');
    const opacity = () => getComputedStyle(own).opacity;
    const { height } = own.closest('.item')?.getBoundingClientRect() ?? { height: 0 };
    await userEvent.hover(chat.editor());
    await expect.poll(opacity).toBe('0');
    chat.button('Copy message').first().element().focus();
    await expect.poll(opacity).toBe('1');
    expect(own.closest('.item')?.getBoundingClientRect().height).toBe(height);
    const answer = chat.root().querySelector('.assistant_message .ck-md');
    expect(own.getBoundingClientRect().bottom).toBeLessThanOrEqual(answer?.getBoundingClientRect().top ?? 0);
  });
});

describe('the time of a message', () => {
  it('is shown for each message if the page turns it on, in a `time` element', async () => {
    const chat = await conversation('time');
    const times = () => [...chat.root().querySelectorAll<HTMLTimeElement>('.turn-actions time')];
    await expect.poll(times).toHaveLength(4);
    expect(times()[0]?.dateTime).toBe('2026-11-22T10:00:00.000Z');
    const [time] = times();
    if (!time) return;
    await userEvent.hover(time);
    const tip = () => chat.root().querySelector('.tip')?.textContent;
    await expect.poll(tip).toContain('2026');
    // The browser's own tooltip would show as well.
    expect(time.title).toBe('');
  });

  it('is left out if it is off', async () => {
    const chat = await conversation('rate');
    expect(chat.root().querySelectorAll('time')).toHaveLength(0);
  });
});

describe('thumbs', () => {
  it('are under older answers too if the page turns that on, and rate their own answer', async () => {
    const chat = await conversation('rate', { threadItemActions: { feedback: true } });
    await expect.poll(() => chat.button('Helpful').elements()).toHaveLength(2);
    await chat.button('Helpful').first().click();
    const request = await chat.next('items.feedback');
    expect(request.body?.params['item_ids']).toEqual(['msg_2']);
    request.reply({});
  });

  it('show thanks only under the answer that was rated last', async () => {
    const options = { threadItemActions: { feedback: true } };
    const chat = await conversation('rate', options);
    const thanked = () =>
      [...chat.root().querySelectorAll('.item')].filter((item) => item.querySelector('slot[name="feedback"]'));
    for (const [name, words] of [
      ['Helpful', 'It left Lyon'],
      ['Helpful', 'On Friday.'],
      ['Not helpful', 'It left Lyon'],
    ] as const) {
      const buttons = chat.button(name);
      await (words === 'On Friday.' ? buttons.last() : buttons.first()).click();
      (await chat.next('items.feedback')).reply({});
      await expect
        .poll(() =>
          thanked()
            .map(({ textContent }) => textContent)
            .join(),
        )
        .toContain(words);
      expect(thanked()).toHaveLength(1);
    }
  });

  it('are under the last answer alone otherwise', async () => {
    const chat = await conversation('time', { threadItemActions: { feedback: true } });
    await expect.element(chat.button('Helpful')).toBeVisible();
  });
});

describe('reading aloud', () => {
  const utterances: SpeechSynthesisUtterance[] = [];
  const cancel = vi.fn();
  beforeEach(() => {
    vi.spyOn(speechSynthesis, 'speak').mockImplementation((utterance) => void utterances.push(utterance));
    vi.spyOn(speechSynthesis, 'cancel').mockImplementation(cancel);
  });
  afterEach(() => {
    utterances.length = 0;
    cancel.mockClear();
    vi.restoreAllMocks();
  });
  const end = () => utterances.at(-1)?.dispatchEvent(new Event('end'));

  it('speaks an answer without its marks, in its language, until the end', async () => {
    const chat = await conversation('speak');
    await chat.button('Read aloud').first().click();
    expect(utterances.map(({ text, lang }) => [text, lang])).toEqual([['It left Lyon on Monday.', 'en']]);
    await expect.element(chat.button('Stop reading')).toBeVisible();
    end();
    await expect.poll(() => chat.button('Read aloud').elements()).toHaveLength(2);
  });

  it('stops by its button, and when another answer is read', async () => {
    const chat = await conversation('speak');
    await chat.button('Read aloud').first().click();
    await chat.button('Read aloud').last().click();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(utterances.at(-1)?.text).toBe('On Friday.');
    await expect.poll(() => chat.button('Stop reading').elements()).toHaveLength(1);
    await chat.button('Stop reading').click();
    expect(cancel).toHaveBeenCalledTimes(2);
    await expect.poll(() => chat.button('Read aloud').elements()).toHaveLength(2);
  });

  it.each([
    ['the chat is hidden', (element: HTMLElement) => (element.style.visibility = 'hidden')],
    ['the chat leaves the page', (element: HTMLElement) => element.remove()],
    ['the page is left', () => dispatchEvent(new PageTransitionEvent('pagehide'))],
  ])('stops when %s', async (_, close) => {
    const chat = await conversation('speak');
    await chat.button('Read aloud').last().click();
    expect(cancel).not.toHaveBeenCalled();
    close(chat.element);
    await expect.poll(() => cancel.mock.calls.length).toBe(1);
    dispatchEvent(new PageTransitionEvent('pageshow'));
  });

  it('stops when a new conversation begins', async () => {
    const chat = await conversation('speak');
    await chat.button('Read aloud').last().click();
    await chat.element.setThreadId(null);
    await expect.poll(() => cancel.mock.calls.length).toBe(1);
  });

  it('tells the visitor when no voice can speak', async () => {
    const chat = await conversation('speak');
    await chat.button('Read aloud').last().click();
    utterances[0]?.dispatchEvent(new Event('error'));
    await chat.shows('That didn’t work.');
    await expect.poll(() => chat.button('Read aloud').elements()).toHaveLength(2);
  });
});
