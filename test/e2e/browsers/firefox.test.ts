/** The journey of a visitor in Firefox, where there is one: `FIREFOX_PATH`, else an installed one. Driven over WebDriver BiDi. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firefoxPath } from '../../harness/browsers/find-firefox.ts';
import { firefoxHands } from '../../harness/browsers/firefox-hands.ts';
import { FIREFOX_PREFERENCES } from '../../harness/browsers/typists.ts';
import { hostDocument, importSnippet } from '../../harness/pages/host-page.ts';
import { journeyOptions, journeySettings, strictPolicy, walkJourney } from '../../harness/pages/journey.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';

describe.runIf(firefoxPath)('a visitor with Firefox', () => {
  let browser: Browser;
  let server: ServerProcess;
  let shop: Shop;
  let page: Page;
  const messages: string[] = [];

  beforeAll(async () => {
    server = await startServer(journeySettings);
    shop = await openShop(server, {
      '/': { html: hostDocument({ options: journeyOptions }), headers: { 'content-security-policy': strictPolicy } },
    });
    browser = await launch({
      browser: 'firefox',
      executablePath: firefoxPath ?? '',
      headless: true,
      extraPrefsFirefox: FIREFOX_PREFERENCES,
    });
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => messages.push(`page error: ${String(error)}`));
    await page.evaluateOnNewDocument(() =>
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        console.error('violation', violatedDirective, blockedURI, sample),
      ),
    );
    await page.goto(shop.url);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.close();
    await server?.dispose();
  });

  it('completes the journey under the strict policy, after a reload, and leaves no trace', async () => {
    const hands = firefoxHands(page);
    await walkJourney(hands);
    await page.reload();
    await hands.sees('[role=log]', 'here it is');
    await page.evaluate(() => Reflect.get(globalThis, 'ChatDock')('destroy'));
    expect(await page.$('chat-dock')).toBeNull();
    expect(messages).toEqual([]);
  }, 180_000);

  // An `import()` of a page that is still loading is waited for in Firefox, and not in Chromium.
  it("fires the page's load event before our script, with the snippet for after load", async () => {
    const asked = Promise.withResolvers<void>();
    const server = createServer((req, res) => {
      if (req.url === '/')
        res.writeHead(200, { 'content-type': 'text/html' }).end(hostDocument({ tag: importSnippet() }));
      else if (req.url?.endsWith('/chatdock.js'))
        asked.resolve(); // and never answered
      else res.writeHead(204).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const slow = await browser.newPage();
    await slow.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'load' });
    await asked.promise;
    expect(await slow.evaluate(() => document.readyState)).toBe('complete');
    await slow.close();
    server.closeAllConnections();
    server.close();
  });
});
