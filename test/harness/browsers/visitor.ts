/** A real Chromium for end-to-end tests, and access to a page's console, requests and storage. */
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { browserArgs, findQuickBrowser } from './find-browser.ts';

/** `without`: flags of Playwright's own that are left out. */
export async function launchBrowser(
  extraArgs: readonly string[] = [],
  find = findQuickBrowser,
  without: readonly string[] = [],
): Promise<Browser> {
  const { executablePath, args } = await find();
  return chromium.launch({
    executablePath,
    args: [...browserArgs, ...args, ...extraArgs],
    ignoreDefaultArgs: [...without],
  });
}

let shared: Promise<Browser> | undefined;

/**
 * The browser of all files that a worker runs and that ask for no flags: a start costs more than a visit. Each visit has
 * its own context, so nothing is kept between visitors. It ends with the worker.
 */
export async function sharedBrowser(): Promise<Browser> {
  const running = await shared;
  if (running?.isConnected()) return running;
  shared = launchBrowser();
  return shared;
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Console messages, page errors and CSP reports, in order. An end-to-end test ends with an empty list. */
  console: string[];
  /** Every request of the page: method and URL. */
  requests: string[];
  /** The names of everything the page's origin has stored. */
  stored(): Promise<string[]>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Runs in every page before its own scripts. */
  atStart?: () => void;
  /** Runs before the page is requested. */
  prepare?: (page: Page) => Promise<void>;
}

export async function visit(
  browser: Browser,
  url: string,
  { atStart, prepare, ...options }: VisitOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext(options);
  if (atStart) await context.addInitScript(atStart);
  const page = await context.newPage();
  const messages: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`page error: ${error.message}`));
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  await prepare?.(page);
  await page.goto(url);
  return {
    context,
    page,
    console: messages,
    requests,
    stored: async () => [
      ...(await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)])),
      ...(await context.cookies()).map(({ name }) => `cookie ${name}`),
    ],
  };
}
