/** Unsent texts in the dock: each conversation keeps its own, with its quote, even after a reload. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  button,
  command,
  composer,
  eventually,
  recordedEvents,
  recordEvents,
  openChat,
} from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

async function open(options: Record<string, string> = {}) {
  const visitor = await site.visitHost({ options, before: recordEvents });
  await openChat(visitor.page);
  return visitor;
}

const draft = (page: Page) => composer(page).innerText();
const type = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
};
/** Says something and gives the conversation's id. */
async function say(page: Page, text: string) {
  await type(page, `echo ${text}`);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.turn-actions:not(.own)').count(), eventually).toBe(1);
  const changes = await recordedEvents(page, 'thread-change');
  return String(changes.at(-1)?.['threadId']);
}

it('each thread has its own draft, including its quote', async () => {
  const { page, console: messages } = await open();
  const first = await say(page, 'the first answer');
  await page
    .locator('.assistant-message p')
    .first()
    .dblclick({ position: { x: 8, y: 12 } });
  await button(page, 'Reply to this').click();
  await type(page, 'to the first');
  await command(page, 'setThreadId', null);
  await expect.poll(() => draft(page), eventually).toBe('');
  await type(page, 'to nobody yet');
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('chatdock:default')), eventually)
    .toContain('to nobody yet');

  expect(
    await page.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('chatdock:default') ?? '').drafts)),
  ).toEqual([`chatkit:draft:${first}`, 'chatkit:draft:new']);
  await page.reload();
  await expect.poll(() => draft(page).catch(() => ''), eventually).toContain('to nobody yet');
  await command(page, 'setThreadId', first);
  await expect.poll(() => draft(page), eventually).toContain('to the first');
  expect(await page.locator('.quote-text').innerText()).toBe('the');

  await composer(page).click();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.turn-actions:not(.own)').count(), eventually).toBe(2);
  await page.reload();
  await expect.poll(() => page.locator('.quoted').count(), eventually).toBe(1);
  expect((await draft(page)).trim()).toBe('');
  await button(page, 'New chat').click();
  await expect.poll(() => draft(page), eventually).toContain('to nobody yet');
  expect(messages).toEqual([]);
});

it('drafts survive switching threads even without persistence', async () => {
  const { page, stored } = await open({ persist: 'none' });
  const first = await say(page, 'the first answer');
  await type(page, 'to the first');
  await command(page, 'setThreadId', null);
  await expect.poll(() => draft(page), eventually).toBe('');
  await command(page, 'setThreadId', first);
  await expect.poll(() => draft(page), eventually).toContain('to the first');
  expect((await stored()).filter((name) => !name.startsWith('cookie'))).toEqual([]);
});

it('the first question and its answer survive leaving the page at any moment', async () => {
  const { page } = await open();
  // The server gets it; that it did never reaches this page.
  await page.route('**/chatkit', async (route) => {
    const request = route.request();
    if (!request.postData()?.includes('threads.create')) return route.continue();
    await fetch(request.url(), { method: 'POST', headers: await request.allHeaders(), body: request.postData() }).then(
      (answer) => answer.text(),
    );
  });
  const arrived = page.waitForRequest((request) => request.postData()?.includes('threads.create') ?? false);
  await type(page, 'echo heliotrope');
  await page.keyboard.press('Enter');
  await arrived;
  await page.reload();
  await expect
    .poll(
      () =>
        page
          .locator('.assistant-message')
          .innerText()
          .catch(() => ''),
      eventually,
    )
    .toContain('heliotrope');
  expect(await page.locator('.user-message').count()).toBe(1);
  expect((await recordedEvents(page, 'thread-change')).at(-1)?.['threadId']).toEqual(expect.any(String));

  // And where it never got that far, the next page sends it.
  await button(page, 'New chat').click();
  await page.unroute('**/chatkit');
  await page.route('**/chatkit', (route) =>
    route.request().postData()?.includes('threads.create') ? undefined : route.continue(),
  );
  const left = page.waitForRequest((request) => request.postData()?.includes('threads.create') ?? false);
  await type(page, 'echo periwinkle');
  await page.keyboard.press('Enter');
  await left;
  await page.unroute('**/chatkit');
  await page.reload();
  await expect
    .poll(
      () =>
        page
          .locator('.assistant-message')
          .innerText()
          .catch(() => ''),
      eventually,
    )
    .toContain('periwinkle');
});
