/**
 * Files of rare parts that never arrive: the visitor sees a plain form or has another way, can continue the
 * conversation, and nothing throws. `element/chunks.test.ts` has the parts that offer "Try again".
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { button, launcher } from '../../harness/pages/dock-page.ts';
import {
  assistantItem,
  begun,
  dockPage,
  done,
  setUpElementHost,
  userItem,
  widgetItem,
} from '../../harness/pages/element-host.ts';

const host = setUpElementHost();
const field = (page: Page) => page.getByRole('textbox', { name: /^(Ask a question…|Message the AI)$/ }).last();

/** The console's lines besides the browser's own line for each file. */
const ownLines = (lines: readonly string[]) => lines.filter((line) => !line.includes('Failed to load resource'));

/** The browser's line for each file that was asked for and did not arrive. */
const lostLines = (lines: readonly string[]) => lines.filter((line) => line.includes('Failed to load resource'));

/** Sends a message and answers it with these items. */
async function ask(page: Page, text: string, ...items: object[]): Promise<void> {
  await field(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  const turn = await host.nextTurn();
  // An item of the visitor takes the place of the message.
  const [thread, message, options] = begun(text);
  const isOwn = items.some((item) => 'attachments' in item);
  turn.send(...[thread, !isOwn && message, options].filter((event) => typeof event === 'object'), ...items.map(done));
  turn.end();
}

const math = assistantItem('msg_2', 'The area is $\\sqrt{x^2}$ metres.');
const code = assistantItem('msg_2', '```js\nconst twice = 2;\n```');
const image = {
  ...userItem('msg_1', 'look'),
  attachments: [
    { type: 'image', id: 'f', name: 'tower.png', mime_type: 'image/png', preview_url: 'https://a.example/tower.png' },
  ],
};
const citing = {
  ...assistantItem('msg_2'),
  content: [
    {
      type: 'output_text',
      text: 'The page says so.',
      annotations: [
        { type: 'annotation', index: 8, source: { type: 'url', title: 'A page', url: 'https://a.example/' } },
      ],
    },
  ],
};
const dates = widgetItem('wid_1', { type: 'Card', children: [{ type: 'DatePicker', name: 'day', label: 'Day' }] });

/** `sees` resolves when the plain form is there. */
const parts: { name: string; lost: RegExp; items: object[]; sees: (page: Page) => Promise<unknown> }[] = [
  { name: 'the colours of code', lost: /javascript-/, items: [code], sees: (page) => page.getByText('const twice = 2;').waitFor() },
  { name: 'a formula', lost: /math-/, items: [math], sees: (page) => page.getByText('\\sqrt{x^2}').first().waitFor() },
  { name: 'sources of an answer', lost: /item-parts-/, items: [citing], sees: (page) => page.getByText('The page says so.').last().waitFor() },
  { name: 'a picture that was sent', lost: /item-parts-/, items: [image, assistantItem('msg_2', 'A tower.')], sees: (page) => page.getByText('tower.png').waitFor() },
  { name: 'the actions of answers', lost: /extras-/, items: [assistantItem('msg_2', 'Hello to you.')], sees: (page) => page.getByText('Hello to you.').last().waitFor() },
  { name: 'the announcements of answers', lost: /speech-/, items: [assistantItem('msg_2', 'Hello to you.')], sees: (page) => page.getByText('Hello to you.').last().waitFor() },
  { name: 'tooltips, places of menus and the keys of the chat', lost: /tooltip-|place-popover-|keyboard-/, items: [assistantItem('msg_2', 'Hello.')], sees: (page) => button(page, 'Regenerate').waitFor() },
  { name: 'the calendar of a date field', lost: /Calendar-/, items: [dates], sees: async (page) => {
    await page.locator('.w-picker').click();
    await page.locator('input[type=date]').waitFor();
  } },
]; // prettier-ignore

describe('in the element', () => {
  it.each(parts)('$name', async ({ lost, items, sees }) => {
    // Before the visit, because the browser loads some of them as soon as it has nothing else to do.
    host.lost = lost;
    const { page, console: lines } = await host.visit({
      script: `mount({ threadItemActions: { feedback: true, retry: true } });`,
    });
    await field(page).waitFor();
    await ask(page, 'look', ...items);
    await sees(page);
    await ask(page, 'and then?', assistantItem('msg_9', 'It goes on.'));
    await page.getByRole('log').getByText('It goes on.').last().waitFor();
    expect(ownLines(lines)).toEqual([]);
  });
});

describe('in the element, with a way to try again', () => {
  it('a picture at full size: a toast, and the next press opens it', async () => {
    const { page, console: lines } = await host.visit();
    await field(page).waitFor();
    const body = await page.screenshot();
    await page.route('**/tower.png', (route) => route.fulfill({ body, contentType: 'image/png' }));
    const sent = { ...image, attachments: [{ ...image.attachments[0], preview_url: `${host.url}tower.png` }] };
    await ask(page, 'look', sent, assistantItem('msg_2', 'A tower.'));
    host.lost = /open-lightbox-/;
    const picture = page.getByRole('button', { name: /tower/ });
    await picture.click();
    await page.locator('.toasts').getByText('couldn’t load').waitFor();
    host.lost = null;
    await picture.click();
    await page.getByRole('dialog', { name: /tower/ }).waitFor();
    expect(ownLines(lines)).toEqual([]);
  });

  it('earlier messages: a toast, the conversation stays, and the button loads them', async () => {
    const older = assistantItem('msg_0', 'Long ago.');
    const thread = { id: 'thr_1', title: 'A talk', created_at: older.created_at, status: { type: 'active' } };
    const newest = { data: [assistantItem('msg_2', 'Of today.')], has_more: true, after: 'msg_2' };
    /** `threads.get_by_id` gives the oldest page, `items.list` without a cursor the newest. */
    const answerTo = (type: string, after: unknown) => {
      if (type === 'threads.get_by_id') return { ...thread, items: { data: [older], has_more: true, after: 'msg_0' } };
      if (type !== 'items.list') return { data: [], has_more: false };
      return after ? { data: [older], has_more: false } : newest;
    };
    host.lost = /more-requests-/;
    const { page, console: lines } = await host.visit(
      { script: `mount({ initialThread: 'thr_1' });` },
      {
        async prepare(page) {
          await page.route('**/chatkit', (route) => {
            const { type, params } = route.request().postDataJSON() as { type: string; params: { after?: string } };
            return route.fulfill({ json: answerTo(type, params.after) });
          });
        },
      },
    );
    await page.getByText('Of today.').first().waitFor();
    await page.locator('.toasts').getByText('couldn’t load').waitFor();
    host.lost = null;
    await page.getByRole('button', { name: /earlier|older/i }).click();
    await page.getByText('Long ago.').first().waitFor();
    expect(await page.getByText('Of today.').first().isVisible()).toBe(true);
    expect(ownLines(lines)).toEqual([]);
  });

  it.each([
    ['the code for fonts', /fonts-/],
    ['a font', /shop\.woff2/],
  ])('%s: the built-in font shows, and the chat works', async (_, lost) => {
    host.lost = lost;
    const { page, console: lines } = await host.visit({
      script: `mount({ theme: { typography: { fontFamily: 'Shop', fontSources: [{ family: 'Shop', src: '/shop.woff2' }] } } });`,
    });
    await field(page).waitFor();
    await ask(page, 'look', assistantItem('msg_2', 'Hello to you.'));
    await page.getByText('Hello to you.').last().waitFor();
    expect(lostLines(lines)).not.toEqual([]);
    expect(ownLines(lines)).toEqual([]);
  });

  it('the language: the chat is English and works', async () => {
    host.lost = /de-DE-/;
    const { page, console: lines } = await host.visit({ script: `mount({ locale: 'de-DE' });` });
    await field(page).waitFor();
    await ask(page, 'look', assistantItem('msg_2', 'Hello to you.'));
    await button(page, 'Regenerate').or(page.getByText('Hello to you.')).last().waitFor();
    expect(lostLines(lines)).not.toEqual([]);
    expect(ownLines(lines)).toEqual([]);
  });
});

describe('in the dock', () => {
  const open = async (options: Record<string, string> = {}, viewport = { width: 1280, height: 800 }) => {
    const visitor = await host.visit(dockPage(options), { viewport, reducedMotion: 'reduce' });
    const load = async () => {
      await launcher(visitor.page).click();
      await field(visitor.page).waitFor();
    };
    return { ...visitor, load };
  };
  const goesOn = async (page: Page) => {
    await ask(page, 'hello', assistantItem('msg_2', 'Hello to you.'));
    await page.getByRole('log').getByText('Hello to you.').last().waitFor();
  };

  it('the texts and icons of the header: its buttons keep their names and work', async () => {
    host.lost = /later-/;
    const { page, console: lines, load } = await open({ header: 'theme new close' });
    await load();
    await button(page, 'Switch to dark mode').or(button(page, 'Switch to light mode')).click();
    await goesOn(page);
    await button(page, 'New chat').click();
    await field(page).waitFor();
    expect(ownLines(lines)).toEqual([]);
  });

  it('the menu and the transcript: an error with "Try again", which works later', async () => {
    const { page, console: lines, load } = await open();
    await load();
    await goesOn(page);
    for (const lost of [/HeaderMenu-/, /Transcript-/]) {
      host.lost = lost;
      if (lost.test('HeaderMenu-')) await button(page, 'More options').click();
      else await page.getByRole('menuitem', { name: 'Save this chat' }).click();
      await page.getByRole('alert').filter({ hasText: 'couldn’t load' }).waitFor();
      host.lost = null;
      await button(page, 'Try again').click();
      await page.getByRole('alert').waitFor({ state: 'detached' });
    }
    expect(ownLines(lines)).toEqual([]);
  });

  it('printing: an error where it was pressed, and the next press works', async () => {
    const { page, console: lines, load } = await open();
    await load();
    await goesOn(page);
    await button(page, 'More options').click();
    await page.getByRole('menuitem', { name: 'Save this chat' }).click();
    host.lost = /print-transcript-/;
    await button(page, 'Print').click();
    await page.getByRole('alert').filter({ hasText: 'Try again' }).waitFor();
    host.lost = null;
    await button(page, 'Print').click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(ownLines(lines)).toEqual([]);
  });

  it('its language: the panel is English and works', async () => {
    host.lost = /de-DE-/;
    const { page, console: lines } = await open({ locale: 'de-DE' });
    await page.getByRole('button', { name: 'Chat öffnen' }).or(launcher(page)).click();
    await field(page).waitFor();
    await goesOn(page);
    expect(lostLines(lines)).not.toEqual([]);
    expect(ownLines(lines)).toEqual([]);
  });

  it('the list beside the chat: its error stays beside the chat, which can be used', async () => {
    const { page, console: lines, load } = await open({ layout: 'modal' });
    await load();
    host.lost = /History-/;
    await button(page, 'Enter fullscreen').click();
    const alert = page.getByRole('alert').filter({ hasText: 'couldn’t load' });
    await alert.waitFor();
    const [error, chat] = [await alert.boundingBox(), await field(page).boundingBox()];
    expect((error?.x ?? 0) + (error?.width ?? 0)).toBeLessThanOrEqual(chat?.x ?? 0);
    await goesOn(page);
    host.lost = null;
    await button(page, 'Try again').click();
    await page.getByRole('navigation', { name: 'Conversation history' }).waitFor();
    // The notice is in the middle of the conversation, not of the panel.
    const [notice, log] = await Promise.all([page.locator('#ai').boundingBox(), page.getByRole('log').boundingBox()]);
    const middle = (box: typeof notice) => (box?.x ?? 0) + (box?.width ?? 0) / 2;
    expect(Math.abs(middle(notice) - middle(log))).toBeLessThan(3);
    expect(ownLines(lines)).toEqual([]);
  });
});
