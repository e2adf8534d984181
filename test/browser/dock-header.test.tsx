/** The dock's header at every width: what is in the bar, what is in its menu, and how much of the title is there. */
import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ChatWidget, type ChatWidgetProps } from '../../src/index.ts';
import { createMockFetch } from '../../src/mock/mock-fetch.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

const patience = { timeout: 15_000 };
const root = () => document.querySelector('chat-dock')?.shadowRoot;
const find = (selector: string) =>
  waitFor(() => {
    const found = root()?.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector} yet.`);
    return found;
  }, patience);
const labels = () => [...(root()?.querySelectorAll('.bar > button') ?? [])].map((button) => button.ariaLabel);
const entries = () =>
  [...(root()?.querySelectorAll('[role=menuitem]') ?? [])].map((entry) => entry.querySelector('span')?.textContent);
const press = async (label: string) => userEvent.click(await find(`.bar > button[aria-label="${label}"]`));

/** Opens a dock in a window of this width. */
async function openDock(props: Partial<ChatWidgetProps>, width = 1280) {
  const { innerWidth, innerHeight } = window;
  await page.viewport(width, 720);
  onTestFinished(() => page.viewport(innerWidth, innerHeight));
  const fetch = createMockFetch({ url: '*/chatkit', delayMs: 0 });
  render(
    <ChatWidget
      apiUrl="/chatkit"
      persist="none"
      defaultOpen
      chatkit={{ api: { url: '/chatkit', domainKey: 'local', fetch } }}
      {...props}
    />,
  );
  await find('.panel[data-open] .title');
  // Measured once it is laid out.
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}

/** How many characters of the title are not behind the sign that it is cut. */
function shownOfTitle(): number {
  const title = root()?.querySelector('.title');
  const text = title?.firstChild;
  if (!title || !(text instanceof Text)) return 0;
  const box = title.getBoundingClientRect();
  const isCut = title.scrollWidth > title.clientWidth;
  // A title of two lines hides the lines below them.
  const isSeen = (range: Range) => range.getBoundingClientRect().bottom <= box.bottom + 0.5;
  const room = box.width - (isCut ? Number.parseFloat(getComputedStyle(title).fontSize) : 0);
  const range = document.createRange();
  range.setStart(text, 0);
  for (let end = text.length; end > 0; end--) {
    range.setEnd(text, end);
    if (isSeen(range) && range.getBoundingClientRect().width <= room + 0.5) return end;
  }
  return 0;
}

const everything = ['history', 'new', 'theme', 'keys', 'fullscreen', 'close'] as const;

describe('the title', () => {
  it.each([
    ['English', 'Wunderkammer support', {}],
    ['wide letters', 'WWWWWWWWWWWWWWWWWW', {}],
    ['Japanese', 'お客様サポートセンターの窓口', {}],
    ['a picture and a line', 'Wunderkammer support', { avatar: '/favicon.ico', status: 'Answers in seconds' }],
    ['every button in the bar', 'WWWWWWWWWWWWWWWWWW', { header: everything }],
    ['right to left', 'مرحبًا بكم في متجر العجائب', { dir: 'rtl' as const, locale: 'ar' }],
  ])('is never cut below twelve characters, with %s', async (_, title, props) => {
    await openDock({ title, ...props }, 320);
    for (const width of [320, 360, 390, 480, 641, 1280]) {
      await page.viewport(width, 720);
      await waitFor(() => expect(shownOfTitle(), `${width} px`).toBeGreaterThanOrEqual(12), patience);
      const bar = await find('.bar');
      expect(bar.scrollWidth, `${width} px`).toBeLessThanOrEqual(bar.clientWidth);
      expect(labels().at(-1)).toMatch(/Close chat|إغلاق/);
    }
  });

  it('is never cut in a narrow panel, because buttons move into the menu', async () => {
    await openDock({ title: 'Wunderkammer support', width: 280 });
    // A wide font leaves no room for the history either.
    await waitFor(() => expect(labels().slice(-2)).toEqual(['More options', 'Close chat']), patience);
    expect(labels()).not.toContain('New chat');
    expect(shownOfTitle()).toBeGreaterThanOrEqual(12);
    await press('More options');
    await find('[role=menu]');
    const moved = ['New chat', 'Switch to dark mode', 'Keyboard shortcuts', 'Enter fullscreen'];
    expect(entries()).toEqual(labels().includes('Conversation history') ? moved : ['Conversation history', ...moved]);
  });
});

describe('the bar', () => {
  it('holds history, new chat, fullscreen and close; the menu holds the rest', async () => {
    await openDock({ title: 'Help' });
    expect(labels()).toEqual(['Conversation history', 'New chat', 'Enter fullscreen', 'More options', 'Close chat']);
    await press('More options');
    await find('[role=menu]');
    expect(entries()).toEqual(['Switch to dark mode', 'Keyboard shortcuts']);
  });

  it('holds what the owner chose, and no menu if nothing is left for it', async () => {
    await openDock({ title: 'Help', header: everything });
    expect(labels()).toEqual([
      'Conversation history',
      'New chat',
      'Switch to dark mode',
      'Keyboard shortcuts',
      'Enter fullscreen',
      'Close chat',
    ]);
  });

  it('has no fullscreen button on a phone, where the panel has the whole width', async () => {
    await openDock({ title: 'Help' }, 390);
    expect(labels()).toEqual(['Conversation history', 'New chat', 'More options', 'Close chat']);
    await page.viewport(1280, 720);
    await waitFor(() => expect(labels()).toContain('Enter fullscreen'), patience);
  });

  it('has the Back button of a history that the owner put into the menu', async () => {
    await openDock({ title: 'Help', header: ['close'] });
    await waitFor(() => expect(labels()).toEqual(['More options', 'Close chat']), patience);
    await press('More options');
    await userEvent.click(await find('[role=menuitem]'));
    await waitFor(() => expect(labels()).toEqual(['Back to chat', 'More options', 'Close chat']), patience);
    await press('Back to chat');
    await waitFor(() => expect(labels()).toEqual(['More options', 'Close chat']), patience);
  });

  it('keeps the focus on the history button, even if the list opens at once', async () => {
    await openDock({ title: 'Help' });
    const inChat = (selector: string) => root()?.querySelector('chatdock-chatkit')?.shadowRoot?.querySelector(selector);
    const see = (selector: string) => waitFor(() => expect(inChat(selector)).toBeTruthy(), patience);
    await see('[role=textbox]');
    // The editor is an HTML element.
    (inChat('[role=textbox]') as HTMLElement).focus();
    await userEvent.keyboard('hello{Enter}');
    await see('.assistant-message');
    const focused = () => root()?.activeElement?.ariaLabel;
    // The first time the view is fetched, later it is drawn at once.
    for (let time = 0; time < 2; time++) {
      (await find('.bar > button[aria-label="Conversation history"]')).focus();
      await userEvent.keyboard('{Enter}');
      await see('.history .history-row');
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      expect(focused()).toBe('Back to chat');
      await userEvent.keyboard('{Escape}');
      await waitFor(() => expect(focused()).toBe('Conversation history'), patience);
      await waitFor(() => expect(inChat('.history')).toBeFalsy(), patience);
    }
  });

  it('shows a picture, a line below the title, and a colour; a missing picture leaves no gap', async () => {
    await openDock({
      title: 'Ada',
      status: 'Answers in seconds',
      avatar: '/none.png',
      headerColor: 'rgb(15, 118, 110)',
    });
    expect((await find('.status')).textContent).toBe('Answers in seconds');
    await waitFor(() => expect(root()?.querySelector('.avatar')).toBeNull(), patience);
    expect(getComputedStyle(await find('.bar')).backgroundColor).toBe('rgb(15, 118, 110)');
  });

  it.each(['#0f766e', '#f5d90a', '#777', '#e11d48', '#2563eb', '#fff', '#000', '#00ff00', '#ff7a00'])(
    'is readable on %s: at least 4.5 to 1',
    async (headerColor) => {
      await openDock({ title: 'Ada', status: 'Here', headerColor });
      const back = luminanceOf(getComputedStyle(await find('.bar')).backgroundColor);
      for (const part of ['.title', '.status', '.bar > .tool']) {
        const front = luminanceOf(getComputedStyle(await find(part)).color);
        const [dark, light] = [back, front].sort((a, b) => a - b) as [number, number];
        expect((light + 0.05) / (dark + 0.05), part).toBeGreaterThanOrEqual(4.5);
      }
      await press('More options');
      const pressed = await find('.bar > [aria-expanded="true"]');
      await Promise.all(pressed.getAnimations().map(({ finished }) => finished));
      expect(await contrastIn(pressed), 'the button of the open menu').toBeGreaterThanOrEqual(3);
    },
  );
});

/** The contrast of the lightest and the darkest colour in the middle of an element, as the browser draws it. */
async function contrastIn(element: Element): Promise<number> {
  const picture = await page.screenshot({ element, save: false });
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  context.drawImage(bitmap, 0, 0);
  const [left, top] = [bitmap.width / 4, bitmap.height / 4];
  const { data } = context.getImageData(left, top, 2 * left, 2 * top);
  const luminances = Array.from({ length: data.length / 4 }, (_, at) => luminanceIn(data.slice(4 * at, 4 * at + 3)));
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

/** The relative luminance of a colour, as a canvas draws it. */
function luminanceOf(color: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return luminanceIn(context.getImageData(0, 0, 1, 1).data);
}

function luminanceIn(pixel: Uint8ClampedArray): number {
  const [red = 0, green = 0, blue = 0] = [...pixel].map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the start of a chat', () => {
  it('shows the owner’s picture and line, and a card with an arrow for each prompt', async () => {
    await openDock({
      logo: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>',
      introduction: 'Ask about orders and sizes.',
      prompts: ['Where is my order?', { label: 'Sizes', prompt: 'Which sizes are there?', icon: 'cube' }],
    });
    const chat = await waitFor(() => {
      const found = root()?.querySelector('chatdock-chatkit')?.shadowRoot?.querySelector('.start');
      if (!found) throw new Error('There is no start screen yet.');
      return found;
    }, patience);
    const shown = [...chat.querySelectorAll('slot')].flatMap((slot) => slot.assignedElements());
    expect(shown.map(({ localName }) => localName)).toEqual(['img', 'p']);
    expect(shown[1]?.textContent).toBe('Ask about orders and sizes.');
    const cards = [...chat.querySelectorAll('.prompt')];
    const widths = cards.map((card) => card.getBoundingClientRect().width);
    expect(cards.map((card) => card.querySelectorAll('svg').length)).toEqual([1, 2]);
    expect(new Set(widths).size).toBe(1);
    for (const width of [320, 390, 1280]) {
      await page.viewport(width, 720);
      const [first, second] = cards.map((card) => card.getBoundingClientRect());
      expect(second?.top, `${width} px`).toBeGreaterThanOrEqual(first?.bottom ?? Infinity);
      expect(first?.width).toBe(second?.width);
    }
  });
});
