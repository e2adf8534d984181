/** The whole path on built files: a page with one script tag, our element, the real server, a database, a real browser. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { filesByMoment } from '../../../scripts/weigh.ts';
import { setUpSite } from '../../harness/pages/site.ts';

// The natural pace: tests wait for Stop to appear, also in a short answer.
const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '16' } });

/** While the server is down the browser itself reports refused connections; nothing of ours may add to that. */
const isOurs = (line: string) => !line.includes('net::ERR_CONNECTION');

/**
 * The scripts that the composer waited for: all that were requested before the last script that the composer needs had
 * arrived. Scripts that are requested later (the client of the first request, icons) delay nothing.
 */
async function askedForUntilUsable(page: Page, needed: readonly string[]): Promise<string[]> {
  const entries = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap((entry) => {
      const file = /\/(dist\/.*\.js)$/.exec(entry.name)?.[1];
      return file && entry instanceof PerformanceResourceTiming
        ? [{ file, asked: entry.startTime, there: entry.responseEnd }]
        : [];
    }),
  );
  const usable = Math.max(...entries.filter(({ file }) => needed.includes(file)).map(({ there }) => there));
  return entries.filter(({ asked }) => asked < usable).map(({ file }) => file);
}

const open = (path?: string) => (path === undefined ? site.visitHost() : site.visit(site.server.url + path));
const composer = (page: Page) => page.getByRole('textbox', { name: /^(Ask a question…|Message the AI)$/ });
const log = (page: Page) => page.getByRole('log');
const openChat = async (page: Page) => {
  await page.getByRole('button', { name: 'Open chat' }).click();
  await composer(page).waitFor();
};
const send = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
};
const responseEnds = (page: Page) =>
  page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
const focusedRole = (page: Page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('role') ?? active?.tagName.toLowerCase();
  });

describe('a page with one script tag', () => {
  it('shows the launcher, loads only the loader, contacts no other host, stores nothing', async () => {
    const { page, requests, stored, console } = await open();
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(requests.filter((request) => !request.split(' ')[1]?.startsWith(site.server.url))).toEqual([]);
    expect(
      requests.filter((request) => request.includes('/dist/')).map((request) => request.split('/dist/')[1]),
    ).toEqual(['chatdock.umd.js']);
    expect(requests.filter((request) => request.startsWith('POST'))).toEqual([]);
    expect(await stored()).toEqual([]);
    expect(console).toEqual([]);
  });

  it('opens with the focus in the composer, within the byte budget', async () => {
    const { page, console } = await open();
    await openChat(page);
    await expect.poll(() => focusedRole(page)).toMatch(/textbox|textarea/);
    const needed = filesByMoment().composer;
    expect((await askedForUntilUsable(page, needed)).toSorted()).toEqual(needed.toSorted());
    expect(console).toEqual([]);
  });

  it('streams a real answer, offers Stop meanwhile, and stays responsive', async () => {
    const { page, console } = await open();
    await openChat(page);
    await send(page, 'What can you do?');
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.waitFor();
    await composer(page).click();
    await page.keyboard.type('typed while it answers');
    await responseEnds(page);
    await expect.poll(() => log(page).innerText()).toContain('What can you do?');
    expect((await log(page).innerText()).length).toBeGreaterThan(200);
    expect(await log(page).locator('strong, li, h2, h3').count()).toBeGreaterThan(0);
    expect(await composer(page).innerText()).toContain('typed while it answers');
    expect(console).toEqual([]);
  });

  it('stops an answer, keeps its text, and accepts the next message', async () => {
    const { page, console } = await open();
    await openChat(page);
    await send(page, 'write 20000 characters');
    const stop = page.getByRole('button', { name: 'Stop', exact: true });
    await stop.waitFor();
    await expect.poll(async () => (await log(page).innerText()).length).toBeGreaterThan(150);
    await stop.click();
    await responseEnds(page);
    const kept = (await log(page).innerText()).length;
    expect(kept).toBeLessThan(20_000);
    await send(page, 'What can you do?');
    await stop.waitFor();
    await responseEnds(page);
    expect((await log(page).innerText()).length).toBeGreaterThan(kept);
    expect(console).toEqual([]);
  });

  it('shows the same thread after a reload, and after the server was killed and restarted', async () => {
    const visitor = await open();
    const { page } = visitor;
    await openChat(page);
    await send(page, 'Please remember the word heliotrope');
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await responseEnds(page);
    const shownText = await log(page).textContent();

    await page.reload();
    await expect.poll(() => log(page).innerText()).toContain('heliotrope');

    await page.waitForLoadState('networkidle');
    await site.server.kill();
    await site.server.start();
    await page.reload();
    await expect.poll(() => log(page).innerText()).toContain('heliotrope');
    await expect.poll(() => log(page).textContent()).toBe(shownText);
    expect(visitor.console.filter(isOurs)).toEqual([]);
  });

  it('reports that the server is down, loses nothing, and sends once on retry', async () => {
    const visitor = await open();
    const { page } = visitor;
    await openChat(page);
    await page.waitForLoadState('networkidle');
    await site.server.kill();
    await send(page, 'Are you still there, marigold?');
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    const shown = await page.locator('body').evaluate(() => document.body.innerText);
    expect(shown).not.toMatch(/TypeError|Failed to fetch|ECONN/);
    await expect
      .poll(async () => (await log(page).innerText()) + (await composer(page).innerText()))
      .toContain('marigold');
    await site.server.start();
    await again.click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await responseEnds(page);
    expect((await log(page).innerText()).match(/You said:/g)).toHaveLength(1);
    expect(visitor.console.filter(isOurs)).toEqual([]);
  });
});

describe('a page that uses only @openai/chatkit-react, on dist/chatkit.js', () => {
  it('streams an answer, keeps it over a reload of the thread, and logs nothing', async () => {
    const { page, requests, console } = await open('demo/chatkit-react.html');
    await composer(page).waitFor();
    await page.getByRole('button', { name: 'What can you do?' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await responseEnds(page);
    // The long lines are the answer's: the question and the buttons are short.
    const answer = (await log(page).innerText()).split('\n').filter((line) => line.length > 40);
    expect(answer.length).toBeGreaterThan(1);
    expect(requests.filter((request) => !request.split(' ')[1]?.startsWith(site.server.url))).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: 'Conversation history' }).click();
    await page
      .getByRole('region', { name: 'Conversation history' })
      .getByRole('button', { name: 'What can you do?', exact: true })
      .click();
    await expect.poll(() => log(page).innerText()).toContain('What can you do?');
    await expect
      .poll(async () => {
        const shown = await log(page).innerText();
        return answer.filter((line) => !shown.includes(line));
      })
      .toEqual([]);
    expect(console).toEqual([]);
  });

  it('stays within the byte budget until the composer is usable', async () => {
    const { page } = await open('demo/chatkit-react.html');
    await composer(page).waitFor();
    const needed = filesByMoment().chatkit;
    const asked = await askedForUntilUsable(page, needed);
    expect(asked.filter((file) => !file.startsWith('dist/demo/')).toSorted()).toEqual(needed.toSorted());
  });
});
