/**
 * Finds a Chromium to test in, in this order: `CHROMIUM_PATH`, an installed one, one that Playwright has, the one in
 * the npm package `@sparticuz/chromium` (Linux x64).
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { isLongRun } from '../long-run.ts';

/** Flags for any Chromium: headless, as root, without update requests. */
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

export interface FoundBrowser {
  executablePath: string;
  /** Flags for this build in addition to `browserArgs`. */
  args: readonly string[];
}

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const canRun = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** @throws Error that lists every place it looked in, if none has a browser. */
export async function findBrowser(): Promise<FoundBrowser> {
  const configured = process.env['CHROMIUM_PATH'];
  if (configured) {
    if (!existsSync(configured))
      throw new Error(
        `CHROMIUM_PATH is ${configured}, but there is no such file. Point it at a Chromium or Chrome, or unset it.`,
      );
    return { executablePath: configured, args: [] };
  }
  const system = installed.find(canRun);
  if (system) return { executablePath: system, args: [] };

  const { chromium: playwright } = await import('playwright-core');
  const playwrightPath = playwright.executablePath();
  if (playwrightPath && canRun(playwrightPath)) return { executablePath: playwrightPath, args: [] };

  const executablePath = await packagedBrowser();
  if (executablePath) return { executablePath, args: [] };
  throw new Error(
    `No browser to test in. Looked at CHROMIUM_PATH, ${installed.join(', ')} and Playwright's own. ` +
      'Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  );
}

/**
 * Finds a browser for tests that open many pages: prefers the packaged browser to an installed one. It has no windows,
 * so a page costs it a tenth of a second of processor time; an installed Chromium needs more than half a second. A long
 * run uses the installed one.
 */
export async function findQuickBrowser(): Promise<FoundBrowser> {
  const isFree = !process.env['CHROMIUM_PATH'] && !isLongRun;
  const executablePath = isFree ? await packagedBrowser() : undefined;
  return executablePath ? { executablePath, args: [] } : findBrowser();
}

/** The Chromium that `@sparticuz/chromium` carries; it unpacks itself on first use. */
async function packagedBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
