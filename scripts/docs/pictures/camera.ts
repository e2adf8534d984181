/** Takes the pictures of one build. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { visit } from '../../../test/harness/browsers/visitor.ts';
import { hostVisit } from '../../../test/harness/pages/host-page.ts';
import { startServer } from '../../../test/harness/servers/server-process.ts';
import { DESKTOP, type State } from './state.ts';
import { rest } from './steps.ts';

export interface Picture {
  name: string;
  /** Why there is no picture. */
  missing?: string;
}

/** Takes all states of the build in `checkout` into `folder`. A state that the build does not have is skipped with a line. */
export async function takeAll(
  browser: Browser,
  states: readonly State[],
  { checkout, folder }: { checkout: string; folder: string },
): Promise<Picture[]> {
  mkdirSync(folder, { recursive: true });
  // A server serves the files of the folder that it starts in.
  const server = await startServer({}, resolve(checkout, 'server/dist/cli.js'));
  const pictures: Picture[] = [];
  try {
    for (const state of states) {
      const result = await take(browser, state, server.url, join(folder, `${state.name}.png`));
      pictures.push(result);
      if (result.missing) console.log(`${folder}: no picture of ${state.name}: ${result.missing}`);
    }
  } finally {
    await server.dispose();
  }
  return pictures;
}

async function take(browser: Browser, state: State, server: string, file: string): Promise<Picture> {
  const context = { viewport: DESKTOP, reducedMotion: 'reduce', ...state.context } satisfies BrowserContextOptions;
  const { page, context: opened } = await goTo(browser, state, server, context);
  try {
    await rest(page);
    await state.reach?.(page);
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await photograph(page, state, file);
    return { name: state.name };
  } catch (cause) {
    const [line = ''] = String(cause instanceof Error ? cause.message : cause).split('\n');
    return { name: state.name, missing: line };
  } finally {
    await opened.close();
  }
}

function goTo(browser: Browser, { at }: State, server: string, context: BrowserContextOptions) {
  if ('path' in at) return visit(browser, server + at.path, context);
  if ('host' in at) {
    const url = `${server}host-page`;
    return visit(browser, url, { ...context, ...hostVisit(url, at.host) });
  }
  const { gallery, scheme = 'light', locale = 'en' } = at;
  const url = `${server}gallery?${new URLSearchParams({ state: gallery, scheme, locale })}`;
  return visit(browser, url, { ...context, viewport: { width: 460, height: 900 }, prepare: serveCurrentGallery });
}

/** An old build gets the same data as today's: the gallery's own files come from this checkout, the element from its build. */
async function serveCurrentGallery(page: Page) {
  const serve = (pattern: RegExp, fileOf: (path: string) => string) =>
    page.route(pattern, (route) => {
      const path = fileOf(new URL(route.request().url()).pathname);
      return existsSync(path) ? route.fulfill({ path }) : route.continue();
    });
  await serve(/\/gallery\?/, () => 'demo/gallery.html');
  await serve(/\/demo\//, (path) => path.slice(1));
  await serve(/\/dist\/demo\//, (path) => path.slice(1));
}

async function photograph(page: Page, { at, corner }: State, path: string) {
  const options = { path, animations: 'disabled', caret: 'hide' } as const;
  if ('gallery' in at) {
    await page.locator('#gallery figure > .stage').screenshot(options);
    return;
  }
  const { width, height } = page.viewportSize() ?? DESKTOP;
  const clip = corner && { ...corner, x: width - corner.width, y: height - corner.height };
  await page.screenshot({ ...options, ...(clip && { clip }) });
}
