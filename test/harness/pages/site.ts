/**
 * The setup of an end-to-end test file: one browser and one chat server for all tests, and visitors that leave after
 * each.
 */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { hostVisit, type HostPage } from './host-page.ts';
import { startServer, type ServerProcess } from '../servers/server-process.ts';
import { sharedBrowser, visit, type VisitOptions, type Visitor } from '../browsers/visitor.ts';

export interface TestBrowser {
  readonly browser: Browser;
  /** Opens an address in a new browser context, which is closed after the test. */
  visit(url: string, options?: VisitOptions): Promise<Visitor>;
}

export interface Site extends TestBrowser {
  readonly server: ServerProcess;
  /** Visits a third-party page with our script tag, and the server behind it. */
  visitHost(page?: HostPage): Promise<Visitor>;
}

export interface SiteOptions {
  /** Settings of the server. Use a function if they depend on something that must start first. */
  env?: Record<string, string> | (() => Record<string, string>);
  /** Starts a browser with flags of its own. @defaultValue the browser that files share */
  launch?: () => Promise<Browser>;
}

/** Gives the tests of the calling file the browser of the worker, or one that `launch` starts and that is closed afterwards. */
export function setUpBrowser(launch?: () => Promise<Browser>): TestBrowser {
  let browser: Browser | undefined;
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    browser = await (launch ?? sharedBrowser)();
  });
  afterEach(async () => {
    await Promise.all(visitors.splice(0).map(({ context }) => context.close()));
  });
  afterAll(() => (launch ? browser?.close() : undefined));

  return {
    get browser() {
      return asStarted(browser);
    },
    async visit(url, options) {
      const visitor = await visit(asStarted(browser), url, options);
      visitors.push(visitor);
      return visitor;
    },
  };
}

/** Starts a browser and a server before the tests of the calling file, and stops them afterwards. */
export function setUpSite({ env = {}, launch }: SiteOptions = {}): Site {
  let server: ServerProcess | undefined;
  const tested = setUpBrowser(launch);
  beforeAll(async () => {
    server = await startServer(typeof env === 'function' ? env() : env);
  });
  afterAll(() => server?.dispose());

  return {
    get browser() {
      return tested.browser;
    },
    get server() {
      return asStarted(server);
    },
    visit: tested.visit,
    visitHost(page) {
      const url = `${asStarted(server).url}host-page`;
      return tested.visit(url, hostVisit(url, page));
    },
  };
}

function asStarted<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined)
    throw new Error('The browser and the server exist only while tests run: use them inside a test or a hook.');
  return thing;
}
