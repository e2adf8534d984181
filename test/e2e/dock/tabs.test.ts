/** Two tabs of one browser with the dock in each: they stay in step, and each keeps what is being written in it. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  button,
  command,
  composer,
  composerName,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { type HostPage, hostVisit, scriptTag } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { signUserToken } from '../../harness/servers/user-token.ts';

const key = 'a key of this test, thirty-two bytes or more';
const site = setUpSite({
  env: {
    CHATDOCK_DEMO_DELAY_MS: '20',
    CHATDOCK_IDENTITY: 'both',
    CHATDOCK_JWT_ISSUER: 'shop',
    CHATDOCK_JWT_AUDIENCE: 'chat',
    CHATDOCK_JWT_KEY: key,
  },
});

const tokenOf = (user: string) => signUserToken(user, key);

/** The chat is open in both. */
async function openTabs(host: HostPage = {}) {
  const parts = { ...host, before: recordEvents };
  const { page, context } = await site.visitHost(parts);
  await openChat(page);
  const openTab = async () => {
    const tab = await context.newPage();
    const url = `${site.server.url}host-page`;
    await hostVisit(url, parts).prepare?.(tab);
    await tab.goto(url);
    await tab.locator('chat-dock').waitFor({ state: 'attached' });
    return tab;
  };
  const other = await openTab();
  await composer(other).waitFor();
  return { page, other, openTab };
}

const draft = async (page: Page) => (await composer(page).innerText()).trim();
const type = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
};
const say = async (page: Page, text: string) => {
  await type(page, text);
  await page.keyboard.press('Enter');
};
const log = async (page: Page) => (await page.getByRole('log').innerText()).replaceAll(/\s+/g, ' ');
const shows = (page: Page, text: string) => expect.poll(() => log(page), eventually).toContain(text);
const threadOf = async (page: Page) => (await recordedEvents(page, 'thread-change')).at(-1)?.['threadId'];
const isEnded = (page: Page, answers: number) =>
  expect.poll(() => page.locator('.turn-actions:not(.own)').count(), eventually).toBe(answers);

describe('drafts', () => {
  it('are separate in each tab, also after a reload; the next visit gets the last one', async () => {
    const { page, other, openTab } = await openTabs();
    await type(page, 'in the first tab');
    await type(other, 'in the second tab');
    await page.reload();
    await expect.poll(() => draft(page).catch(() => ''), eventually).toBe('in the first tab');
    await other.reload();
    await expect.poll(() => draft(other).catch(() => ''), eventually).toBe('in the second tab');
    const next = await openTab();
    await expect.poll(() => draft(next).catch(() => ''), eventually).toBe('in the second tab');
  });

  it('that are sent in one tab stay in the other', async () => {
    const { page, other } = await openTabs();
    await type(page, 'echo this is not sent');
    await say(other, 'echo sent');
    await shows(other, 'sent');
    await isEnded(other, 1);
    expect(await draft(page)).toBe('echo this is not sent');
    await page.reload();
    await composer(page).waitFor();
    await expect.poll(() => draft(page).catch(() => undefined), eventually).toBe('echo this is not sent');
    // Writes it again, where the other tab has none.
    await type(page, '!');
    await other.reload();
    await composer(other).waitFor();
    await command(other, 'setThreadId', null);
    await expect
      .poll(() => recordedEvents(other, 'thread-change').then((events) => events.at(-1)), eventually)
      .toMatchObject({
        threadId: null,
      });
    expect(await draft(other)).toBe('');
  });
});

describe('two tabs', () => {
  it('close and open together, and the focus stays where it is', async () => {
    const { page, other } = await openTabs();
    await page.bringToFront();
    await page.keyboard.press('Escape');
    await panel(page).waitFor({ state: 'hidden' });
    await panel(other).waitFor({ state: 'hidden' });
    await command(page, 'open');
    await panel(page).waitFor();
    await panel(other).waitFor();
    await expect.poll(() => recordedEvents(other, 'open'), eventually).toHaveLength(2);
    expect(await focused(other)).not.toMatch(composerName);
    expect(await recordedEvents(page, 'open')).toHaveLength(2);
  });

  it('have one theme, also after it is reset', async () => {
    const { page, other } = await openTabs({ options: { theme: 'light' } });
    const theme = async (tab: Page) => (await recordedEvents(tab, 'theme')).at(-1)?.['theme'];
    await command(page, 'setTheme', 'dark');
    await expect.poll(() => theme(other), eventually).toBe('dark');
    await command(other, 'setTheme', null);
    await expect.poll(() => theme(page), eventually).toBe('light');
    // Tabs hear each other in order: what one had answered to the reset would be there before this.
    const before = (await recordedEvents(page, 'theme')).length;
    await command(other, 'setTheme', 'dark');
    await expect.poll(() => theme(page), eventually).toBe('dark');
    await command(page, 'setTheme', null);
    await expect.poll(() => theme(other), eventually).toBe('light');
    // Each change is two events: the choice, then what is drawn.
    await expect.poll(() => recordedEvents(page, 'theme').then(({ length }) => length), eventually).toBe(before + 4);
  });

  it('show the same conversation, and its answer as it streams', async () => {
    const { page, other } = await openTabs();
    // Longer than a slow machine takes to show it. The test ends it.
    await say(page, 'count to 900');
    await expect.poll(() => threadOf(other), eventually).toEqual(expect.any(String));
    await shows(other, '1, 2, 3');
    await button(other, 'Stop').click();
    for (const tab of [page, other]) await isEnded(tab, 1);
    const first = await threadOf(page);
    expect(await threadOf(other)).toBe(first);
    await command(other, 'setThreadId', null);
    await expect.poll(() => threadOf(page), eventually).toBeNull();
    await command(page, 'setThreadId', first);
    await shows(other, '1, 2, 3');
    // Tabs hear each other in order: what one had answered to the change would be there before this.
    const changes = (await recordedEvents(other, 'thread-change')).length;
    await command(page, 'setThreadId', null);
    await expect.poll(() => threadOf(other), eventually).toBeNull();
    expect(await recordedEvents(other, 'thread-change')).toHaveLength(changes + 1);
  });

  it('stay separate if one has an unsent text, also after a reload', async () => {
    const { page, other } = await openTabs();
    await say(page, 'echo one');
    for (const tab of [page, other]) await isEnded(tab, 1);
    await type(other, 'half a question');
    // Also after a reload, and after another tab has sent what it wrote.
    for (const text of ['echo two', 'echo three']) {
      await command(page, 'setThreadId', null);
      await expect.poll(() => threadOf(page), eventually).toBeNull();
      await say(page, text);
      await isEnded(page, 1);
      expect(await log(other)).toContain('echo one');
      expect(await draft(other)).toBe('half a question');
      await other.reload();
      await composer(other).waitFor();
      await shows(other, 'echo one');
      await expect.poll(() => draft(other), eventually).toBe('half a question');
    }
  });

  it('count an answer as unread in both, until one is opened', async () => {
    const { page, other } = await openTabs();
    await say(page, 'count to 200');
    await button(page, 'Stop').waitFor();
    await command(page, 'close');
    const unread = async (tab: Page) => (await recordedEvents(tab, 'unread')).at(-1)?.['count'];
    for (const tab of [page, other]) await expect.poll(() => unread(tab), eventually).toBe(1);
    await command(other, 'open');
    for (const tab of [page, other]) await expect.poll(() => unread(tab), eventually).toBe(0);
  });

  it('delete a person’s data after a logout in one of them', async () => {
    const token = await tokenOf('ada');
    const { page, other } = await openTabs({ tag: scriptTag({ 'user-token': token }) });
    await say(page, 'echo a secret of Ada');
    await shows(other, 'a secret of Ada');
    await type(other, 'a draft of Ada');
    await command(page, 'update', { userToken: await tokenOf('bob') });
    for (const tab of [page, other])
      await expect.poll(() => tab.getByText('a secret of Ada').count(), eventually).toBe(0);
    expect(await draft(other)).toBe('');
    expect(JSON.stringify(await other.evaluate(() => ({ ...localStorage, ...sessionStorage })))).not.toContain('Ada');
  });

  it('delete the data of a logout during an answer, which is shown on their return', async () => {
    const { page, other } = await openTabs({ tag: scriptTag({ 'user-token': await tokenOf('cleo') }) });
    await say(page, 'count to 900');
    for (const tab of [page, other]) await shows(tab, '1, 2, 3');
    const thread = await threadOf(page);
    await command(page, 'update', { userToken: await tokenOf('dan') });
    for (const tab of [page, other]) await expect.poll(() => tab.getByText('count to 900').count(), eventually).toBe(0);
    await say(page, 'echo of Dan');
    await isEnded(page, 1);
    expect(await log(page)).not.toContain('1, 2, 3');
    await command(page, 'update', { userToken: await tokenOf('cleo') });
    await expect.poll(() => page.getByText('echo of Dan').count(), eventually).toBe(0);
    await command(page, 'setThreadId', thread);
    await shows(page, '1, 2, 3');
  });

  it('are independent if the visitor’s data is stored per tab', async () => {
    const { page, context } = await site.visitHost({ options: { persist: 'session' }, before: recordEvents });
    await openChat(page);
    const other = await context.newPage();
    const url = `${site.server.url}host-page`;
    await hostVisit(url, { options: { persist: 'session' }, before: recordEvents }).prepare?.(other);
    await other.goto(url);
    await openChat(other);
    await command(page, 'setTheme', 'dark');
    await say(page, 'echo mine');
    await isEnded(page, 1);
    expect(await threadOf(other)).toBeUndefined();
    expect((await recordedEvents(other, 'theme')).map(({ theme }) => theme)).not.toContain('dark');
  });
});
