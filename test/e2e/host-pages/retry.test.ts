/**
 * Code that cannot be fetched: said in plain words where it was wanted, and had with the next press once the way is
 * free, in Chromium and in Firefox.
 */
import { launch, type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startBrokenProxy, type BrokenProxy } from '../../harness/servers/proxies/broken-proxy.ts';
import { browserArgs, findQuickBrowser } from '../../harness/browsers/find-browser.ts';
import { firefoxPath } from '../../harness/browsers/find-firefox.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';

let server: ServerProcess;
let way: BrokenProxy;

beforeAll(async () => {
  server = await startServer();
  way = await startBrokenProxy(server.url);
});
afterAll(async () => {
  way?.close();
  await server?.dispose();
});

describe.each(['chrome', 'firefox'] as const)('%s', (name) => {
  const isInstalled = name === 'chrome' || firefoxPath !== undefined;
  let browser: Browser;
  let visit: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if (!isInstalled) return;
    const { executablePath, args } = await findQuickBrowser();
    browser =
      name === 'chrome'
        ? await launch({ executablePath, args: [...browserArgs, ...args] })
        : await launch({ browser: name, executablePath: firefoxPath ?? '', headless: true });
  });
  afterEach(async () => {
    way.lose(null);
    await visit?.close();
  });
  afterAll(() => browser?.close());

  const find = async (selector: string) => {
    const handle = await page.waitForSelector(`>>> ${selector}`, { timeout: 20_000 });
    if (!handle) throw new Error(`There is no ${selector}.`);
    return handle;
  };
  /** Pressed where it stands, by its own words. */
  const press = async (selector: string) =>
    (await find(selector)).evaluate((element) => (element as HTMLElement).click());
  const openPage = async (path = '') => {
    visit = await browser.createBrowserContext();
    page = await visit.newPage();
    // A machine without a mouse has no entry for keys in the menu.
    await page.evaluateOnNewDocument(() => {
      const { matchMedia } = window;
      window.matchMedia = (query) => matchMedia.call(window, query === '(hover: none)' ? 'not all' : query);
    });
    await page.goto(way.url + path);
  };
  const assertChatAnswers = async () => {
    await (await find('[role=textbox]')).click();
    await page.keyboard.type('count to 3, heliotrope');
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await find('[role=log]')).evaluate((log) => log.textContent ?? ''), { timeout: 30_000 })
      .toMatch(/heliotrope[\s\S]*3/);
  };

  it.runIf(isInstalled).each([
    ['the panel', 'dock\\.js'],
    ['everything', 'modules/'],
  ])('the launcher reports that %s failed to load, and the next press loads it', async (_, file) => {
    await openPage();
    way.lose(new RegExp(file));
    await press('.launcher');
    const said = await find('.bubble[role=alert]');
    expect(await said.evaluate((bubble) => bubble.textContent)).toContain('The chat couldn’t load.');
    // Still gone, however often one tries: it says so again.
    for (let attempt = 2; attempt <= 5; attempt++) {
      await press('.launcher');
      await find('.launcher:not([aria-busy=true])');
      await find('.bubble[role=alert]');
    }
    way.lose(null);
    await press('.again');
    await assertChatAnswers();
  });

  it.runIf(isInstalled)('a dismissed load error stays dismissed after a reload', async () => {
    await openPage();
    await press('.launcher');
    await find('[role=textbox]');
    way.lose(/modules\//);
    await page.reload();
    await find('.bubble[role=alert]');
    await press('.bubble [aria-label=Dismiss]');
    expect(await page.$$('>>> .bubble')).toEqual([]);
    expect(await (await find('.launcher')).evaluate((button) => button.matches(':focus'))).toBe(true);
    const before = way.losses();
    await page.reload();
    await find('.launcher');
    // Not until the network is idle: requests that were lost before a reload are counted as running forever.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    expect(way.losses()).toBe(before);
    expect(await page.$$('>>> .bubble')).toEqual([]);
    way.lose(null);
    await press('.launcher');
    await assertChatAnswers();
  });

  it.runIf(isInstalled)(
    'the element by itself reports that it failed to load, and the next press loads it',
    async () => {
      way.lose(/chatkit-view\.js/);
      await openPage('demo/chatkit-react.html');
      expect(await (await find('.chatkit-unloaded')).evaluate((box) => box.textContent)).toContain(
        'The chat couldn’t load',
      );
      way.lose(null);
      await press('.chatkit-unloaded button');
      await assertChatAnswers();
    },
  );

  it.runIf(isInstalled)('the panel reports that a part failed to load, and the next press loads it', async () => {
    await openPage();
    await press('.launcher');
    await find('[role=textbox]');
    const parts = [
      ['HeaderMenu', '[aria-label="More options"]', '.menu'],
      ['KeysList', '[data-entry=keys]', '.keys'],
      // Neither Firefox nor this server understands speech, so there is no button for it.
      ...(name === 'chrome' ? [['VoiceInputBar', '[aria-label="Start voice input"]', '.voice'] as const] : []),
    ] as const;
    for (const [file, opener, part] of parts) {
      way.lose(new RegExp(file));
      await press(opener);
      expect(await (await find('.missing [role=alert]')).evaluate((said) => said.textContent)).toContain(
        'Part of the chat couldn’t load.',
      );
      way.lose(null);
      await press('.missing .retry');
      await find(part);
      expect(await page.$$('>>> .missing')).toEqual([]);
    }
  });
});
