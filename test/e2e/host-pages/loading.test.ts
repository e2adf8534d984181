/** When the dock's files are fetched, and that the page waits for none of them. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { filesByMoment } from '../../../scripts/weigh.ts';
import { composer, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { importSnippet, scriptTag } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite();
const scripts = /\/dist\/chatdock(\.umd)?\.js$/;

/** A page whose copies of our scripts never come while the test looks, until `release`. */
async function openWaiting(tag: string) {
  const held = Promise.withResolvers<void>();
  const visitor = await site.visit('about:blank', {
    async prepare(page) {
      await page.route(`${site.server.url}shop`, (route) =>
        route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A shop</title><h1>A shop</h1>${tag}` }),
      );
      await page.route(scripts, async (route) => {
        await held.promise;
        await route.continue();
      });
    },
  });
  const asked = visitor.page.waitForRequest(scripts);
  await visitor.page.goto(`${site.server.url}shop`, { waitUntil: 'commit' });
  return { page: visitor.page, asked, release: held.resolve };
}

const modulesOf = ({ requests }: Visitor) => requests.filter((request) => request.includes('/modules/'));
const isFetched = (page: Page, part: string) =>
  page.evaluate((part) => performance.getEntriesByType('resource').some(({ name }) => name.includes(part)), part);

describe('a page whose script from us does not load', () => {
  it('is visible and usable meanwhile', async () => {
    const { page, asked, release } = await openWaiting(scriptTag());
    await page.waitForLoadState('domcontentloaded');
    await asked;
    expect(await page.getByRole('heading', { name: 'A shop' }).isVisible()).toBe(true);
    release();
    await launcher(page).waitFor();
  });

  it('fires its load event with the snippet for after load', async () => {
    const { page, asked, release } = await openWaiting(importSnippet());
    await page.waitForLoadState('load');
    await asked;
    expect(await launcher(page).count()).toBe(0);
    release();
    await launcher(page).click();
    await composer(page).waitFor();
  });

  it('works beside an AMD loader, which does not claim the script', async () => {
    const visitor = await site.visitHost({
      before: 'window.define = Object.assign(() => {}, { amd: {} }); window.exports = {}; window.module = { exports };',
    });
    await launcher(visitor.page).click();
    await composer(visitor.page).waitFor();
    expect(await visitor.page.evaluate(() => typeof (window as unknown as { ChatDock?: unknown }).ChatDock)).toBe(
      'function',
    );
  });

  it('loads if the file does not exist', async () => {
    const visitor = await site.visitHost({ tag: scriptTag().replace('chatdock.umd.js', 'nobody.js') });
    expect(await visitor.page.evaluate(() => document.readyState)).toBe('complete');
    expect(visitor.requests.some((request) => request.endsWith('/nobody.js'))).toBe(true);
  });

  it('gets no error from the snippet for after load if the file does not exist', async () => {
    const visitor = await site.visitHost({
      before:
        "window.errors = []; for (const name of ['error', 'unhandledrejection']) addEventListener(name, ({ type }) => window.errors.push(type));",
      tag: importSnippet().replace('chatdock.js', 'nobody.js'),
    });
    await expect.poll(() => visitor.console.join(), eventually).toContain('nobody.js');
    expect(await visitor.page.evaluate('window.errors')).toEqual([]);
  });
});

describe("the panel's code", () => {
  async function openPage(options: Record<string, string> = {}) {
    const visitor = await site.visitHost({ options, body: '<main><button>Buy</button></main>' });
    await launcher(visitor.page).waitFor();
    return visitor;
  }

  it('is not fetched when the page is only viewed', async () => {
    const visitor = await openPage();
    await visitor.page.getByRole('button', { name: 'Buy' }).hover();
    await visitor.page.getByRole('button', { name: 'Buy' }).click();
    expect(modulesOf(visitor)).toEqual([]);
  });

  it.each([
    ['pointed at', (page: Page) => launcher(page).hover()],
    [
      'reached with the Tab key',
      async (page: Page) => {
        while ((await page.evaluate(() => document.activeElement?.localName)) !== 'chat-dock')
          await page.keyboard.press('Tab');
      },
    ],
  ] as const)('is fetched when the launcher is %s: dock and chat, without opening', async (_, reach) => {
    const visitor = await openPage();
    const { page } = visitor;
    await reach(page);
    // All that the composer needs; what an answer needs comes once the chat is open.
    const needed = filesByMoment().composer.map((file) => file.replace('dist/', ''));
    expect(needed.length).toBeGreaterThan(1);
    for (const file of needed)
      await expect.poll(() => isFetched(page, file), { ...eventually, message: file }).toBe(true);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(visitor.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
    await page.keyboard.press('Control+/');
    await composer(page).waitFor();
  });

  it('is asked for at once: no file of the panel waits for another one', async () => {
    const visitor = await openPage();
    const { page } = visitor;
    const needed = filesByMoment().composer.filter((file) => file.includes('/modules/'));
    const asked = new Set<string>();
    let answer = () => {};
    const all = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/modules/**', async (route) => {
      asked.add(new URL(route.request().url()).pathname.slice(1));
      if (needed.every((file) => asked.has(file))) answer();
      await all;
      await route.continue();
    });
    await launcher(page).click();
    await composer(page).waitFor();
    expect([...asked]).toEqual(expect.arrayContaining(needed));
  });

  it('is fetched on command only, with data-load="manual"', async () => {
    const visitor = await openPage({ load: 'manual' });
    await launcher(visitor.page).hover();
    await visitor.page.getByRole('button', { name: 'Buy' }).hover();
    expect(modulesOf(visitor)).toEqual([]);
    await launcher(visitor.page).click();
    await composer(visitor.page).waitFor();
  });
});
