/**
 * Going from page to page with the dock open: sites that swap their body (Turbo, htmx), and the browser's own memory of
 * pages (bfcache).
 */
import { readFileSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  button,
  command,
  composer,
  eventually,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { hasBackForwardCache } from '../../harness/browsers/back-forward-cache.ts';
import { browserArgs, findBrowser } from '../../harness/browsers/find-browser.ts';
import { hostDocument, scriptTag } from '../../harness/pages/host-page.ts';
import { isLongRun } from '../../harness/long-run.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';
import { setUpBrowser, setUpSite, type TestBrowser } from '../../harness/pages/site.ts';

const shops: Shop[] = [];
// Registered first, runs last: the visitors leave before the shop shuts.
afterEach(async () => {
  await Promise.all(shops.splice(0).map((shop) => shop.close()));
});

const site = setUpSite({
  // A page is left while an answer is being written, so the answer must last for some seconds.
  env: { CHATDOCK_DEMO_DELAY_MS: '10' },
  async launch() {
    const { executablePath, args } = await findBrowser();
    // Playwright turns the bfcache off; here it is the point.
    return chromium.launch({
      executablePath,
      args: [...browserArgs, ...args],
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
  },
});

/** For pages that the visitor does not come back to: without windows and the bfcache, a page costs a fraction. */
const quick = setUpBrowser();

interface Site {
  /** The content of every head and every body. */
  head?: string;
  tag?: string;
  bodyAttributes?: string;
  files?: Record<string, string>;
}

/** Three pages; the second one is dark by a class of its body. */
async function visitShop(
  { head = '', tag = '', bodyAttributes = '', files = {} }: Site,
  { server = site.server, browser = site }: { server?: ServerProcess; browser?: Pick<TestBrowser, 'visit'> } = {},
) {
  const links =
    '<nav><a href="/">Home</a> <a href="/lamps">Lamps</a></nav><form action="/buy" method="post"><button>Buy</button></form>';
  const pageOf = (name: string, bodyClass = '') =>
    hostDocument({ head, body: `<main><h1>${name}</h1>${links}</main>`, tag }).replace(
      '<body>',
      `<body class="${bodyClass}" ${bodyAttributes}>`,
    );
  const shop = await openShop(server, {
    '/': pageOf('Home'),
    '/lamps': pageOf('Lamps', 'dark'),
    '/thanks': pageOf('Thanks'),
    ...files,
  });
  shops.push(shop);
  return browser.visit(shop.url, {
    prepare: async (page) => void (await page.addInitScript(`${recordEvents} window.born = Math.random();`)),
  });
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true, level: 1 });
const born = (page: Page) => page.evaluate(() => (window as unknown as { born: number }).born);
const log = (page: Page) => page.getByRole('log').innerText();
const pageTheme = (page: Page) => page.evaluate(() => (document.body.classList.contains('dark') ? 'dark' : 'light'));
const assertThemeOfPage = async (page: Page) =>
  expect
    .poll(() => page.locator('.panel').evaluate((element) => getComputedStyle(element).colorScheme), eventually)
    .toBe(await pageTheme(page));

async function say(page: Page, text: string) {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

async function go(page: Page, link: string, to = link) {
  await page.getByRole('link', { name: link, exact: true }).click();
  await heading(page, to).waitFor();
}

/** Nothing is under way any more, and the answer has all the characters that were asked for. */
async function assertWholeAnswer(page: Page, characters: number) {
  await button(page, 'Stop').waitFor({ state: 'detached', ...eventually });
  // A little less: marks of Markdown are drawn, not written.
  await expect
    .poll(
      () =>
        page
          .locator('.assistant-message')
          .last()
          .evaluate((answer) => answer.textContent?.length),
      eventually,
    )
    .toBeGreaterThan(characters * 0.95);
}

/** The dock is open, alone, and answers; and a key that toggles it does so once. */
async function assertOneLivingDock(page: Page, question: string) {
  expect(await page.locator('chat-dock').count()).toBe(1);
  expect(await panel(page).count()).toBe(1);
  const answers = (await recordedEvents(page, 'response-end')).length;
  await say(page, question);
  await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(answers + 1);
  const opened = (await recordedEvents(page, 'open')).length;
  const closed = (await recordedEvents(page, 'close')).length;
  await page.keyboard.press('Control+Shift+KeyL');
  await launcher(page).waitFor();
  await page.keyboard.press('Control+Shift+KeyL');
  await composer(page).waitFor();
  await expect.poll(() => recordedEvents(page, 'open'), eventually).toHaveLength(opened + 1);
  expect(await recordedEvents(page, 'close')).toHaveLength(closed + 1);
}

const turbo = { '/turbo.js': readFileSync('node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js', 'utf8') };
const htmx = { '/htmx.js': readFileSync('node_modules/htmx.org/dist/htmx.min.js', 'utf8') };
const tag = scriptTag({ theme: 'auto', shortcut: 'ctrl+shift+l' });
const turboTag = '<script defer src="/turbo.js"></script>';
const htmxTag = '<script defer src="/htmx.js"></script>';

const boosted = 'hx-boost:inherited="true"';

const swapping: [name: string, site: Site][] = [
  ['Turbo, our tag in the head', { head: turboTag + tag, files: turbo }],
  ['Turbo, our tag in the body', { head: turboTag, tag, files: turbo }],
  ['htmx with hx-boost, our tag in the head', { head: htmxTag + tag, bodyAttributes: boosted, files: htmx }],
  ['htmx with hx-boost, our tag in the body', { head: htmxTag, tag, bodyAttributes: boosted, files: htmx }],
];

/** Each library and each place of the tag once; a long run tries all four. */
const tried = swapping.filter((_, index) => isLongRun || index % 3 === 0);

describe.each(tried)('a site that swaps its body: %s', (_, site) => {
  it('keeps one dock with thread and running answer, over links, forms and going back', async () => {
    const { page, console } = await visitShop(site, { browser: quick });
    await openChat(page);
    const first = await born(page);
    await say(page, 'write 6000 characters');
    await button(page, 'Stop').waitFor();

    await go(page, 'Lamps');
    // htmx puts in what a body holds and leaves the class of the one that is there.
    expect(await pageTheme(page)).toBe('/turbo.js' in (site.files ?? {}) ? 'dark' : 'light');
    await assertThemeOfPage(page);
    await page.getByRole('button', { name: 'Buy' }).click();
    await heading(page, 'Thanks').waitFor();
    await assertThemeOfPage(page);
    await page.goBack({ waitUntil: 'commit' });
    await heading(page, 'Lamps').waitFor();
    await assertThemeOfPage(page);

    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    await assertWholeAnswer(page, 6000);
    await go(page, 'Home');
    await assertOneLivingDock(page, 'What can you do?');
    // The page did not reload, and every event was sent once.
    expect(await born(page)).toBe(first);
    expect(await recordedEvents(page, 'chat-ready')).toHaveLength(1);
    expect(await log(page)).toContain('write 6000 characters');
    expect(console).toEqual([]);
  });
});

/** Back to a page as it was left; fails with the browser's reasons if the page was loaded again. */
async function comeBack(page: Page, first: number) {
  await page.goBack({ waitUntil: 'commit' });
  await heading(page, 'Home').waitFor();
  expect(
    await born(page),
    JSON.stringify(
      await page.evaluate(() => performance.getEntriesByType('navigation').map((entry) => entry.toJSON())),
    ),
  ).toBe(first);
}

describe('the back/forward cache', () => {
  beforeEach(async ({ skip }) => {
    const url = `${site.server.url}demo/page.js`;
    if (!(await hasBackForwardCache(site.browser, url))) skip('This browser has no back/forward cache.');
  });

  it('restores the open dock with its thread, and the next message is answered', async () => {
    const { page, console } = await visitShop({ tag });
    await openChat(page);
    const first = await born(page);
    await say(page, 'What can you do?');
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    await go(page, 'Lamps');
    await composer(page).waitFor();
    await comeBack(page, first);
    expect(await log(page)).toContain('What can you do?');
    await assertOneLivingDock(page, 'And what else?');
    expect(console).toEqual([]);
  });

  it('shows messages that were sent on the other page meanwhile', async () => {
    const { page } = await visitShop({ tag });
    await openChat(page);
    const first = await born(page);
    await say(page, 'What can you do?');
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    await go(page, 'Lamps');
    await composer(page).waitFor();
    await say(page, 'Said on the lamp page');
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    await comeBack(page, first);
    await expect.poll(() => log(page), eventually).toContain('Said on the lamp page');
  });

  it('adopts the theme and the open state that the visitor chose on the other page', async () => {
    const { page } = await visitShop({ tag });
    await openChat(page);
    const first = await born(page);
    await go(page, 'Lamps');
    await composer(page).waitFor();
    await command(page, 'setTheme', 'dark');
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'hidden' });
    await comeBack(page, first);
    await panel(page).waitFor({ state: 'hidden' });
    await expect.poll(async () => (await recordedEvents(page, 'theme')).at(-1)?.['theme'], eventually).toBe('dark');
  });

  it('completes an answer that was streaming', async () => {
    const { page, console } = await visitShop({ tag });
    await openChat(page);
    const first = await born(page);
    await say(page, 'write 4000 characters');
    await button(page, 'Stop').waitFor();
    await go(page, 'Lamps');
    await composer(page).waitFor();
    await comeBack(page, first);
    await assertWholeAnswer(page, 4000);
    await assertOneLivingDock(page, 'And what else?');
    expect(console).toEqual([]);
  });

  it('resumes an answer whose connection broke while the visitor was away', async () => {
    const { page } = await visitShop({ tag });
    await openChat(page);
    const first = await born(page);
    await say(page, 'write 8000 characters');
    await button(page, 'Stop').waitFor();
    await page.locator('.assistant-message').waitFor();
    await go(page, 'Lamps');
    await composer(page).waitFor();
    shops[0]?.cut();
    await comeBack(page, first);
    await assertWholeAnswer(page, 8000);
    expect(await page.getByRole('alert').count()).toBe(0);
    await assertOneLivingDock(page, 'What can you do?');
  });
});

describe('the back/forward cache, with a server that does not resume turns', () => {
  let plain: ServerProcess;
  beforeAll(async () => {
    plain = await startServer({ CHATDOCK_DEMO_DELAY_MS: '10', CHATDOCK_RESUME: '0' });
  });
  afterAll(() => plain.dispose());

  it('reports an answer that broke off while the visitor was away, with a retry', async () => {
    const { page } = await visitShop({ tag }, { server: plain });
    await openChat(page);
    const first = await born(page);
    await say(page, 'write 20000 characters');
    await button(page, 'Stop').waitFor();
    await page.locator('.assistant-message').waitFor();
    await go(page, 'Lamps');
    await composer(page).waitFor();
    shops[0]?.cut();
    await comeBack(page, first);
    await button(page, 'Stop').waitFor({ state: 'detached', ...eventually });
    await button(page, 'Try again').click();
    await button(page, 'Stop').click();
    await assertOneLivingDock(page, 'What can you do?');
  });
});
