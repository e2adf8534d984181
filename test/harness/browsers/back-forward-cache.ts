import type { Browser } from 'playwright-core';

/** Whether a browser keeps a page that is left and shows it again. A Chromium without windows has no back/forward cache. */
export async function hasBackForwardCache(browser: Browser, url: string): Promise<boolean> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.evaluate(() => Object.assign(window, { isKept: true }));
    await page.goto(new URL('?left', url).href);
    await page.goBack({ waitUntil: 'commit' });
    return await page.evaluate(() => 'isKept' in window);
  } finally {
    await context.close();
  }
}
