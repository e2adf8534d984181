/** What is written in the dock and not sent: each conversation keeps its own, with what it quotes, over a reload. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { button, command, composer, eventually, heard, hearing, openChat } from '../harness/dock-page.ts';
import { setUpSite } from '../harness/site.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });

async function open(options: Record<string, string> = {}) {
  const visitor = await site.visitHost({ options, before: hearing });
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
  await expect.poll(() => page.locator('.turn-actions').count(), eventually).toBe(1);
  const changes = await heard(page, 'thread-change');
  return String(changes.at(-1)?.['threadId']);
}

it('each conversation has a draft of its own, and a quotation belongs to it', async () => {
  const { page, console: messages } = await open();
  const first = await say(page, 'the first answer');
  const line = await page.locator('.assistant-message p').first().boundingBox();
  if (!line) throw new Error('There is no answer.');
  await page.mouse.dblclick(Math.round(line.x + 8), Math.round(line.y + 12));
  await button(page, 'Reply to this').click();
  await type(page, 'to the first');
  await command(page, 'newThread');
  await expect.poll(() => draft(page), eventually).toBe('');
  await type(page, 'to nobody yet');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('chatdock:default')), eventually).toContain('to nobody yet');

  expect(await page.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('chatdock:default') ?? '').drafts))).toEqual([`chatkit:draft:${first}`, 'chatkit:draft:new']);
  await page.reload();
  await expect.poll(() => draft(page).catch(() => ''), eventually).toContain('to nobody yet');
  await command(page, 'setThread', first);
  await expect.poll(() => draft(page), eventually).toContain('to the first');
  expect(await page.locator('.quote-text').innerText()).toBe('the');

  await composer(page).click();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.turn-actions').count(), eventually).toBe(2);
  await page.reload();
  await expect.poll(() => page.locator('.quoted').count(), eventually).toBe(1);
  expect((await draft(page)).trim()).toBe('');
  await button(page, 'New chat').click();
  await expect.poll(() => draft(page), eventually).toContain('to nobody yet');
  expect(messages).toEqual([]);
});

it('a change of conversation keeps what is written also where nothing is to be remembered', async () => {
  const { page, stored } = await open({ persist: 'none' });
  const first = await say(page, 'the first answer');
  await type(page, 'to the first');
  await command(page, 'newThread');
  await expect.poll(() => draft(page), eventually).toBe('');
  await command(page, 'setThread', first);
  await expect.poll(() => draft(page), eventually).toContain('to the first');
  expect((await stored()).filter((name) => !name.startsWith('cookie'))).toEqual([]);
});
