/** An answer outlives its connection and its page: a real browser, the real server, and a network that breaks. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { button, composer, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { hasBackForwardCache } from '../../harness/browsers/back-forward-cache.ts';
import { findBrowser } from '../../harness/browsers/find-browser.ts';
import { isLongRun } from '../../harness/long-run.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { startTcpProxy, type TcpProxy } from '../../harness/servers/proxies/tcp-proxy.ts';
import { launchBrowser, visit, type VisitOptions } from '../../harness/browsers/visitor.ts';

const site = setUpSite({
  env: {
    CHATDOCK_DEMO_DELAY_MS: '40',
    CHATDOCK_GRACE_SECONDS: '1',
    CHATDOCK_LIMIT_TURNS_PER_USER: '0',
    CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
  },
});
const proxies: TcpProxy[] = [];
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
});

/** The dock behind a network that the test can break. `options` may give the page a clock that the test moves. */
async function openDock(options: VisitOptions = {}) {
  const proxy = await startTcpProxy(Number(new URL(site.server.url).port));
  proxies.push(proxy);
  const url = `http://127.0.0.1:${proxy.port}/`;
  const { page, context } = await site.visit(url, options);
  await launcher(page).click();
  await composer(page).waitFor();
  return { proxy, url, page, context };
}

async function say(page: Page, text: string) {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

const log = (page: Page) => page.getByRole('log');
const answer = (page: Page) => log(page).locator('.assistant-message').last();
const stop = (page: Page) => button(page, 'Stop');
/** The note in the thread. The same words are also announced to screen readers, outside it. */
const stopped = (page: Page) => log(page).getByText('You stopped this answer.');
const counted = (to: number) => Array.from({ length: to }, (_, index) => index + 1).join(', ');
const text = async (page: Page) => (await answer(page).innerText()).replaceAll(/\s+/g, ' ');

/** The dock remembers that it was open, in a new tab too. */
const isOpen = (page: Page) => composer(page).waitFor();

/** Waits until the answer is under way. */
const isUnderWay = (page: Page) => expect.poll(() => text(page), eventually).toContain('1, 2, 3');

/** Waits until the answer has ended, and checks that it is whole and was asked for once. */
async function endsWhole(page: Page, to: number) {
  await expect.poll(() => text(page), { timeout: 40_000 }).toContain(`${counted(to)}.`);
  await stop(page).waitFor({ state: 'detached' });
  expect(await log(page).locator('.user-message').count()).toBe(1);
  expect(await log(page).locator('.assistant-message').count()).toBe(1);
  expect(await page.getByRole('alert').count()).toBe(0);
}

/** Turns that the server has run so far. */
async function turnsRun(): Promise<number> {
  const metrics = await (await fetch(`${site.server.url}metrics`)).text();
  return [...metrics.matchAll(/^chatdock_turn_seconds_count\S* (\d+)/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

describe('an answer under way', () => {
  it.each<[string, (page: Page, url: string, context: BrowserContext) => Promise<Page>]>([
    ['its page is reloaded', async (page) => (await page.reload(), page)],
    [
      'its tab is closed and another is opened',
      async (page, url, context) => {
        const next = await context.newPage();
        await page.close();
        await next.goto(url);
        return next;
      },
    ],
    [
      'the visitor leaves the page and comes back',
      async (page, url) => {
        await page.goto(`${url}demo/page.js`);
        await page.goBack();
        return page;
      },
    ],
  ])('continues and is joined live when %s', async (_, leave) => {
    const before = await turnsRun();
    const { page, url, context } = await openDock();
    // Longer than a slow machine takes to leave and come back. The test ends it.
    await say(page, 'count to 900');
    await isUnderWay(page);
    const next = await leave(page, url, context);
    await isOpen(next);
    await stop(next).waitFor();
    const { length } = await text(next);
    await expect.poll(async () => (await text(next)).length, eventually).toBeGreaterThan(length);
    await stop(next).click();
    await stop(next).waitFor({ state: 'detached' });
    const said = /[\d, ]{10,}/.exec(await text(next))?.[0].trim() ?? '';
    expect(counted(900).slice(0, said.length)).toBe(said);
    expect(await log(next).locator('.user-message').count()).toBe(1);
    expect(await log(next).locator('.assistant-message').count()).toBe(1);
    await expect.poll(async () => (await turnsRun()) - before, eventually).toBe(1);
  });

  it('is whole after a reload', async () => {
    const before = await turnsRun();
    const { page } = await openDock();
    await say(page, 'count to 100');
    await isUnderWay(page);
    await page.reload();
    await isOpen(page);
    await endsWhole(page, 100);
    expect((await turnsRun()) - before).toBe(1);
  });

  it.each(['cut', 'reset'] as const)('is rejoined within a second after a %s connection', async (how) => {
    const before = await turnsRun();
    const { page, proxy } = await openDock();
    await say(page, 'count to 150');
    await isUnderWay(page);
    for (let round = 0; round < 5; round += 1) {
      proxy[how]();
      const length = (await text(page)).length;
      await expect.poll(async () => (await text(page)).length, { timeout: 1000, interval: 20 }).toBeGreaterThan(length);
      expect(await page.getByText('Reconnecting').count()).toBe(0);
    }
    await endsWhole(page, 150);
    expect((await turnsRun()) - before).toBe(1);
  });

  // Half a minute of silence. resuming.browser.test.tsx has the same with a heartbeat that is shorter than the server's.
  const inLong = { timeout: 90_000, skip: !isLongRun };
  it('notices a dead connection after three missed heartbeats and rejoins', inLong, async () => {
    const { page, proxy } = await openDock();
    await say(page, 'count to 150');
    await isUnderWay(page);
    proxy.swallow();
    const silentSince = Date.now();
    const length = (await text(page)).length;
    await page.getByText('Reconnecting').waitFor({ timeout: 45_000 });
    expect(Date.now() - silentSince).toBeGreaterThan(25_000);
    proxy.cut();
    await expect.poll(async () => (await text(page)).length, eventually).toBeGreaterThan(length);
    await endsWhole(page, 150);
    expect(await page.getByText('Reconnecting').count()).toBe(0);
  });

  it('shows one quiet line while the server is away; the visitor can try at once, or stop', async () => {
    const before = await turnsRun();
    const { page, proxy } = await openDock({ prepare: (page) => page.clock.install() });
    await say(page, 'count to 150');
    await isUnderWay(page);
    proxy.refuse(true);
    const line = page.getByRole('status').filter({ hasText: 'Reconnecting' });
    await line.waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const failed = page.waitForEvent('requestfailed');
      await page.clock.fastForward(10_000);
      await failed;
    }
    // The next attempt by itself is more than five seconds away by now.
    expect(await line.count()).toBe(1);
    proxy.refuse(false);
    const length = (await text(page)).length;
    await line.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(async () => (await text(page)).length, { timeout: 5000, interval: 20 }).toBeGreaterThan(length);
    await line.waitFor({ state: 'detached' });
    await endsWhole(page, 150);
    expect((await turnsRun()) - before).toBe(1);

    await say(page, 'count to 900');
    await expect.poll(() => log(page).locator('.assistant-message').count(), eventually).toBe(2);
    proxy.refuse(true);
    await line.waitFor();
    await stop(page).click();
    await stopped(page).waitFor();
    await line.waitFor({ state: 'detached' });
    // The server learns of it once it can be reached.
    proxy.refuse(false);
    await expect.poll(turnsRun, eventually).toBe(before + 2);
  });

  it('waits for a message that could not be sent, which is sent once the server is back', async () => {
    const before = await turnsRun();
    const { page, proxy, context, url } = await openDock();
    await say(page, 'count to 3');
    await endsWhole(page, 3);
    const other = await context.newPage();
    await other.goto(url);
    await isOpen(other);
    await expect.poll(() => text(other), eventually).toContain(`${counted(3)}.`);
    await page.bringToFront();
    proxy.refuse(true);
    await say(page, 'count to 4');
    const note = page.getByRole('status').filter({ hasText: 'We’ll send your message' });
    await note.waitFor();
    await say(page, 'count to 5');
    await expect.poll(() => note.count(), eventually).toBe(2);
    proxy.refuse(false);
    await expect.poll(() => text(page), { timeout: 30_000 }).toContain(`${counted(5)}.`);
    await stop(page).waitFor({ state: 'detached' });
    const said = await log(page).locator('.user-message').allInnerTexts();
    expect(said.map((words) => /count to \d+/.exec(words)?.[0])).toEqual(['count to 3', 'count to 4', 'count to 5']);
    expect(await note.count()).toBe(0);
    expect((await turnsRun()) - before).toBe(3);
    await other.bringToFront();
    await expect.poll(() => text(other), eventually).toContain(`${counted(5)}.`);
    expect(await log(other).locator('.user-message').count()).toBe(3);
  });

  it('ends when the visitor stops it, on the server too', async () => {
    const { page } = await openDock();
    await say(page, 'count to 900');
    await isUnderWay(page);
    await stop(page).click();
    await stopped(page).waitFor();
    await say(page, 'count to 5');
    await expect.poll(() => text(page), eventually).toContain(`${counted(5)}.`);
    await stop(page).waitFor({ state: 'detached' });
    const first = async () =>
      (await log(page).locator('.assistant-message').first().innerText()).replaceAll(/\s+/g, '');
    const [kept = ''] = /[\d,]{10,}/.exec(await first()) ?? [];
    await page.reload();
    await isOpen(page);
    await expect.poll(() => text(page), eventually).toContain(`${counted(5)}.`);
    expect(await log(page).locator('.assistant-message').count()).toBe(2);
    // The server may have stored a little more than the page had shown.
    expect(kept).not.toBe('');
    expect(await first()).toContain(kept);
  });
});

describe('an answer under way', () => {
  it('reports that its conversation was deleted elsewhere, and not that the visitor stopped it', async () => {
    const { page } = await openDock();
    const [request] = await Promise.all([
      page.waitForRequest((sent) => sent.headers()['chatdock-visitor-token'] !== undefined),
      say(page, 'count to 900'),
    ]);
    await isUnderWay(page);
    const elsewhere = async (body: object) => {
      const token = request.headers()['chatdock-visitor-token'] ?? '';
      const headers = { 'content-type': 'application/json', 'chatdock-visitor-token': token };
      return fetch(`${site.server.url}chatkit`, { method: 'POST', headers, body: JSON.stringify(body) });
    };
    const { data } = await (await elsewhere({ type: 'threads.list', params: {} })).json();
    await elsewhere({ type: 'threads.delete', params: { thread_id: data[0].id } });
    await page.getByText('This conversation no longer exists. Start a new chat.').waitFor();
    expect(await page.getByText('You stopped this answer.').count()).toBe(0);
    expect(await text(page)).toContain('1, 2, 3');
  });

  it('breaks off with a restart of the server, reports that, and can be retried', async () => {
    const { page } = await openDock();
    await say(page, 'count to 400');
    await isUnderWay(page);
    await site.server.terminate();
    await site.server.start();
    await page.getByText('Connection lost. The answer may be incomplete.').waitFor();
    await button(page, 'Try again').click();
    await isUnderWay(page);
    await stop(page).waitFor();
    expect(await log(page).locator('.user-message').count()).toBe(1);
    expect(await log(page).locator('.assistant-message').count()).toBe(1);
  });

  it('continues in a page that comes back from the back/forward cache', async ({ skip }) => {
    // Only a whole Chromium has this cache.
    const caching = await launchBrowser([], findBrowser, ['--disable-back-forward-cache']);
    onTestFinished(() => caching.close());
    if (!(await hasBackForwardCache(caching, `${site.server.url}demo/page.js`)))
      skip('This browser has no back/forward cache.');
    const { page } = await visit(caching, site.server.url, {
      atStart: () => addEventListener('pageshow', ({ persisted }) => persisted && (document.title += ' cached')),
    });
    const returns = async () => {
      await page.goto(`${site.server.url}demo/page.js`);
      await page.goBack({ waitUntil: 'commit' });
      return (await page.title()).split(' cached').length - 1;
    };
    expect(await returns()).toBe(1);
    await launcher(page).click();
    await composer(page).waitFor();
    await say(page, 'count to 150');
    await isUnderWay(page);
    expect(await returns()).toBe(2);
    await endsWhole(page, 150);
  });
});

describe('two tabs of one visitor', () => {
  it('both show an answer as it streams, and Stop in either ends it for both', async () => {
    const { page, context, url } = await openDock();
    await say(page, 'count to 3');
    await endsWhole(page, 3);
    const other = await context.newPage();
    await other.goto(url);
    await isOpen(other);
    await expect.poll(() => text(other), eventually).toContain(`${counted(3)}.`);
    await say(page, 'count to 900');
    await expect.poll(() => text(other), eventually).toContain('1, 2, 3, 4, 5');
    await stop(other).click();
    await stop(page).waitFor({ state: 'detached' });
    await stopped(page).waitFor();
    await stopped(other).waitFor();
  });

  it('retry the same answer simultaneously: the model is asked once, and both show it', async () => {
    const before = await turnsRun();
    const { page, context, url } = await openDock();
    await say(page, 'count to 60');
    await endsWhole(page, 60);
    const other = await context.newPage();
    await other.goto(url);
    await isOpen(other);
    await expect.poll(() => text(other), eventually).toContain(`${counted(60)}.`);
    // The requests leave together, however late a busy browser sends the second.
    const asking = Promise.withResolvers<void>();
    let asked = 0;
    for (const tab of [page, other])
      await tab.route('**/chatkit', async (route) => {
        if (route.request().postDataJSON()?.type === 'threads.retry_after_item') {
          asked += 1;
          if (asked === 2) asking.resolve();
          await asking.promise;
        }
        await route.continue();
      });
    // Held before the first press: afterwards the other tab shows Stop in its place.
    const buttons = await Promise.all([page, other].map((tab) => button(tab, 'Regenerate').elementHandle()));
    const shown = (tab: Page) =>
      log(tab)
        .locator('[data-item]', { has: tab.locator('.assistant-message') })
        .last()
        .getAttribute('data-item');
    const old = await shown(page);
    await Promise.all(buttons.map((each) => each?.evaluate((node) => node instanceof HTMLElement && node.click())));
    for (const tab of [page, other]) await expect.poll(() => shown(tab), eventually).not.toBe(old);
    for (const tab of [page, other]) await endsWhole(tab, 60);
    expect(await shown(other)).toBe(await shown(page));
    await expect.poll(async () => (await turnsRun()) - before, eventually).toBe(2);
  });

  it('accept a message while the other tab gets an answer, and send it afterwards', async () => {
    const { page, context, url } = await openDock();
    await say(page, 'count to 3');
    await endsWhole(page, 3);
    const other = await context.newPage();
    // Without a BroadcastChannel, this tab gets no messages from the other: only the server keeps the two messages
    // apart.
    await other.addInitScript(() => Reflect.deleteProperty(window, 'BroadcastChannel'));
    await other.addInitScript('window.BroadcastChannel = class extends EventTarget { postMessage() {} close() {} }');
    await other.goto(url);
    await isOpen(other);
    await expect.poll(() => text(other), eventually).toContain(`${counted(3)}.`);
    await say(page, 'count to 200');
    await isUnderWay(page);
    await expect.poll(() => text(page), eventually).toContain('1, 2, 3, 4, 5');
    await say(other, 'count to 7');
    await expect.poll(() => text(other), { timeout: 40_000 }).toContain(`${counted(7)}.`);
    await stop(other).waitFor({ state: 'detached' });
    const said = await log(other).locator('.user-message').allInnerTexts();
    expect(said.map((words) => /count to \d+/.exec(words)?.[0])).toEqual(['count to 3', 'count to 200', 'count to 7']);
    expect(await log(other).locator('.assistant-message').count()).toBe(3);
    expect(await other.getByRole('alert').count()).toBe(0);
  });
});
