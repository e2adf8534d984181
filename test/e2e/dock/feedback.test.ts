/** Feedback about an answer, from the visitor's thumb to the owner: typed, sent, stored, and reported to the page. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  button,
  composer,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  openChat,
} from '../../harness/pages/dock-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

/** The output of `npm run feedback` for the owner. */
const stored = async () =>
  (
    await promisify(execFile)(process.execPath, ['server/dist/cli.js', 'feedback'], {
      env: { ...process.env, DATABASE_URL: site.server.databaseURL },
    })
  ).stdout;

const isBelow = async (one: Locator, other: Locator) => {
  const [box, above] = [await one.boundingBox(), await other.boundingBox()];
  return box !== null && above !== null && box.y >= above.y + above.height && box.y < above.y + above.height + 100;
};

it("a thumbs-down and its comment reach the page's events and the server's store", async () => {
  const { page } = await site.visitHost({ options: { feedback: 'comment' }, before: recordEvents });
  await openChat(page);
  await composer(page).click();
  await page.keyboard.type('What can you do?');
  await page.keyboard.press('Enter');
  await page.route('**/FeedbackNote-*', (route) => route.abort(), { times: 1 });
  await button(page, 'Not helpful').click();
  await page.getByRole('alert').filter({ hasText: 'couldn’t load' }).waitFor();
  await button(page, 'Try again').click();
  await page.getByRole('textbox', { name: 'Tell us more' }).waitFor();
  await expect.poll(() => recordedEvents(page, 'feedback'), eventually).toMatchObject([{ kind: 'negative' }]);
  const firstReason = page.getByRole('group', { name: 'What was wrong' }).getByRole('checkbox', { name: 'Incorrect' });
  await expect.poll(() => firstReason.evaluate((box) => box.matches(':focus')), eventually).toBe(true);
  expect(await isBelow(firstReason, button(page, 'Not helpful'))).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: 'Tell us more' }).click();
  await page.keyboard.type('It names no periwinkle');
  await button(page, 'Send feedback').click();
  await expect
    .poll(() => recordedEvents(page, 'feedback'), eventually)
    .toMatchObject([
      { kind: 'negative' },
      {
        kind: 'negative',
        comment: '#incomplete It names no periwinkle',
        threadId: expect.any(String),
        itemIds: [expect.any(String)],
      },
    ]);
  await button(page, 'Send feedback').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
  await page.locator('.note').getByRole('status').getByText('Thanks for your feedback.').waitFor();
  await expect.poll(stored, eventually).toContain('#incomplete It names no periwinkle');

  // The question goes with the conversation it is about.
  await page.keyboard.type('count to 3');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('1, 2, 3.').waitFor();
  // The older answer keeps its thumbs.
  await expect.poll(() => button(page, 'Not helpful').count(), eventually).toBe(2);
  await button(page, 'Not helpful').last().click();
  await page.getByRole('textbox', { name: 'Tell us more' }).waitFor();
  await button(page, 'New chat').click();
  await page.getByRole('textbox', { name: 'Tell us more' }).waitFor({ state: 'detached' });
});

it('thumbs are on by default, and stored with thread, item and visitor', async () => {
  const { page } = await site.visitHost({ before: recordEvents });
  await openChat(page);
  await composer(page).click();
  await page.keyboard.type('echo periwinkle');
  await page.keyboard.press('Enter');
  const sent = page.waitForResponse((response) => response.request().postData()?.includes('items.feedback') ?? false);
  await button(page, 'Not helpful').click();
  expect((await sent).ok()).toBe(true);
  await expect.poll(() => recordedEvents(page, 'feedback'), eventually).toMatchObject([{ kind: 'negative' }]);
  const [feedback] = await recordedEvents(page, 'feedback');
  expect(await page.getByRole('textbox').count()).toBe(1);
  await expect.poll(stored, eventually).toContain(String(feedback?.['threadId']));
});

it("only a thumbs-down asks for a comment, which goes to the server in ChatKit's options", async () => {
  const { page } = await site.visitHost({
    head: '<script type="application/json" id="more">{ "chatkit": { "api": { "url": "/chatkit", "domainKey": "none" } } }</script>',
    tag: '<script async src="/dist/chatdock.umd.js" data-feedback="comment" data-config="#more"></script>',
    before: recordEvents,
  });
  await openChat(page);
  await composer(page).click();
  await page.keyboard.type('echo periwinkle');
  await page.keyboard.press('Enter');
  await button(page, 'Helpful').click();
  await expect.poll(() => recordedEvents(page, 'feedback'), eventually).toMatchObject([{ kind: 'positive' }]);
  expect(await page.getByRole('textbox', { name: 'Tell us more' }).count()).toBe(0);
  await button(page, 'Not helpful').click();
  await page.getByRole('textbox', { name: 'Tell us more' }).fill('Too short a heron');
  await button(page, 'Send feedback').click();
  await expect.poll(stored, eventually).toContain('Too short a heron');
});
