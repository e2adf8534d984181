/** Quoting: text that a visitor selects in an answer, by mouse or keyboard, becomes the quote of a reply. */
import { afterEach, describe, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import {
  assistantItem,
  done,
  firstTurn,
  renderChat,
  thread,
  userItem,
  type RenderOptions,
  type Chat,
} from '../../test/harness/chat/render-chat.ts';
import { rangeAround } from './ui/selection.ts';

const send = (name: string, params: object) =>
  (cdp() as unknown as { send(name: string, params: object): Promise<unknown> }).send(name, params);
const answer =
  'It **shipped** on Monday.\n\nIt comes in\ntwo parcels:\n\n- a lamp\n- a shade\n\n```\nconst a = 1;\nconst b = 2;\n```\n';
const items = (text = answer) => ({
  data: [
    userItem('msg_1', 'Where is it?'),
    assistantItem('msg_2', text),
    userItem('msg_3', 'Really?'),
    assistantItem('msg_4', 'Yes, really.'),
  ],
  has_more: false,
});

async function openThread(options: RenderOptions = {}, text?: string) {
  const chat = await renderChat(
    { initialThread: 'thr_1', ...options },
    { answers: { 'threads.get_by_id': thread('thr_1', { items: items(text) }) } },
  );
  await expect.poll(() => chat.root().querySelectorAll('.ck-md').length).toBe(2);
  await chat.settle();
  return chat;
}

/** The position of a text on screen: the middle of its first and of its last character. */
function spot(chat: Chat, text: string) {
  const walker = document.createTreeWalker(chat.root(), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.textContent?.indexOf(text) ?? -1;
    if (at < 0 || node.parentElement?.closest('.hidden')) continue;
    const box = (from: number, to: number) => {
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      return range.getBoundingClientRect();
    };
    const [first, last] = [box(at, at + 1), box(at + text.length - 1, at + text.length)];
    const isRightToLeft = last.left < first.left;
    const middle = (first.top + first.bottom) / 2;
    return {
      start: { x: isRightToLeft ? first.right - 1 : first.left + 1, y: middle },
      end: { x: isRightToLeft ? last.left + 1 : last.right - 1, y: (last.top + last.bottom) / 2 },
      top: first.top,
      bottom: last.bottom,
    };
  }
  throw new Error(`Nowhere on screen: ${text}`);
}

/**
 * The tests run in a frame of the page that receives the mouse. Coordinates are whole pixels, because Chromium's driver
 * selects nothing for fractions.
 */
function mouse(type: string, { x, y }: { x: number; y: number }, more: object = {}) {
  const frame = window.frameElement?.getBoundingClientRect();
  const scale = frame ? frame.width / innerWidth : 1;
  return send('Input.dispatchMouseEvent', {
    type,
    x: Math.round((frame?.left ?? 0) + x * scale),
    y: Math.round((frame?.top ?? 0) + y * scale),
    button: 'left',
    buttons: type === 'mouseReleased' ? 0 : 1,
    clickCount: 1,
    ...more,
  });
}

async function drag(chat: Chat, from: string, to = from, { hold = false } = {}) {
  // Clear the selection, because pressing on it would start a drag, and wait until nothing moves.
  document.getSelection()?.removeAllRanges();
  let before = '';
  await expect
    .poll(() => [before, (before = JSON.stringify([spot(chat, from), spot(chat, to)]))].every((at) => at === before), {
      interval: 60,
    })
    .toBe(true);
  const [{ start }, { end }] = [spot(chat, from), spot(chat, to)];
  await mouse('mouseMoved', start, { buttons: 0 });
  await mouse('mousePressed', start);
  await mouse('mouseMoved', { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 });
  await mouse('mouseMoved', end);
  if (!hold) await mouse('mouseReleased', end);
}

const reply = () => page.getByRole('button', { name: 'Reply to this' });
const isGone = () => expect.poll(() => reply().elements()).toEqual([]);
const quote = (chat: Chat) => chat.root().querySelector('.quote-text')?.textContent;
const selected = (chat: Chat) => rangeAround(chat.log().element())?.toString();
const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

afterEach(() => document.getSelection()?.removeAllRanges());

describe('selecting text in an answer', () => {
  it('offers a reply: the quote shows above the text field, and is sent with the message [E091]', async () => {
    const chat = await openThread();
    await drag(chat, 'on Monday');
    await reply().click();
    await expect.poll(() => quote(chat)).toBe('on Monday');
    expect(chat.root().activeElement).toBe(chat.editor());
    await isGone();
    const [outer, inner] = ['.composer', '.quote'].map((name) =>
      chat.root().querySelector(name)?.getBoundingClientRect(),
    );
    expect(inner?.left).toBeGreaterThan(outer?.left ?? Infinity);
    expect(inner?.right).toBeLessThan(outer?.right ?? 0);
    const turn = await chat.say('Why so late?');
    expect(turn.body?.params['input']).toMatchObject({
      quoted_text: 'on Monday',
      content: [{ type: 'input_text', text: 'Why so late?' }],
    });
    turn.send(done(userItem('msg_5', 'Why so late?', 'thr_1', { quoted_text: 'on Monday' })));
    turn.end();
    await expect.poll(() => chat.root().querySelector('.user-message .quoted')?.textContent).toBe('on Monday');
    expect(quote(chat)).toBeUndefined();
  });

  it('quotes text as displayed: one line per block, code unchanged, no buttons', async () => {
    const chat = await openThread();
    await drag(chat, 'shipped', 'const b = 2;');
    await reply().click();
    await expect
      .poll(() => quote(chat))
      .toBe('shipped on Monday.\nIt comes in two parcels:\na lamp\na shade\nconst a = 1;\nconst b = 2;');
  });

  it('shows a long address in one line of the quote, and sends all of it', async () => {
    const chat = await openThread();
    const reply = `A page\nhttps://shop.example/${'path/'.repeat(40)}\nThe selected text`;
    await chat.element.setComposerValue({ reply });
    await expect.poll(() => quote(chat)).toBe(reply);
    const address = chat.root().querySelector('.quote-address');
    const box = chat.root().querySelector('.quote-text');
    expect(address?.scrollWidth).toBeGreaterThan(address?.clientWidth ?? Infinity);
    const lineHeight = parseFloat(getComputedStyle(box ?? document.body).lineHeight);
    expect(Math.round((box?.clientHeight ?? 0) / lineHeight)).toBe(3);
  });

  it('quotes one paragraph on a triple click, without the next one', async () => {
    const chat = await openThread();
    const { start } = spot(chat, 'Yes, really.');
    for (const clickCount of [1, 2, 3]) {
      await mouse('mousePressed', start, { clickCount });
      await mouse('mouseReleased', start, { clickCount });
    }
    await reply().click();
    await expect.poll(() => quote(chat)).toBe('Yes, really.');
  });

  it('offers no reply for own messages, several messages, or while the button is held', async () => {
    const chat = await openThread();
    await drag(chat, 'Where is it?');
    await frames();
    expect(reply().elements()).toEqual([]);
    await drag(chat, 'a shade', 'Yes, really.');
    await frames();
    expect(reply().elements()).toEqual([]);
    await drag(chat, 'a lamp', 'a lamp', { hold: true });
    await frames();
    expect(reply().elements()).toEqual([]);
    await mouse('mouseReleased', spot(chat, 'a lamp').end);
    await expect.element(reply()).toBeVisible();
  });

  it('hides the button with the selection, and on Escape, which keeps the selection', async () => {
    const chat = await openThread();
    await drag(chat, 'a lamp');
    await expect.element(reply()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await isGone();
    expect(selected(chat)).toBe('a lamp');
    await drag(chat, 'a shade');
    await expect.element(reply()).toBeVisible();
    const { start } = spot(chat, 'on Monday');
    await mouse('mousePressed', start);
    await mouse('mouseReleased', start);
    await isGone();
    expect(quote(chat)).toBeUndefined();
  });

  it('does not interfere with copying', async () => {
    const chat = await openThread();
    await drag(chat, 'on Monday');
    await expect.element(reply()).toBeVisible();
    const copied: string[] = [];
    document.addEventListener('copy', () => copied.push(selected(chat) ?? ''), { once: true });
    await userEvent.keyboard('{Control>}c{/Control}');
    expect(copied).toEqual(['on Monday']);
    await expect.element(reply()).toBeVisible();
  });

  it('works by keyboard: Shift+arrows select, Tab moves to the button, Enter quotes', async () => {
    const chat = await openThread();
    const { start } = spot(chat, 'a lamp');
    await mouse('mousePressed', start, { clickCount: 1 });
    await mouse('mouseReleased', start, { clickCount: 1 });
    await mouse('mousePressed', start, { clickCount: 2 });
    await mouse('mouseReleased', start, { clickCount: 2 });
    await userEvent.keyboard('{Shift>}{Control>}{ArrowRight}{ArrowRight}{/Control}{/Shift}');
    await expect.element(reply()).toBeVisible();
    await userEvent.keyboard('{Tab}');
    await chat.focuses('Reply to this');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => quote(chat)).toMatch(/^a lamp/);
    expect(chat.root().activeElement).toBe(chat.editor());
    await drag(chat, 'on Monday');
    await expect.element(reply()).toBeVisible();
    await userEvent.keyboard('{Tab}');
    await chat.focuses('Reply to this');
    await userEvent.keyboard('{Escape}');
    await isGone();
    expect(chat.root().activeElement).toBe(chat.log().element());
  });

  it('offers no reply if the visitor cannot write one', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.get_by_id': thread('thr_1', { items: items(), status: { type: 'closed' } }) } },
    );
    await expect.poll(() => chat.root().querySelectorAll('.ck-md').length).toBe(2);
    await drag(chat, 'on Monday');
    await frames();
    expect(selected(chat)).toBe('on Monday');
    expect(reply().elements()).toEqual([]);
  });
});

describe('the position of the button', () => {
  const box = () => reply().element().getBoundingClientRect();

  it.each([
    {
      direction: 'ltr',
      locale: 'en',
      name: 'Reply to this',
      text: 'It shipped on Monday. It comes in two parcels, which is one more than there should be.',
      word: 'shipped',
    },
    {
      direction: 'rtl',
      locale: 'ar',
      name: 'الرد على هذا',
      text: 'تم شحن الطلب يوم الاثنين، وسيصل في طردين بدلا من طرد واحد كما كان متوقعا في البداية.',
      word: 'الطلب',
    },
  ])('is beside the text, inside the thread, without covering it: $direction', async ({ locale, name, text, word }) => {
    const chat = await openThread({ locale: locale as 'en' }, text);
    for (const width of ['480px', '390px', '280px']) {
      if (chat.element.parentElement) chat.element.parentElement.style.width = width;
      await frames();
      await drag(chat, word);
      const button = page.getByRole('button', { name });
      await expect.element(button).toBeVisible();
      await chat.settle();
      const at = button.element().getBoundingClientRect();
      const view = chat.log().element().getBoundingClientRect();
      const words = spot(chat, word);
      expect(at.left).toBeGreaterThanOrEqual(view.left);
      expect(at.right).toBeLessThanOrEqual(view.right);
      expect(at.top).toBeGreaterThanOrEqual(view.top);
      expect(at.bottom <= words.top || at.top >= words.bottom).toBe(true);
      const near = locale === 'ar' ? Math.abs(at.right - words.start.x) : Math.abs(at.left - words.start.x);
      expect(width === '480px' ? near : 0).toBeLessThan(24);
      expect(Math.min(at.width, at.height)).toBeGreaterThanOrEqual(24);
    }
  });

  it('follows its text while scrolling, and hides with it', async () => {
    const chat = await openThread({}, `${'A line of text that is here to be scrolled.\n\n'.repeat(30)}${answer}`);
    await drag(chat, 'a lamp');
    await expect.element(reply()).toBeVisible();
    await chat.settle();
    const before = box().top - spot(chat, 'a lamp').top;
    const log = chat.log().element();
    log.scrollTop -= 60;
    await frames();
    expect(Math.abs(box().top - spot(chat, 'a lamp').top - before)).toBeLessThan(2);
    log.scrollTop = 0;
    await isGone(); // while its text is out of view
    expect(selected(chat)).toBe('a lamp');
  });
});

describe('a quote in the draft', () => {
  it('survives a reload and can be removed, which keeps the focus in the text', async () => {
    const answers = { 'threads.get_by_id': thread('thr_1', { items: items() }) };
    const chat = await openThread();
    await drag(chat, 'on Monday');
    await reply().click();
    await expect.poll(() => quote(chat)).toBe('on Monday');
    chat.element.remove();
    const reloaded = await renderChat({ initialThread: 'thr_1' }, { answers });
    await expect.poll(() => quote(reloaded)).toBe('on Monday');
    await reloaded.button('Remove the quoted text').click();
    await expect.poll(() => quote(reloaded)).toBeUndefined();
    expect(reloaded.root().activeElement).toBe(reloaded.editor());
    expect(Object.keys(localStorage)).toEqual([]);
    const turn = await reloaded.say('Never mind.');
    expect(turn.body?.params['input']).toMatchObject({ quoted_text: '' });
    turn.send(...firstTurn('Never mind.'));
    turn.end();
  });
});
