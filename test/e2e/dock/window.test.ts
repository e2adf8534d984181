/** The dock in the window it is shown in: a phone's keyboard and notch, the page's own scrolling, scrollbars, zoom. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { findQuickBrowser } from '../../harness/browsers/find-browser.ts';
import { hostDocument, type HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { launchBrowser } from '../../harness/browsers/visitor.ts';

// Playwright takes the scrollbars away; here they take room, as on Windows.
const site = setUpSite({ launch: () => launchBrowser([], findQuickBrowser, ['--hide-scrollbars']) });

const long = '<main style="height:3000px"><h1>A long shop</h1></main>';
const phone = {
  viewport: { width: 390, height: 700 },
  hasTouch: true,
  isMobile: true,
  reducedMotion: 'reduce',
} as const;

async function openPage({ before = '', ...host }: HostPage = {}) {
  const { page } = await site.visitHost({ body: long, ...host, before: recordEvents + before });
  await launcher(page).waitFor();
  return page;
}

interface Edges {
  top: number;
  bottom: number;
  left: number;
  right: number;
}
const edges = (page: Page, css: string): Promise<Edges> =>
  page.locator(css).evaluate((element) => {
    const { top, bottom, left, right } = element.getBoundingClientRect();
    return { top: Math.round(top), bottom: Math.round(bottom), left: Math.round(left), right: Math.round(right) };
  });
const overflow = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).overflowY);

describe('on a phone', () => {
  it('the sheet ends above the on-screen keyboard, and grows back without it', async () => {
    // Headless browsers have no keyboard to show. A real one lowers the visual viewport, so this does the same.
    const before = `window.keyboard = 0;
      Object.defineProperty(VisualViewport.prototype, 'height', { get: () => innerHeight - window.keyboard });
      window.showKeyboard = (height) => { window.keyboard = height; visualViewport.dispatchEvent(new Event('resize')); };`;
    const page = await openPage({ before, context: phone });
    await openChat(page);
    await expect.poll(() => edges(page, '.panel'), eventually).toMatchObject({ top: 20, bottom: 700 });
    await page.evaluate('showKeyboard(300)');
    await expect.poll(() => edges(page, '.panel'), eventually).toMatchObject({ top: 20, bottom: 400 });
    const field = await composer(page).boundingBox();
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(400);
    expect(field?.y).toBeGreaterThan(300);
    await page.evaluate('showKeyboard(0)');
    await expect.poll(() => edges(page, '.panel'), eventually).toMatchObject({ bottom: 700 });
  });

  it('the composer is at the bottom even if focused during the opening animation', async () => {
    const page = await openPage({ context: { viewport: phone.viewport } });
    // A slow phone: the sheet is still far down when the composer takes the focus.
    await page.locator('chat-dock').evaluate(({ shadowRoot }) => {
      const slow = new CSSStyleSheet();
      slow.replaceSync('.panel[data-open] { transform: translateY(300px) !important }');
      shadowRoot?.adoptedStyleSheets.push(slow);
      Object.assign(window, { slow });
    });
    await launcher(page).click();
    await expect
      .poll(
        () => page.evaluate(() => document.querySelector('chat-dock')?.shadowRoot?.activeElement?.tagName),
        eventually,
      )
      .toBe('CHATDOCK-CHATKIT');
    await page.evaluate(() => (window as unknown as { slow: CSSStyleSheet }).slow.replaceSync(''));
    // Below the composer there is only the sentence about the AI, which comes a moment later.
    const sentence = page.getByText('You’re chatting with an AI');
    await sentence.waitFor();
    await expect
      .poll(async () => {
        const [field, last] = [await composer(page).boundingBox(), await sentence.boundingBox()];
        if (!field || !last) return Infinity;
        return Math.max(last.y - field.y - field.height, Math.abs(700 - last.y - last.height));
      }, eventually)
      .toBeLessThan(20);
  });

  it('a finger opens, writes, sends and quotes what is selected', async () => {
    const page = await openPage({ context: phone });
    await launcher(page).tap();
    await composer(page).tap();
    await page.keyboard.type('echo periwinkle');
    await button(page, 'Send message').tap();
    const answer = page.locator('.assistant-message').getByText('periwinkle');
    await answer.waitFor();
    await button(page, 'Regenerate').waitFor();
    await answer.evaluate((element) => document.getSelection()?.selectAllChildren(element));
    await button(page, 'Reply to this').tap();
    await expect.poll(() => page.locator('.quote').innerText(), eventually).toContain('periwinkle');
  });

  it('a finger that scrolls the sheet to its end does not scroll the page behind it', async () => {
    const page = await openPage({ context: phone });
    await page.evaluate(() => scrollTo(0, 500));
    await openChat(page);
    await expect.poll(() => edges(page, '.panel'), eventually).toMatchObject({ top: 20, bottom: 700 });
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    const swipe = async (x: number, y: number, distance: number) => {
      await send('touchStart', x, y);
      for (let step = 1; step <= 10; step++) await send('touchMove', x, y + (distance * step) / 10);
      await send('touchEnd', x, y);
    };
    // The strip of the page above the sheet, the conversation, and the composer.
    for (const y of [10, 300, 660]) for (const distance of [-250, 250]) await swipe(195, y, distance);
    expect(await page.evaluate(() => scrollY)).toBe(500);
    await button(page, 'Close chat').tap();
    await expect.poll(() => overflow(page), eventually).toBe('visible');
    await swipe(195, 300, -250);
    await expect.poll(() => page.evaluate(() => scrollY), eventually).toBeGreaterThan(600);
  });

  it('the sheet stays in place during pinch zoom', async () => {
    const page = await openPage({ context: phone });
    await openChat(page);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
    await expect.poll(() => page.evaluate(() => visualViewport?.scale), eventually).toBe(2);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await edges(page, '.panel')).toMatchObject({ top: 20, bottom: 700 });
  });

  it('avoids the notch and the home indicator, in portrait and landscape', async () => {
    const body = hostDocument({ body: long }).replace('initial-scale=1', 'initial-scale=1, viewport-fit=cover');
    const page = await openPage({ context: phone, document: { body } });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 47, bottom: 34 } });
    await expect.poll(() => edges(page, '.launcher'), eventually).toMatchObject({ bottom: 700 - 34 - 20 });
    await openChat(page);
    await expect.poll(() => edges(page, '.panel'), eventually).toMatchObject({ top: 67, bottom: 700 });
    // 8 pixels of margin under the last line.
    expect(await edges(page, '#ai')).toMatchObject({ bottom: 700 - 34 - 8 });
    await command(page, 'setFullscreen', true);
    await expect.poll(async () => (await edges(page, '.tool >> nth=0')).top, eventually).toBeGreaterThanOrEqual(47);
    expect(await edges(page, '.panel')).toEqual({ top: 0, bottom: 700, left: 0, right: 390 });
    // 8 pixels of margin under the last line.
    expect(await edges(page, '#ai')).toMatchObject({ bottom: 700 - 34 - 8 });

    await page.setViewportSize({ width: 844, height: 390 });
    await cdp.send('Emulation.setSafeAreaInsetsOverride', { insets: { left: 47, right: 47, bottom: 21 } });
    await expect
      .poll(() => edges(page, '#ai'), eventually)
      .toMatchObject({ left: 47 + 12, right: 844 - 47 - 12, bottom: 390 - 21 - 8 });
    expect(await edges(page, '.panel')).toEqual({ top: 0, bottom: 390, left: 0, right: 844 });
  });
});

describe('the launcher beside the open panel', () => {
  it('turns into a cross that closes the panel, clear of it, and back', async () => {
    const page = await openPage({ context: { viewport: { width: 1280, height: 800 } } });
    await openChat(page);
    const cross = () =>
      page.locator('.launcher').evaluate((button) => getComputedStyle(button, '::before').clipPath.startsWith('path'));
    expect(await cross()).toBe(true);
    expect((await edges(page, '.launcher')).top).toBeGreaterThan((await edges(page, '.panel')).bottom);
    expect(await launcher(page).getAttribute('aria-expanded')).toBe('true');
    await launcher(page).click();
    await panel(page).waitFor({ state: 'hidden' });
    expect(await cross()).toBe(false);
  });

  it.each([
    ['fullscreen', { width: 1280, height: 800 }, true],
    ['a phone', phone.viewport, false],
    ['400 % zoom', { width: 320, height: 256 }, false],
    ['a low window', { width: 1000, height: 500 }, false],
  ])('is not in the way: %s', async (_, viewport, isFullscreen) => {
    const page = await openPage({ context: { viewport } });
    await openChat(page);
    if (isFullscreen) await command(page, 'setFullscreen', true);
    await expect.poll(() => launcher(page).isVisible(), eventually).toBe(false);
  });
});

describe('a sheet is modal', () => {
  it('leaves nearly half of the window to the conversation at 400 % zoom', async () => {
    const page = await openPage({ context: { viewport: { width: 320, height: 256 } } });
    await openChat(page);
    await composer(page).fill('echo one');
    await page.keyboard.press('Enter');
    const log = page.getByRole('log');
    await log.getByText('one').first().waitFor();
    await expect.poll(() => edges(page, '.panel'), eventually).toMatchObject({ top: 0, bottom: 256 });
    await expect.poll(async () => (await log.boundingBox())?.height, eventually).toBeGreaterThan(115);
  });

  it.each([
    ['on a phone', phone.viewport],
    ['at 400 % zoom', { width: 320, height: 256 }],
  ])('%s: neither the focus nor a screen reader gets behind it', async (_, viewport) => {
    const page = await openPage({
      context: { viewport },
      body: `<a href="#a">Before</a>${long}<a href="#b">After</a>`,
    });
    await openChat(page);
    expect(await panel(page).getAttribute('aria-modal')).toBe('true');
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let press = 0; press < 12; press++) {
        await page.keyboard.press(key);
        expect(await page.evaluate(() => document.activeElement?.localName), `${key} ${press}`).toBe('chat-dock');
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => panel(page).getAttribute('aria-modal'), eventually).toBe(null);
    expect(await page.locator('.edge').count()).toBe(0);
  });
});

describe('the page behind the panel', () => {
  it('can be scrolled after its own scroll lock ends while the sheet is open', async () => {
    const page = await openPage({ context: phone });
    await page.evaluate(() => (document.documentElement.style.overflow = 'hidden'));
    await openChat(page);
    await page.evaluate(() => (document.documentElement.style.overflow = ''));
    expect(await overflow(page)).toBe('hidden');
    await button(page, 'Close chat').click();
    await expect.poll(() => overflow(page), eventually).toBe('visible');
    expect(
      await page.evaluate(() => [document.documentElement.getAttribute('style'), document.adoptedStyleSheets.length]),
    ).toEqual(['', 0]);
  });

  it('keeps a scroll lock that it sets while the sheet is open', async () => {
    const page = await openPage({ context: phone });
    await openChat(page);
    await page.evaluate(() => (document.documentElement.style.overflow = 'clip'));
    await button(page, 'Close chat').click();
    await expect.poll(() => overflow(page), eventually).toBe('clip');
  });

  it('is at the top after navigating to another page meanwhile', async () => {
    const page = await openPage({ context: phone });
    await page.evaluate(() => scrollTo(0, 500));
    await openChat(page);
    await page.evaluate(() => (history.pushState({}, '', '/another'), scrollTo(0, 0)));
    await button(page, 'Close chat').click();
    await launcher(page).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });

  it('is unlocked when the dock is destroyed', async () => {
    const page = await openPage({ context: phone });
    await openChat(page);
    await page.evaluate(() => (window as unknown as { ChatDock: { destroy(): void } }).ChatDock.destroy());
    expect(await overflow(page)).toBe('visible');
  });

  it('does not scroll or show a scrollbar while the panel fills the window', async () => {
    const page = await openPage();
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
    await expect.poll(() => page.evaluate(() => document.documentElement.clientWidth), eventually).toBeLessThan(width);
    await openChat(page);
    expect(await overflow(page)).toBe('visible');
    await button(page, 'Enter fullscreen').click();
    await expect
      .poll(() => edges(page, '.panel'), eventually)
      .toEqual({ top: 0, left: 0, right: width, bottom: height });
    expect(await overflow(page)).toBe('hidden');
    await button(page, 'Exit fullscreen').click();
    await expect.poll(() => overflow(page), eventually).toBe('visible');
  });
});

it('the whole panel is inside the window on a page with CSS zoom', async () => {
  const page = await openPage({ head: '<style>html { zoom: 1.5 }</style>', context: { reducedMotion: 'reduce' } });
  await openChat(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await expect.poll(async () => (await edges(page, '.panel')).top, eventually).toBeGreaterThanOrEqual(0);
  await button(page, 'Enter fullscreen').click();
  await expect.poll(() => edges(page, '.panel'), eventually).toEqual({ top: 0, left: 0, right: width, bottom: height });
  expect(await recordedEvents(page, 'error')).toEqual([]);
});

it('the panel animates its opening, except with reduced motion', async () => {
  for (const [reducedMotion, moves] of [
    ['no-preference', true],
    ['reduce', false],
  ] as const) {
    const page = await openPage({ context: { reducedMotion } });
    await openChat(page);
    await button(page, 'Close chat').click();
    await panel(page).waitFor({ state: 'hidden' });
    const seen = await page.evaluate(async () => {
      const root = document.querySelector('chat-dock')?.shadowRoot;
      (window as unknown as { ChatDock: { open(): void } }).ChatDock.open();
      let count = 0;
      for (let frame = 0; frame < 30 && count === 0; frame++) {
        await new Promise(requestAnimationFrame);
        count += root?.querySelector('.panel')?.getAnimations().length ?? 0;
      }
      return count > 0;
    });
    expect(seen).toBe(moves);
  }
});

describe('a modal dialog of the page', () => {
  it('keeps the keys while it is open; a panel opened behind it is there afterwards', async () => {
    const page = await openPage({ body: '<main><dialog><button data-chat-open>Ask us</button></dialog></main>' });
    await openChat(page);
    await page.keyboard.type('half a thought');
    await button(page, 'Close chat').click();
    await launcher(page).waitFor();
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    await page.keyboard.press('Control+/');
    await button(page, 'Ask us').click();
    await expect.poll(() => recordedEvents(page, 'open'), eventually).toHaveLength(2);
    await page.keyboard.press('Control+/');
    await page.keyboard.press('Escape');
    await panel(page).waitFor();
    expect(await page.evaluate(() => document.querySelector('dialog')?.open)).toBe(false);
    expect(await recordedEvents(page, 'close')).toHaveLength(1);
    await composer(page).click();
    await page.keyboard.press('End');
    await page.keyboard.type(' more');
    expect((await composer(page).innerText()).trim()).toBe('half a thought more');
  });

  it('with a scripted focus trap lets the chat have the focus', async () => {
    const page = await openPage({
      body: `<div id="modal" role="dialog" aria-label="Sale" style="position:fixed;inset:0"><input aria-label="Code"></div>
        <script>document.addEventListener('focusin', ({ target }) => { if (!modal.contains(target)) modal.firstChild.focus(); });</script>`,
    });
    await launcher(page).click();
    await composer(page).click();
    await page.keyboard.type('still here');
    await expect.poll(() => composer(page).innerText(), eventually).toContain('still here');
  });
});

describe('a browser without storage', () => {
  it.each([
    ['storage is full', "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"],
    [
      'storage is damaged',
      "Storage.prototype.getItem = () => { throw new DOMException('damaged', 'InvalidStateError'); };",
    ],
    [
      'storage is forbidden',
      "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });",
    ],
    [
      'storage is null',
      "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => null });",
    ],
    [
      'storage holds what another has left there',
      `localStorage.setItem('chatdock:default', '{"threadId":5,"theme":"zebra","drafts":7,"draft":{}}');`,
    ],
    [
      'cookies are refused',
      "Object.defineProperty(Document.prototype, 'cookie', { get() { throw new DOMException('no', 'SecurityError'); } });",
    ],
  ])('runs the chat, and restores it within the same page: %s', async (_, before) => {
    const page = await openPage({ before });
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('echo periwinkle');
    // Nothing is sent while the conversation of an earlier page is looked for.
    await expect.poll(() => button(page, 'Send message').isEnabled(), eventually).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    await choose(page, 'Switch to dark mode');
    await button(page, 'Close chat').click();
    await openChat(page);
    await choose(page, 'Switch to light mode');
    expect(await page.getByRole('log').innerText()).toContain('periwinkle');
  });
});

it('a panel that starts open sends and stores nothing before the visitor uses it', async () => {
  const visitor = await site.visitHost({ options: { open: '' }, before: recordEvents });
  const { page } = visitor;
  await expect.poll(() => recordedEvents(page, 'chat-ready'), eventually).toHaveLength(1);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const posts = () => visitor.requests.filter((request) => request.startsWith('POST'));
  expect(posts()).toEqual([]);
  expect(await visitor.stored()).toEqual([]);
  await button(page, 'Conversation history').click();
  await page.getByRole('button', { name: 'Back to chat' }).waitFor();
  await expect.poll(() => posts().length, eventually).toBeGreaterThan(0);
  expect(visitor.console).toEqual([]);
});

it('the dock is not printed', async () => {
  const page = await openPage();
  await page.emulateMedia({ media: 'print' });
  await launcher(page).waitFor({ state: 'hidden' });
  await page.emulateMedia({ media: 'screen' });
  await openChat(page);
  await page.emulateMedia({ media: 'print' });
  await panel(page).waitFor({ state: 'hidden' });
  await page.emulateMedia({ media: 'screen' });
  expect(await panel(page).isVisible()).toBe(true);
});

it('lays out nothing in the panel before it is first opened, and then focuses the composer', async () => {
  const page = await openPage({ options: { load: 'eager' } });
  const isLaidOut = () => page.locator('chat-dock .bar').evaluate((bar) => bar.getClientRects().length > 0);
  await command(page, 'setTheme', 'light'); // which renders the panel
  await page.locator('chat-dock .panel').waitFor({ state: 'attached' });
  expect(await isLaidOut()).toBe(false);
  await launcher(page).click();
  await expect.poll(isLaidOut, eventually).toBe(true);
  await expect.poll(() => composer(page).evaluate((field) => field.matches(':focus')), eventually).toBe(true);
  await command(page, 'close');
  await panel(page).waitFor({ state: 'hidden' });
  expect(await isLaidOut()).toBe(true);
});
