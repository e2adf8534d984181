/** The journey of a visitor in Firefox, where there is one: `FIREFOX_PATH`, else an installed one. Driven over WebDriver BiDi. */
import { launch, type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firefoxPath } from '../harness/find-firefox.ts';
import { startServer, type ServerProcess } from '../harness/server-process.ts';


describe.runIf(firefoxPath)('a visitor with Firefox', () => {
  let browser: Browser;
  let server: ServerProcess;
  let page: Page;
  const messages: string[] = [];

  beforeAll(async () => {
    server = await startServer();
    browser = await launch({ browser: 'firefox', executablePath: firefoxPath ?? '', headless: true });
    page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => messages.push(`page error: ${String(error)}`));
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  /** Waits for an element, wherever in the page's shadow trees it is. */
  const find = async (selector: string) => {
    const handle = await page.waitForSelector(`>>> ${selector}`, { timeout: 20_000 });
    if (!handle) throw new Error(`There is no ${selector}.`);
    return handle;
  };
  const said = async () => (await find('[role=log]')).evaluate((log) => log.textContent ?? '');

  it('opens the chat, asks, is answered, goes fullscreen and back, closes, and finds it again after a reload', async () => {
    await (await find('[aria-label="Open chat"]')).click();
    const composer = await find('[role=textbox]');
    await expect.poll(() => composer.evaluate((element) => element === (element.getRootNode() as ShadowRoot).activeElement), { timeout: 10_000 }).toBe(true);
    await page.keyboard.type('count to 12, heliotrope');
    await page.keyboard.press('Enter');
    await find('[aria-label="Stop"]');
    await expect.poll(said, { timeout: 30_000 }).toMatch(/heliotrope[\s\S]*12/);

    await (await find('[aria-label="Enter fullscreen"]')).click();
    await find('[aria-label="Exit fullscreen"]');
    await page.keyboard.press('Escape');
    await find('[aria-label="Enter fullscreen"]');

    await page.reload();
    await expect.poll(said, { timeout: 30_000 }).toContain('heliotrope');
    await (await find('[aria-label="Close chat"]')).click();
    await find('[aria-label="Open chat"]');
    expect(messages).toEqual([]);
  });
});
