/** The owner's rules before the dock is first opened: pages without it, opening by itself, consent. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  atRest,
  button,
  command,
  composer,
  eventually,
  focused,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';
import { axeViolations } from '../../harness/browsers/axe.ts';

const site = setUpSite();
const go = (page: Page, path: string) => page.evaluate((path) => history.pushState({}, '', path), path);
const stored = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('chatdock')));
const panelFiles = ({ requests }: Visitor) => requests.filter((url) => /modules\/(dock|chatkit-view)\.js/.test(url));
/** Moves the page's clock forward, and lets the page do what follows. */
const after = async (page: Page, seconds: number) => {
  await page.clock.fastForward(seconds * 1000);
  await atRest(page);
};
const seesPanel = (page: Page) => expect.poll(() => panel(page).isVisible(), eventually).toBe(true);

describe('pages without the dock', () => {
  it('show and load nothing until a single-page app moves on', async () => {
    const visitor = await site.visitHost({ options: { 'hide-on': '/cart* /host*', load: 'eager' } });
    const { page } = visitor;
    await atRest(page);
    expect(await page.locator('chat-dock').count()).toBe(0);
    expect(panelFiles(visitor)).toEqual([]);
    await go(page, '/shop');
    await launcher(page).waitFor();
    await openChat(page);
    await go(page, '/cart/pay');
    await expect.poll(() => panel(page).isVisible(), eventually).toBe(false);
    expect(await launcher(page).isVisible()).toBe(false);
    await page.keyboard.press('Control+/');
    await command(page, 'open');
    await atRest(page);
    expect(await panel(page).isVisible()).toBe(false);
    await go(page, '/shop');
    await launcher(page).waitFor();
  });

  it('stay hidden for a page that the owner has hidden', async () => {
    const { page } = await site.visitHost({ options: { 'hide-on': '/cart' } });
    await launcher(page).waitFor();
    await command(page, 'hide');
    await go(page, '/cart');
    await go(page, '/shop');
    expect(await launcher(page).isVisible()).toBe(false);
  });
});

describe('a dock that opens by itself', () => {
  it('opens after a time, leaves the focus where it is, and does so once per visitor', async () => {
    const { page } = await site.visitHost({
      body: '<input id="search">',
      options: { 'open-after': '60s' },
      hasClock: true,
    });
    await page.locator('#search').focus();
    await launcher(page).waitFor();
    await after(page, 60);
    await seesPanel(page);
    await composer(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search');
    await page.reload();
    await launcher(page).waitFor();
    await after(page, 60);
    expect(await panel(page).isVisible()).toBe(false);
  });

  it('does not open for a visitor who has closed the chat, nor over a phone’s page', async () => {
    const visitor = await site.visitHost({ options: { 'open-after': '60s' }, hasClock: true });
    await openChat(visitor.page);
    await command(visitor.page, 'close');
    await after(visitor.page, 60);
    expect(await panel(visitor.page).isVisible()).toBe(false);
    const phone = await site.visitHost({
      options: { 'open-after': '60s' },
      hasClock: true,
      context: { viewport: { width: 390, height: 800 } },
    });
    await launcher(phone.page).waitFor();
    await after(phone.page, 60);
    expect(await panel(phone.page).count()).toBe(0);
    expect(panelFiles(phone)).toEqual([]);
  });

  it('opens when half of the page has been scrolled, not before', async () => {
    const { page } = await site.visitHost({
      body: '<div style="height: 5000px">long</div>',
      options: { 'open-on': 'scroll:50%' },
    });
    await launcher(page).waitFor();
    await page.evaluate(() => scrollTo(0, 800));
    await atRest(page);
    expect(await panel(page).count()).toBe(0);
    await page.evaluate(() => scrollTo(0, 3000));
    await seesPanel(page);
  });

  it('opens on an address', async () => {
    const { page } = await site.visitHost({ options: { 'open-on': '/pricing*' } });
    await launcher(page).waitFor();
    expect(await panel(page).count()).toBe(0);
    await go(page, '/pricing/teams');
    await seesPanel(page);
  });

  it('greets with the teaser instead', async () => {
    const { page } = await site.visitHost({
      options: { 'open-after': '60s', proactive: 'teaser', teaser: 'Questions about sizes?' },
      hasClock: true,
    });
    const teaser = page.getByRole('button', { name: 'Questions about sizes?' });
    await launcher(page).waitFor();
    expect(await teaser.count()).toBe(0);
    await after(page, 60);
    await teaser.waitFor();
    expect(await panel(page).count()).toBe(0);
    await page.reload();
    await launcher(page).waitFor();
    await after(page, 60);
    expect(await teaser.count()).toBe(0);
  });
});

describe('consent', () => {
  it('is required before anything is stored or opens; the current state is stored then', async () => {
    const { page } = await site.visitHost({ options: { consent: 'required', 'open-after': '60s' }, hasClock: true });
    await launcher(page).waitFor();
    await after(page, 60);
    expect(await panel(page).count()).toBe(0);
    await openChat(page);
    await composer(page).fill('Hello');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => ChatDock.get()?.isOpen), eventually).toBe(true);
    await page.getByText('Hello').first().waitFor();
    await expect.poll(() => focused(page), eventually).toMatch(/Ask a question/);
    expect(await stored(page)).toEqual([]);
    await command(page, 'update', { title: 'Ask us' });
    expect(await stored(page)).toEqual([]);
    await command(page, 'update', { consent: 'granted' });
    await expect.poll(() => stored(page), eventually).not.toEqual([]);
    await page.reload();
    await launcher(page).waitFor();
    await command(page, 'update', { consent: 'granted' });
    await page.getByText('Hello').first().waitFor();
  });
});

describe('a page whose rules cannot be kept', () => {
  it('has no dock, stores nothing, and breaks nothing', async () => {
    const { page } = await site.visitHost({
      options: { consent: 'required', 'hide-on': '/cart' },
      before:
        "window.errors = []; for (const name of ['error', 'unhandledrejection']) addEventListener(name, ({ type }) => window.errors.push(type));",
      files: { '/dist/modules/page.js': { body: 'throw new Error("no")', contentType: 'text/javascript' } },
    });
    await command(page, 'open');
    await atRest(page);
    expect(await page.locator('chat-dock').count()).toBe(0);
    expect(await stored(page)).toEqual([]);
    expect(await page.evaluate('window.errors')).toEqual([]);
  });

  it('does not open by itself on a page without the dock, but after it', async () => {
    const { page } = await site.visitHost({ options: { 'hide-on': '/cart*', 'open-after': '60s' }, hasClock: true });
    await launcher(page).waitFor();
    await go(page, '/cart');
    await after(page, 60);
    expect(await panel(page).count()).toBe(0);
    await go(page, '/shop');
    await seesPanel(page);
  });

  it('has a chat if BroadcastChannel is forbidden', async () => {
    const { page } = await site.visitHost({
      before:
        "window.BroadcastChannel = class { constructor() { throw new DOMException('The operation is insecure.', 'SecurityError'); } };",
    });
    await openChat(page);
    await composer(page).fill('What can you do?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Helpful', exact: true }).first().waitFor();
    expect(await page.getByText('Something went wrong').count()).toBe(0);
  });
});

describe('a launcher that can be moved', () => {
  const options = { draggable: '' };
  const cornerOf = async (page: Page) => {
    const box = await launcher(page).boundingBox();
    const size = page.viewportSize();
    if (!box || !size) return undefined;
    return `${box.y < size.height / 2 ? 'top' : 'bottom'}-${box.x < size.width / 2 ? 'left' : 'right'}`;
  };
  const isIn = (page: Page, corner: string) => expect.poll(() => cornerOf(page), eventually).toBe(corner);
  const drag = async (page: Page, to: { x: number; y: number }) => {
    await launcher(page).hover();
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 20, { steps: 4 });
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
  };
  /** The code that moves it has arrived. */
  const ready = async (page: Page) => {
    await launcher(page).waitFor();
    await expect.poll(() => launcher(page).getAttribute('aria-keyshortcuts'), eventually).toContain('Shift+ArrowUp');
  };

  it('snaps to the nearest corner, where the panel opens, also on the next page', async () => {
    const { page } = await site.visitHost({ options });
    await ready(page);
    await isIn(page, 'bottom-right');
    await drag(page, { x: 200, y: 150 });
    await isIn(page, 'top-left');
    expect(await panel(page).isVisible()).toBe(false);
    await page.reload();
    await ready(page);
    await isIn(page, 'top-left');
    await openChat(page);
    const box = await panel(page).boundingBox();
    expect(box?.x).toBeLessThan(100);
    expect(box?.y).toBeLessThan(150);
  });

  it('moves with Shift and the arrow keys, keeps the focus, and opens with a press', async () => {
    const { page } = await site.visitHost({ options });
    await ready(page);
    await launcher(page).focus();
    for (const [key, corner] of [
      ['ArrowLeft', 'bottom-left'],
      ['ArrowUp', 'top-left'],
      ['ArrowUp', 'top-left'],
      ['ArrowRight', 'top-right'],
      ['ArrowDown', 'bottom-right'],
    ] as const) {
      await page.keyboard.press(`Shift+${key}`);
      await isIn(page, corner);
    }
    await page.keyboard.press('ArrowLeft');
    await isIn(page, 'bottom-right');
    await page.keyboard.press('Enter');
    await composer(page).waitFor();
    expect(await cornerOf(page)).toBe('bottom-right');
  });

  it('keeps clear of fixed elements of the page, and returns when they go', async () => {
    const body = '<div id="bar" style="position:fixed;inset:auto 0 0;height:90px;background:#ddd">Cookies</div>';
    const { page } = await site.visitHost({ body, options });
    await ready(page);
    const size = page.viewportSize()?.height ?? 0;
    const bottom = async () => {
      const box = await launcher(page).boundingBox();
      return box && size - box.y - box.height;
    };
    await expect.poll(bottom, eventually).toBeGreaterThan(95);
    await launcher(page).click({ trial: true });
    await page.evaluate(() => document.getElementById('bar')?.remove());
    await expect.poll(bottom, eventually).toBeLessThan(30);
  });

  it('keeps clear of them in each corner that the visitor moves it to', async () => {
    const { page } = await site.visitHost({
      body: `<aside style="position:fixed;left:0;bottom:0;width:200px;height:120px">Chat of others</aside>
        <button style="position:fixed;right:20px;top:20px;width:60px;height:60px">Menu</button>`,
      options,
    });
    await ready(page);
    const size = page.viewportSize()?.height ?? 0;
    const box = async () => (await launcher(page).boundingBox()) ?? { y: Number.NaN, height: Number.NaN };
    await drag(page, { x: 200, y: size - 150 });
    await isIn(page, 'bottom-left');
    await expect.poll(async () => size - (await box()).y - (await box()).height, eventually).toBeGreaterThan(125);
    await launcher(page).focus();
    // The second key comes while the launcher still glides.
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await isIn(page, 'top-right');
    await expect.poll(async () => (await box()).y, eventually).toBeGreaterThan(85);
  });

  it('stays where it is without the option, and loads no code for it', async () => {
    const { page, requests } = await site.visitHost({});
    await launcher(page).waitFor();
    await drag(page, { x: 200, y: 150 });
    await isIn(page, 'bottom-right');
    expect(requests.filter((url) => /drag-launcher|modules\/page/.test(url))).toEqual([]);
  });
});

describe('what a visitor may send about the page', () => {
  const body =
    '<main><h1>Oak table</h1><p id="about">The table seats six people and is made of oak.</p><textarea id="note" aria-label="Note">A note of mine</textarea></main>';
  const ask = (page: Page) => page.getByRole('button', { name: 'Ask about this' });
  const chip = (page: Page) => page.getByRole('blockquote');
  const select = (page: Page) => page.locator('#about').selectText();
  /** Sends what is in the composer. @returns the quote that the server is sent */
  async function send(page: Page, text: string) {
    const [request] = await Promise.all([
      page.waitForRequest((sent) => /threads.(create|add_user)/.test(sent.postData() ?? '')),
      composer(page)
        .fill(text)
        .then(() => page.keyboard.press('Enter')),
    ]);
    await button(page, 'Helpful').last().waitFor();
    return (request.postDataJSON() as { params: { input: { quoted_text: string } } }).params.input.quoted_text;
  }

  it('is nothing unless the owner turns it on', async () => {
    const visitor = await site.visitHost({ body });
    await openChat(visitor.page);
    await select(visitor.page);
    expect(await chip(visitor.page).count()).toBe(0);
    expect(visitor.requests.filter((url) => /page\.js|ask-about|PageOffer/.test(url))).toEqual([]);
    expect(await send(visitor.page, 'echo hi')).toBe('');
  });

  it('is text that they select, by a button that the keyboard reaches', async () => {
    const visitor = await site.visitHost({ body, options: { 'page-context': 'selection' } });
    const { page } = visitor;
    await launcher(page).waitFor();
    await select(page);
    await ask(page).waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect.poll(() => ask(page).count(), eventually).toBe(0);
    await page.locator('#note').selectText();
    expect(await ask(page).count()).toBe(0);
    await page.locator('#note').blur();
    await select(page);
    await ask(page).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Ask about this');
    await page.keyboard.press('Enter');
    await chip(page).waitFor();
    expect(await ask(page).count()).toBe(0);
    const quote = await send(page, 'echo Is it heavy?');
    expect(quote).toMatch(/^A shop\nhttp:\/\/[\w.:]+\/host-page\nThe table seats six people and is made of oak\.$/);
    expect(visitor.console).toEqual([]);
  });

  it('is the title and address, once for each page, and not what they remove', async () => {
    const visitor = await site.visitHost({ body, options: { 'page-context': 'page' } });
    const { page } = visitor;
    await go(page, '/tables/oak?token=secret#more');
    await openChat(page);
    await chip(page).getByText('/tables/oak').waitFor();
    expect(await chip(page).innerText()).not.toMatch(/secret|more/);
    expect(await axeViolations(page)).toEqual([]);
    await button(page, 'Remove the quoted text').click();
    await command(page, 'close');
    await command(page, 'open');
    await composer(page).waitFor();
    expect(await chip(page).count()).toBe(0);
    await go(page, '/tables/pine');
    await chip(page).getByText('/tables/pine').waitFor();
    await go(page, '/tables/birch');
    await chip(page).getByText('/tables/birch').waitFor();
    expect(await send(page, 'echo Is it heavy?')).toMatch(/^A shop\nhttp:.*\/tables\/birch$/);
    expect(await send(page, 'echo And now?')).toBe('');
    await button(page, 'New chat').click();
    await chip(page).getByText('/tables/birch').waitFor();
    expect(visitor.console).toEqual([]);
  });

  it('never replaces a quote of their own', async () => {
    const { page } = await site.visitHost({ body, options: { 'page-context': 'page selection' } });
    await launcher(page).waitFor();
    await select(page);
    await ask(page).click();
    await chip(page).getByText('six people').waitFor();
    await go(page, '/other');
    await command(page, 'setComposerValue', { text: 'echo hi' });
    await expect.poll(() => composer(page).innerText(), eventually).toBe('echo hi');
    expect(await chip(page).innerText()).toContain('six people');
  });
});
