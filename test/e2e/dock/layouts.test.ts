/** The layouts besides the floating panel: beside the page, in an element of it, in the middle; and changing the size. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeViolations } from '../../harness/browsers/axe.ts';
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
import type { HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });
const long = '<main style="height:3000px"><h1>A long shop</h1><input aria-label="Search"></main>';
const box = '<main><h1>Help</h1><input aria-label="Search"><div id="help" style="width:500px"></div></main>';
const wide = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;

const open = async (options: Record<string, string>, host: HostPage = {}) =>
  (await site.visitHost({ body: long, context: wide, ...host, options })).page;
const edges = async (page: Page, selector = '.panel') => {
  const { x, y, width, height } = (await page.locator(selector).first().boundingBox()) ?? {
    x: 0,
    y: 0,
    width: 0,
    height: 0,
  };
  return { left: x, top: y, right: x + width, bottom: y + height, width, height };
};
const pageWidth = (page: Page) => page.locator('main').evaluate((main) => main.getBoundingClientRect().width);
const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await page.keyboard.press('Enter');
  await page.getByText(text).first().waitFor();
};

describe('the sidebar', () => {
  it('makes the page leave room, and restores it when closed, hidden or destroyed', async () => {
    const page = await open({ layout: 'sidebar' }, { head: '<style>html{width:100%}body{margin:0}</style>' });
    const whole = await pageWidth(page);
    await openChat(page);
    expect(await pageWidth(page)).toBe(whole - 400);
    expect(await edges(page)).toEqual({ left: 880, top: 0, right: 1280, bottom: 800, width: 400, height: 800 });
    expect(await launcher(page).isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1280);
    expect(await panel(page).getAttribute('aria-modal')).toBe(null);
    await page.keyboard.press('Escape');
    await expect.poll(() => pageWidth(page), eventually).toBe(whole);
    expect(await focused(page)).toBe('Open chat');
    for (const end of ['hide', 'destroy']) {
      await command(page, 'open');
      await expect.poll(() => pageWidth(page), eventually).toBe(whole - 400);
      await command(page, end);
      await expect.poll(() => pageWidth(page), eventually).toBe(whole);
    }
    expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0);
  });

  it('covers the side of a narrow window instead, and is the sheet on a phone', async () => {
    const page = await open({ layout: 'sidebar' });
    await openChat(page);
    await page.setViewportSize({ width: 800, height: 700 });
    await expect.poll(() => edges(page).then(({ right }) => right), eventually).toBe(800);
    await expect.poll(() => pageWidth(page), eventually).toBeGreaterThan(750);
    await page.setViewportSize({ width: 390, height: 700 });
    await expect.poll(() => edges(page).then(({ width, top }) => [width, top]), eventually).toEqual([390, 20]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => pageWidth(page), eventually).toBeLessThan(880);
  });

  it('is at the other side in a page from right to left', async () => {
    const page = await open({ layout: 'sidebar', dir: 'rtl' });
    await openChat(page);
    expect((await edges(page)).left).toBe(0);
    expect((await edges(page, 'main')).left).toBeGreaterThanOrEqual(400);
  });

  it('restores the width in fullscreen, and reduces it again after Esc', async () => {
    const page = await open({ layout: 'sidebar' });
    await openChat(page);
    const beside = await pageWidth(page);
    await button(page, 'Enter fullscreen').click();
    await expect.poll(() => edges(page).then(({ width }) => width), eventually).toBe(1280);
    expect(await pageWidth(page)).toBe(beside + 400);
    await page.keyboard.press('Escape');
    await expect.poll(() => pageWidth(page), eventually).toBe(beside);
    expect((await edges(page)).left).toBe(880);
  });

  it('can replace the floating panel of an open chat, and the other way round', async () => {
    const page = await open({});
    await openChat(page);
    await say(page, 'Hello there');
    const whole = await pageWidth(page);
    await page.evaluate(() => Reflect.get(window, 'ChatDock').update({ layout: 'sidebar' }));
    await expect.poll(() => pageWidth(page), eventually).toBe(whole - 400);
    expect(await page.getByText('Hello there').first().isVisible()).toBe(true);
    await page.evaluate(() => Reflect.get(window, 'ChatDock').update({ layout: 'floating' }));
    await expect.poll(() => pageWidth(page), eventually).toBe(whole);
    expect((await edges(page)).top).toBeGreaterThan(0);
  });
});

describe('an update to another place', () => {
  const update = (page: Page, changes: object) =>
    page.evaluate((given) => Reflect.get(window, 'ChatDock').update(given), changes);
  const warned = ({ console: lines }: { console: string[] }) =>
    lines.filter((line) => line.includes('After the dock has started, `target` cannot change')).length;

  it('from above the page into an element has no effect, before and after the chat is open', async () => {
    const visitor = await site.visitHost({ body: box, context: wide, options: {} });
    const { page } = visitor;
    await update(page, { layout: 'inline', target: '#help' });
    await openChat(page);
    const before = await edges(page);
    expect(before.bottom).toBeGreaterThan(600);
    expect(await page.locator('#help > chat-dock').count()).toBe(0);
    await update(page, { layout: 'inline', title: 'Renamed' });
    await page.getByText('Renamed').first().waitFor();
    expect(await edges(page)).toEqual(before);
    expect(await launcher(page).count()).toBe(1);
    await expect.poll(() => warned(visitor), eventually).toBe(1);
    await update(page, { layout: 'modal' });
    await expect.poll(() => edges(page).then(({ left }) => left), eventually).toBeLessThan(before.left);
    expect(visitor.console.splice(0)).toHaveLength(1);
  });

  it('out of its element, or into another, has no effect', async () => {
    const options = { layout: 'inline', target: '#help' };
    const visitor = await site.visitHost({ body: `${box}<div id="other"></div>`, context: wide, options });
    const { page } = visitor;
    await composer(page).waitFor();
    for (const changes of [{ layout: 'floating' }, { layout: 'inline', target: '#other' }]) {
      await update(page, { ...changes, title: `To ${Object.values(changes).join(' ')}` });
      await page
        .getByText(`To ${Object.values(changes).join(' ')}`)
        .first()
        .waitFor();
      expect(await page.locator('#help > chat-dock').count()).toBe(1);
      expect((await edges(page)).left).toBe((await edges(page, '#help')).left);
      expect(await launcher(page).count()).toBe(0);
    }
    await expect.poll(() => warned(visitor), eventually).toBe(1);
    expect(visitor.console.splice(0)).toHaveLength(1);
  });
});

describe('inline', () => {
  const inline = (options: Record<string, string> = {}, host: HostPage = {}) =>
    open({ layout: 'inline', target: '#help', ...options }, { body: box, ...host });

  it('shows in the element at once, without a launcher, and leaves the focus where it is', async () => {
    const page = await inline({ height: '480' });
    await page.getByRole('textbox', { name: 'Search' }).focus();
    await composer(page).waitFor();
    expect(await launcher(page).count()).toBe(0);
    expect(await panel(page).count()).toBe(0);
    expect(await page.getByRole('group', { name: 'Chat', exact: true }).count()).toBe(1);
    const [outer, inner] = [await edges(page, '#help'), await edges(page)];
    expect(inner).toEqual({ ...outer, height: 480, bottom: outer.top + 480 });
    expect(await focused(page)).toBe('Search');
    expect(await button(page, 'Close chat').count()).toBe(0);
    await composer(page).click();
    await page.keyboard.press('Escape');
    expect(await composer(page).isVisible()).toBe(true);
    await say(page, 'Hello there');
  });

  it('is above the whole page in fullscreen, also out of an element that clips and moves it', async () => {
    const page = await inline(
      {},
      {
        body: '<main><h1>Help</h1><div id="help" style="transform:translateX(4px);overflow:hidden;width:300px"></div></main>',
        context: { ...wide, viewport: { width: 390, height: 700 } },
      },
    );
    await composer(page).waitFor();
    expect((await edges(page)).width).toBe(300);
    await button(page, 'Enter fullscreen').click();
    await expect
      .poll(() => edges(page), eventually)
      .toEqual({ left: 0, top: 0, right: 390, bottom: 700, width: 390, height: 700 });
    expect(await panel(page).getAttribute('aria-modal')).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => edges(page).then(({ width }) => width), eventually).toBe(300);
  });

  it('follows a single-page app that removes the element, with its conversation and draft', async () => {
    const page = await inline();
    await composer(page).waitFor();
    await say(page, 'Hello there');
    await composer(page).fill('half a thought');
    await page.evaluate(() => document.querySelector('#help')?.remove());
    await expect.poll(() => page.locator('chat-dock').count(), eventually).toBe(0);
    await page.evaluate(() => {
      document.querySelector('main')?.insertAdjacentHTML('beforeend', '<section id="help"></section>');
    });
    await composer(page).waitFor();
    expect(await page.locator('section#help > chat-dock').count()).toBe(1);
    expect(await page.getByText('Hello there').first().isVisible()).toBe(true);
    expect(await composer(page).innerText()).toBe('half a thought');
    await composer(page).fill('');
    await say(page, 'And again');
  });

  it.each([
    ['no such element', { target: '#missing' }, 'data-target="#missing" matches no element of this page'],
    ['no selector', { target: '###' }, 'data-target="###" matches no element of this page'],
  ])('logs one sentence and shows nothing: %s', async (_, options, sentence) => {
    const visitor = await site.visitHost({ body: box, context: wide, options: { layout: 'inline', ...options } });
    await expect.poll(() => visitor.console.filter((text) => text.includes(sentence)).length, eventually).toBe(1);
    await atRest(visitor.page);
    expect(visitor.console.splice(0)).toHaveLength(1);
    expect(await visitor.page.locator('chat-dock').count()).toBe(0);
    expect(visitor.requests.filter((url) => url.includes('modules/dock.js'))).toEqual([]);
    await visitor.page.evaluate(() => (document.body.innerHTML = '<div id="missing"></div>'));
    if (options.target === '#missing') await composer(visitor.page).waitFor();
  });

  it('does not open the floating chat of the next page', async () => {
    const page = await open(
      {},
      {
        files: {
          '/inline': {
            contentType: 'text/html',
            body: `<!doctype html><title>Help</title><div id="help"></div><script async src="/dist/chatdock.umd.js" data-api-url="/chatkit" data-layout="inline" data-target="#help"></script>`,
          },
        },
      },
    );
    await openChat(page);
    await command(page, 'close');
    const { href } = new URL(page.url());
    await page.goto(new URL('/inline', href).href);
    await composer(page).waitFor();
    await page.goto(href);
    await launcher(page).waitFor();
    await atRest(page);
    expect(await panel(page).count()).toBe(0);
  });
});

describe('the modal', () => {
  it('is in the middle above the page, which neither the focus nor scrolling reaches', async () => {
    const page = await open({ layout: 'modal' });
    await openChat(page);
    expect(await edges(page)).toEqual({ left: 440, top: 80, right: 840, bottom: 720, width: 400, height: 640 });
    expect(await panel(page).getAttribute('aria-modal')).toBe('true');
    await page.mouse.move(60, 400);
    await page.mouse.wheel(0, 500);
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('chat-dock');
    }
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await button(page, 'Enter fullscreen').click();
    await expect.poll(() => edges(page).then(({ width }) => width), eventually).toBe(1280);
    await page.keyboard.press('Escape');
    await expect.poll(() => edges(page).then(({ left }) => left), eventually).toBe(440);
    await page.mouse.click(60, 400);
    await panel(page).waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('Open chat');
  });
});

describe('changing the size', () => {
  const sizer = (page: Page, name: string) => page.getByRole('separator', { name });

  it.each([
    ['floating', -100, 500, 1],
    ['sidebar', -100, 500, 1],
    ['modal', 100, 600, 1],
  ])('%s: by pointer, remembered, and back by a double click', async (layout, move, width) => {
    const page = await open({ layout, resizable: '' });
    await openChat(page);
    const from = await edges(page, '.sizer.width');
    await page.mouse.move(from.left + 2, 400);
    await page.mouse.down();
    await page.mouse.move(from.left + 2 + move, 420, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => edges(page).then((now) => now.width), eventually).toBe(width);
    expect(await sizer(page, 'Change the width').getAttribute('aria-valuenow')).toBe(`${width}`);
    await page.reload();
    await composer(page).waitFor();
    expect((await edges(page)).width).toBe(width);
    await sizer(page, 'Change the width').dblclick();
    await expect.poll(() => edges(page).then((now) => now.width), eventually).toBe(400);
  });

  it('by the arrow keys, within limits, and of the page beside a sidebar, too', async () => {
    const page = await open({ layout: 'sidebar', resizable: '' });
    await openChat(page);
    const before = await pageWidth(page);
    await sizer(page, 'Change the width').focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => edges(page).then((now) => now.width), eventually).toBe(420);
    await expect.poll(() => pageWidth(page), eventually).toBe(before - 20);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => edges(page).then((now) => now.width), eventually).toBe(300);
    await page.keyboard.press('End');
    await expect.poll(() => edges(page).then((now) => now.width), eventually).toBe(1280);
  });

  it('of the height, in both directions, and never larger than the window', async () => {
    const page = await open({ resizable: '', position: 'top-left' });
    await openChat(page);
    const { height } = await edges(page);
    await sizer(page, 'Change the height').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => edges(page).then((now) => now.height), eventually).toBe(height + 20);
    await page.keyboard.press('End');
    await expect.poll(() => edges(page).then((now) => now.bottom), eventually).toBeLessThanOrEqual(800);
    await sizer(page, 'Change the width').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => edges(page).then((now) => now.width), eventually).toBe(420);
  });
});

describe('the sheet of a phone', () => {
  const phone = {
    viewport: { width: 390, height: 700 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  } as const;
  /** Moves a finger down from this place in the header, in as many steps as frames. */
  async function swipe(page: Page, x: number, distance: number, steps: number) {
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', y: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await send('touchStart', 40);
    for (let step = 1; step <= steps; step++) {
      await send('touchMove', 40 + (distance * step) / steps);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await send('touchEnd', 0);
  }

  it('closes by a swipe down on its header, also from a button; a short one leaves it open', async () => {
    const page = await open({}, { context: phone });
    await openChat(page);
    await page.locator('.grip').waitFor();
    // Before the swipes: a busy Chromium sometimes makes no click of a sent tap that follows a swipe at once.
    await button(page, 'Close chat').tap();
    await panel(page).waitFor({ state: 'hidden' });
    await openChat(page);
    await swipe(page, 100, 40, 20);
    await atRest(page);
    expect((await edges(page)).top).toBe(20);
    await swipe(page, 100, 400, 10);
    await panel(page).waitFor({ state: 'hidden' });
    await openChat(page);
    const { left } = await edges(page, '[aria-label="Close chat"]');
    await swipe(page, left - 20, 400, 10);
    await panel(page).waitFor({ state: 'hidden' });
    await openChat(page);
    expect((await edges(page)).top).toBe(20);
    await button(page, 'Close chat').click();
    await panel(page).waitFor({ state: 'hidden' });
  });
});

describe('the grip of the sheet', () => {
  const colours = ['', '#000', '#111827', '#2563eb', '#767676', '#f59e0b', '#fff', 'hsl(0 100% 40%)'];
  it.each(colours)('has a contrast of 3 to 1 on the header colour "%s", light and dark', async (headerColor) => {
    for (const theme of ['light', 'dark']) {
      const page = await open(
        { theme, ...(headerColor && { 'header-color': headerColor }) },
        { context: { viewport: { width: 390, height: 700 } } },
      );
      await openChat(page);
      await page.locator('.grip').waitFor();
      const ratio = await page.locator('.grip').evaluate((grip) => {
        const pen = new OffscreenCanvas(1, 1).getContext('2d');
        const panel = grip.parentElement ?? grip;
        const layers = [panel, panel.querySelector('.bar') ?? panel];
        const luminance = (elements: Element[]) => {
          if (!pen) return NaN;
          for (const element of elements) {
            pen.fillStyle = getComputedStyle(element).backgroundColor;
            pen.fillRect(0, 0, 1, 1);
          }
          const [red = 0, green = 0, blue = 0] = [...pen.getImageData(0, 0, 1, 1).data].map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const [lighter = 0, darker = 0] = [luminance(layers), luminance([...layers, grip])].toSorted((a, b) => b - a);
        return (lighter + 0.05) / (darker + 0.05);
      });
      expect(ratio, theme).toBeGreaterThan(3);
    }
  });
});

describe('the cost for a page', () => {
  it('a floating dock loads no code of the other layouts', async () => {
    const visitor = await site.visitHost({ body: long, context: wide, options: {} });
    await openChat(visitor.page);
    expect(visitor.requests.filter((url) => /Layout|SheetGrip|page\.js/.test(url))).toEqual([]);
  });
});

it.each([['sidebar'], ['inline'], ['modal']])('axe finds nothing in %s, light and dark', async (layout) => {
  const page = await open(
    { layout, resizable: '', ...(layout === 'inline' && { target: '#help' }), theme: 'system' },
    { body: box },
  );
  if (layout === 'inline') await composer(page).waitFor();
  else await openChat(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeViolations(page)).toEqual([]);
  }
});
