/** Whose key it is, on built files: the page's while the chat is closed and in its fields, the chat's where it has the focus. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

/** Records the keys that reach the page last, and whether a listener has prevented their default action. */
const listening = `
  window.pressed = [];
  addEventListener('keydown', ({ key, defaultPrevented }) => window.pressed.push(defaultPrevented ? key + ' is taken' : key));`;

const fields = `<main><h1>A shop</h1>
  <input aria-label="input"><textarea aria-label="textarea"></textarea><select aria-label="select"><option>1</option></select>
  <p contenteditable aria-label="contenteditable"><b>bold</b></p><div role="textbox" tabindex="0" aria-label="role"></div><shop-search></shop-search></main>
  <script>document.querySelector('shop-search').attachShadow({ mode: 'open' }).innerHTML = '<input aria-label="shadow">';</script>`;
const fieldNames = ['input', 'textarea', 'select', 'contenteditable', 'role', 'shadow'];

const openPage = (options: Record<string, string> = {}, before = '') =>
  site.visitHost({ options, body: fields, before: recordEvents + listening + before });

/** Presses each key, and gives back what the page heard. */
async function press(page: Page, keys: readonly string[]) {
  await page.evaluate(() => ((window as unknown as { pressed: string[] }).pressed = []));
  for (const key of keys) await page.keyboard.press(key);
  // A modifier key alone is not a shortcut.
  return page.evaluate(() =>
    (window as unknown as { pressed: string[] }).pressed.filter((key) => !/^(Control|Shift|Alt|Meta)$/.test(key)),
  );
}
const leaveFields = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

it('a closed chat handles only the key that opens it', async () => {
  const { page, console } = await openPage();
  await launcher(page).waitFor();
  const keys = [
    'Escape',
    'Control+Shift+F',
    'Control+k',
    'Control+Alt+/',
    'Shift+?',
    '/',
    'a',
    'Enter',
    'Tab',
    'ArrowDown',
    'Home',
    'Backspace',
    'F2',
    ' ',
  ];
  const keysOfPage = [
    'Escape',
    'F',
    'k',
    '/',
    '?',
    '/',
    'a',
    'Enter',
    'Tab',
    'ArrowDown',
    'Home',
    'Backspace',
    'F2',
    ' ',
  ];
  await leaveFields(page);
  expect(await press(page, keys)).toEqual(keysOfPage);
  expect(await recordedEvents(page, 'open')).toEqual([]);

  // Repeat this after the panel has loaded.
  await openChat(page);
  await button(page, 'Close chat').click();
  await panel(page).waitFor({ state: 'hidden' });
  await leaveFields(page);
  expect(await press(page, keys)).toEqual(keysOfPage);
  expect([(await recordedEvents(page, 'open')).length, await recordedEvents(page, 'fullscreen')]).toEqual([1, []]);
  await leaveFields(page);
  expect(await press(page, ['Control+/'])).toEqual(['/ is taken']);
  await composer(page).waitFor();
  expect(console).toEqual([]);
});

it('clicks and keys dispatched on the document by page code work and break nothing', async () => {
  const { page, console } = await openPage({ trigger: '.ask-us' });
  await launcher(page).waitFor();
  await page.evaluate(() => document.dispatchEvent(new MouseEvent('click')));
  expect(await panel(page).count()).toBe(0);
  await page.evaluate(() =>
    document.dispatchEvent(new KeyboardEvent('keydown', { key: '/', ctrlKey: true, cancelable: true })),
  );
  await composer(page).waitFor();
  expect(console).toEqual([]);
});

it('a page field keeps all keys, before and while the panel is open, and in composition', async () => {
  const { page } = await openPage();
  await launcher(page).waitFor();
  const assertKept = async (keys: string[], kept: string[]) => {
    for (const name of fieldNames) {
      await page.getByLabel(name, { exact: true }).focus();
      expect(await press(page, keys), name).toEqual(kept);
    }
  };
  await assertKept(['Control+/', 'Escape'], ['/', 'Escape']);
  expect(await recordedEvents(page, 'open')).toEqual([]);
  await openChat(page);
  await assertKept(['Control+/', 'Control+Shift+F', 'Escape'], ['/', 'F', 'Escape']);
  expect([await recordedEvents(page, 'close'), await recordedEvents(page, 'fullscreen')]).toEqual([[], []]);
  // In the chat itself a key that ends or changes a composition is the input method's.
  const taken = await composer(page).evaluate((field) => {
    const presses: KeyboardEventInit[] = [
      { key: 'Escape' },
      { key: '/', ctrlKey: true },
      { key: 'F', ctrlKey: true, shiftKey: true },
    ];
    return presses.filter(
      (press) =>
        !field.dispatchEvent(
          new KeyboardEvent('keydown', {
            ...press,
            isComposing: true,
            bubbles: true,
            composed: true,
            cancelable: true,
          }),
        ),
    );
  });
  expect(taken).toEqual([]);
  expect([await recordedEvents(page, 'close'), await recordedEvents(page, 'fullscreen')]).toEqual([[], []]);
});

it('configured keys also work in page fields, except single letters', async () => {
  const { page, console } = await openPage({ shortcut: 'Ctrl+Alt+L', 'fullscreen-shortcut': 'k' });
  await launcher(page).waitFor();
  await page.getByLabel('input', { exact: true }).focus();
  // The events of AltGr on Windows; this machine has no such keyboard layout.
  const altGr = () =>
    page.getByLabel('input', { exact: true }).evaluate((field) =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: 'ł',
          code: 'KeyL',
          ctrlKey: true,
          altKey: true,
          bubbles: true,
          cancelable: true,
        }),
      ),
    );
  expect(await altGr()).toBe(true);
  expect(await press(page, ['Control+Alt+l'])).toEqual(['l is taken']);
  await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
  await page.keyboard.type('kk');
  expect(await composer(page).innerText()).toBe('kk');
  await expect
    .poll(() => console, eventually)
    .toEqual([
      'warning: ChatDock: data-fullscreen-shortcut="k" is not a key combination such as Ctrl+Shift+K, or none; "Ctrl+Shift+F" is used instead.',
    ]);
  await page.getByLabel('input', { exact: true }).focus();
  expect(await press(page, ['Control+Alt+l'])).toEqual(['l is taken']);
  await panel(page).waitFor({ state: 'hidden' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('input');
});

it('Esc goes back one level: a menu, then the history, then the panel', async () => {
  const { page } = await openPage({ upload: 'direct', attachments: '' });
  await openChat(page);
  await button(page, 'Add files and tools').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  expect(await focused(page)).toBe('Add files and tools');
  await button(page, 'Conversation history').focus();
  await page.keyboard.press('Enter');
  await button(page, 'Back to chat').waitFor();
  expect(await press(page, ['Escape'])).toEqual(['Escape is taken']);
  await button(page, 'Conversation history').waitFor();
  await expect.poll(() => focused(page), eventually).toBe('Conversation history');
  expect(await recordedEvents(page, 'close')).toEqual([]);
  await page.keyboard.press('Escape');
  await panel(page).waitFor({ state: 'hidden' });
  expect(await focused(page)).toBe('Open chat');
  expect(await press(page, ['Escape'])).toEqual(['Escape']);
});

it('the help lists the keys, with Mac symbols on a Mac, where Ctrl means ⌘', async () => {
  const { page, console } = await openPage(
    { 'fullscreen-shortcut': 'Alt+Enter', esc: 'off' },
    "Object.defineProperty(navigator, 'platform', { value: 'MacIntel' });",
  );
  await launcher(page).waitFor();
  await leaveFields(page);
  expect(await press(page, ['Control+/', 'Meta+/'])).toEqual(['/', '/ is taken']);
  await composer(page).waitFor();
  await choose(page, 'Keyboard shortcuts');
  const listed = () =>
    page
      .locator('.keys > div')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.children]
            .map((cell) => [...cell.childNodes].map(({ textContent }) => textContent).join(' '))
            .join(': '),
        ),
      );
  await expect
    .poll(listed, eventually)
    .toEqual(['Open or close the chat: ⌘ /', 'Toggle fullscreen: ⌥ ↩', 'Send the message: ↩', 'Start a new line: ⇧ ↩']);
  await command(page, 'update', { shortcut: 'none', fullscreenShortcut: 'Ctrl+Shift+F', esc: true });
  await expect
    .poll(listed, eventually)
    .toEqual(['Toggle fullscreen: ⌘ ⇧ F', 'Close: esc', 'Send the message: ↩', 'Start a new line: ⇧ ↩']);
  expect(await button(page, 'Enter fullscreen').getAttribute('data-tip')).toBe('Enter fullscreen (⌘⇧F)');
  await command(page, 'update', { fullscreen: false });
  await expect.poll(async () => (await listed()).length, eventually).toBe(3);
  expect(console).toEqual([]);
});

it('the help fits a narrow panel and a narrow screen, in a language of long words', async () => {
  const { page } = await openPage({ locale: 'fr', width: '320px' });
  await button(page, 'Ouvrir le chat').click();
  await choose(page, 'Raccourcis clavier', 'Plus d’options');
  const isInside = () =>
    page.locator('.keys').evaluate((list) => {
      const [inner, outer] = [list.getBoundingClientRect(), list.closest('.panel')?.getBoundingClientRect()];
      return (
        outer !== undefined &&
        inner.left >= outer.left &&
        inner.right <= outer.right &&
        list.scrollWidth <= list.clientWidth
      );
    });
  await expect.poll(isInside, eventually).toBe(true);
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(isInside, eventually).toBe(true);
});
