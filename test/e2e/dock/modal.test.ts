/** The panel where it covers the page: everything behind it is out of reach, and the page itself is not changed. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  button,
  command,
  composer,
  eventually,
  focused,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { hostDocument, type HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

const phone = { viewport: { width: 390, height: 700 }, reducedMotion: 'reduce' } as const;
const desktop = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;
const zoomed = { viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' } as const;
const shop = `<main><h1>A shop</h1><a href="#a">Wool socks</a><p inert>Sold out</p></main>`;

async function open(host: HostPage, isFullscreen = false): Promise<Page> {
  const { page } = await site.visitHost({ body: shop, ...host });
  await openChat(page);
  if (isFullscreen) await command(page, 'setFullscreen', true);
  return page;
}

/** The names of everything that a screen reader can reach, in any frame order. */
async function reachable(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  await cdp.detach();
  return nodes.filter(({ ignored }) => !ignored).map(({ name }) => String(name?.value ?? ''));
}
const reaches = async (page: Page, text: string) => (await reachable(page)).includes(text);

const cases: [name: string, host: HostPage, isFullscreen: boolean][] = [
  ['the sheet of a phone', { context: phone }, false],
  ['the panel at 400 % zoom', { context: zoomed }, false],
  ['a phone that shows the panel in the whole window', { context: phone, options: { mobile: 'fullscreen' } }, false],
  ['fullscreen', { context: desktop }, true],
  ['the layout "modal"', { context: desktop, options: { layout: 'modal' } }, false],
];

describe('a screen reader, the focus and a search of the page', () => {
  it.each(cases)('do not get behind %s', async (_, host, isFullscreen) => {
    const page = await open(host, isFullscreen);
    await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(false);
    expect(await reachable(page)).toContain('Ask a question…');
    // Also what the page adds later, in its place or in a new body.
    await page.evaluate(() => document.querySelector('main')?.append(document.createElement('h2')));
    await page.evaluate(() => (document.querySelector('h2') ?? document.body).append('Only today'));
    expect(await reaches(page, 'Only today')).toBe(false);
    await page.evaluate(() => document.querySelector('a')?.focus());
    expect(await page.evaluate(() => document.activeElement?.localName)).toBe('chat-dock');
    expect(await page.evaluate(() => (window as unknown as { find(text: string): boolean }).find('Wool socks'))).toBe(
      false,
    );
  });

  it('get behind it again after it closes, and after the window became wide', async () => {
    const page = await open({ context: phone });
    await page.setViewportSize(desktop.viewport);
    await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(true);
    expect(await focused(page)).toBe('Ask a question…');
    await page.setViewportSize(phone.viewport);
    await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(false);
    expect(await focused(page)).toBe('Ask a question…');
    await button(page, 'Close chat').click();
    await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(true);
    expect(await focused(page)).toMatch(/^Open chat/);
  });
});

describe('the page behind it', () => {
  it('has no attribute changed, and what it made inert stays so', async () => {
    const page = await open({
      context: phone,
      before: `window.changed = []; addEventListener('DOMContentLoaded', () => new MutationObserver((records) =>
        window.changed.push(...records.filter(({ target }) => target.localName !== 'chat-dock').map(({ target, attributeName }) => target.localName + ' ' + attributeName)))
        .observe(document, { attributes: true, subtree: true }));`,
    });
    await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(false);
    await button(page, 'Close chat').click();
    await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(true);
    expect(await reaches(page, 'Sold out')).toBe(false);
    expect(await page.evaluate('window.changed')).toEqual([]);
  });

  it.each([
    [
      'a new body, as Turbo does',
      () => {
        const body = document.createElement('body');
        body.append(Object.assign(document.createElement('h1'), { textContent: 'Another page' }));
        document.body.replaceWith(body);
      },
    ],
    [
      'a move of the dock, as a page that renders again does',
      () => {
        const host = document.querySelector('chat-dock');
        document.body.append(Object.assign(document.createElement('h1'), { textContent: 'Another page' }));
        if (host) document.body.append(host);
      },
    ],
  ])('stays behind it after %s, and is free without the dock', async (_, change) => {
    const page = await open({ context: phone });
    await composer(page).click();
    await page.evaluate(change);
    await expect.poll(() => reaches(page, 'Another page'), eventually).toBe(false);
    expect(await reachable(page)).toContain('Ask a question…');
    await page.evaluate(() => document.querySelector('chat-dock')?.remove());
    await expect.poll(() => reaches(page, 'Another page'), eventually).toBe(true);
  });

  it('shows its own dialog above, which takes the keys and the presses', async () => {
    const page = await open({ context: phone });
    await page.evaluate(() => {
      const dialog = document.createElement('dialog');
      const stay = Object.assign(document.createElement('button'), { textContent: 'Stay signed in' });
      stay.addEventListener('click', () => dialog.close());
      dialog.append(stay);
      document.body.append(dialog);
      dialog.showModal();
    });
    await button(page, 'Stay signed in').click();
    await button(page, 'Stay signed in').waitFor({ state: 'hidden' });
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await page.keyboard.press('Escape');
    await button(page, 'Stay signed in').waitFor({ state: 'hidden' });
    expect(await panel(page).isVisible()).toBe(true);
    await composer(page).fill('still here');
  });
});

describe('the sheet', () => {
  it('closes by a press beside it, and not at the end of a selection there', async () => {
    const page = await open({ context: phone });
    const { x, y } = (await composer(page).boundingBox()) ?? { x: 0, y: 0 };
    await composer(page).fill('some words');
    await page.mouse.move(x + 60, y + 10);
    await page.mouse.down();
    await page.mouse.move(200, 5);
    await page.mouse.up();
    expect(await panel(page).isVisible()).toBe(true);
    await page.mouse.click(200, 5);
    await panel(page).waitFor({ state: 'hidden' });
  });

  it('closes by the back gesture of the browser, first the menu', async () => {
    const page = await open({ context: phone });
    const back = () =>
      page
        .locator('chat-dock')
        .evaluate(({ shadowRoot }) =>
          shadowRoot?.querySelector('.panel')?.dispatchEvent(new Event('cancel', { cancelable: true })),
        );
    await button(page, 'More options').click();
    await page.getByRole('menu').waitFor();
    await back();
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    expect(await panel(page).isVisible()).toBe(true);
    await back();
    await panel(page).waitFor({ state: 'hidden' });
  });

  it('stays open and modal after Esc if the owner turned that off', async () => {
    const page = await open({ context: phone, options: { esc: 'false' } });
    await page.locator('.edge').first().waitFor({ state: 'attached' });
    for (let press = 0; press < 3; press++) await page.keyboard.press('Escape');
    expect(await panel(page).isVisible()).toBe(true);
    expect(await reaches(page, 'Wool socks')).toBe(false);
  });
});

it('the caret stays in its place when the keyboard changes to fullscreen and back', async () => {
  const page = await open({ context: desktop, options: { 'fullscreen-shortcut': 'Ctrl+E' } });
  await composer(page).click();
  await page.keyboard.type('one three');
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+e');
  await button(page, 'Exit fullscreen').waitFor();
  await page.keyboard.type('two ');
  await page.keyboard.press('Control+e');
  await button(page, 'Enter fullscreen').waitFor();
  await page.keyboard.type('and ');
  expect(await composer(page).innerText()).toBe('one two and three');
});

it('a sheet in a frame takes no focus from the page around it; it is modal with the focus', async () => {
  const frame = hostDocument({ body: shop, options: { open: 'true' } });
  const { page } = await site.visitHost({
    context: desktop,
    document: {
      body: '<input aria-label="Search"><iframe title="Shop" width="390" height="600" src="/shop"></iframe>',
    },
    files: { '/shop': frame },
    before: `if (self === top) addEventListener('DOMContentLoaded', () => document.querySelector('input')?.focus());`,
  });
  const shown = page.frameLocator('iframe');
  const dialog = shown.getByRole('dialog');
  const isModal = () => dialog.evaluate((element) => element.matches(':modal'));
  await dialog.waitFor();
  await shown.locator('.edge').first().waitFor({ state: 'attached' });
  expect([await page.evaluate(() => document.activeElement?.localName), await isModal()]).toEqual(['input', false]);
  await shown.getByRole('textbox', { name: 'Ask a question…' }).click();
  await expect.poll(isModal, eventually).toBe(true);
  await page.keyboard.type('hello');
  expect(await shown.getByRole('textbox', { name: 'Ask a question…' }).innerText()).toBe('hello');
});

it('a sheet that the owner opened counts as used only after the visitor touches it', async () => {
  const { page, requests } = await site.visitHost({ body: shop, context: phone, options: { open: 'true' } });
  await composer(page).waitFor();
  await expect.poll(() => reaches(page, 'Wool socks'), eventually).toBe(false);
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => url.includes('/chatkit') && !url.includes('/dist/'))).toEqual([]);
  expect(await launcher(page).isVisible()).toBe(false);
});
