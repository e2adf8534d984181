/** Several people use one device: each sees only their own conversations. The server is real and checks tokens. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  button,
  choose,
  command,
  composer,
  eventually,
  recordedEvents,
  recordEvents,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import { scriptTag, type HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { signUserToken } from '../../harness/servers/user-token.ts';

const key = 'a key of this test, thirty-two bytes or more';
const site = setUpSite({
  env: {
    CHATDOCK_IDENTITY: 'both',
    CHATDOCK_JWT_ISSUER: 'shop',
    CHATDOCK_JWT_AUDIENCE: 'chat',
    CHATDOCK_JWT_KEY: key,
    CHATDOCK_DEMO_DELAY_MS: '1',
  },
});

const tokenOf = (user: string, serial?: string) => signUserToken(user, key, serial);

async function openPage(host: HostPage = {}) {
  const visitor = await site.visitHost({ ...host, before: recordEvents + watching });
  await visitor.page.locator('chat-dock').waitFor({ state: 'attached' });
  return visitor;
}

/** Everything a page shows, hidden or not, through shadow roots; and the moments at which it held a word. */
const watching = `
  const read = (root) => [...root.childNodes].map((node) => (node.shadowRoot ? read(node.shadowRoot) : '') + (node.nodeType === 3 ? node.data : /STYLE|SCRIPT/.test(node.tagName) ? '' : read(node))).join(' ');
  window.shown = () => read(document);
  window.leaks = [];
  window.watchFor = (word) => {
    const look = () => {
      if (window.shown().includes(word)) window.leaks.push(word);
      requestAnimationFrame(look);
    };
    look();
  };`;
interface WatchingWindow extends Window {
  shown(): string;
  leaks: string[];
  watchFor(word: string): void;
}

/** Runs a command and begins, in the same breath, to look for a word that must not be seen from now on. */
const commandWithout = (page: Page, word: string, ...words: unknown[]) =>
  page.evaluate(
    ([word, ...words]) => {
      (window as unknown as { ChatDock: (...words: unknown[]) => unknown }).ChatDock(...words);
      (window as unknown as WatchingWindow).watchFor(String(word));
    },
    [word, ...words],
  );
const leaks = (page: Page) => page.evaluate(() => (window as unknown as WatchingWindow).leaks);
const shown = (page: Page) => page.evaluate(() => (window as unknown as WatchingWindow).shown());
const everythingStored = (page: Page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

const type = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
};
const say = async (page: Page, text: string) => {
  await type(page, `echo ${text}`);
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByRole('log').innerText(), eventually)
    .toMatch(new RegExp(`echo ${text}[\\s\\S]*${text}`));
  await button(page, 'Stop').waitFor({ state: 'detached' });
};
const titles = async (page: Page) => {
  await button(page, 'Conversation history').click();
  await button(page, 'Back to chat').waitFor();
  await expect.poll(() => page.locator('chatdock-chatkit').getByRole('progressbar').count(), eventually).toBe(0);
  const found = await shown(page);
  await button(page, 'Back to chat').click();
  return ['periwinkle', 'marigold', 'sunflower'].filter((word) => found.includes(word));
};

it('each user sees only their own thread, at any moment', async () => {
  const { page } = await openPage();
  await command(page, 'identify', { userToken: await tokenOf('ada') });
  await openChat(page);
  await say(page, 'my periwinkle order');
  await type(page, 'a periwinkle thought');
  await button(page, 'Conversation history').click();
  await button(page, 'Back to chat').waitFor();

  await commandWithout(page, 'periwinkle', 'identify', { userToken: await tokenOf('bob') });
  await button(page, 'Conversation history').waitFor();
  await expect.poll(() => composer(page).innerText(), eventually).toBe('');
  await say(page, 'my marigold order');
  expect(await titles(page)).toEqual(['marigold']);
  expect(await leaks(page)).toEqual([]);
  expect(await everythingStored(page)).not.toContain('periwinkle');
  expect((await recordedEvents(page, 'thread-change')).some(({ threadId }) => threadId === null)).toBe(true);

  await command(page, 'identify', { userToken: await tokenOf('ada', '2') });
  await expect.poll(() => shown(page), eventually).not.toContain('marigold');
  await expect.poll(() => titles(page), eventually).toEqual(['periwinkle']);
});

it('unsent messages are deleted when their person signs out, and are not sent later', async () => {
  const { page, context } = await openPage();
  await command(page, 'identify', { userToken: await tokenOf('ida') });
  await openChat(page);
  await say(page, 'hello');
  await context.setOffline(true);
  await type(page, 'echo my periwinkle order');
  await page.keyboard.press('Enter');
  await page.getByText('We’ll send your message when you’re back online.').first().waitFor();
  expect(await everythingStored(page)).toContain('periwinkle');
  await commandWithout(page, 'periwinkle', 'identify', { userToken: await tokenOf('eve') });
  expect(await everythingStored(page)).not.toContain('periwinkle');
  const sent: (string | null)[] = [];
  page.on('request', (request) => sent.push(request.postData()));
  await context.setOffline(false);
  await say(page, 'my marigold order');
  await command(page, 'identify', { userToken: await tokenOf('ida', '2') });
  await expect.poll(() => shown(page), eventually).not.toContain('marigold');
  expect(await titles(page)).toEqual([]);
  expect(sent.join(' ')).toContain('marigold');
  expect(sent.join(' ')).not.toContain('periwinkle');
  expect(await leaks(page)).toEqual([]);
});

it('a fresh token of the same person continues the chat', async () => {
  const { page, requests } = await openPage();
  await command(page, 'identify', { userToken: await tokenOf('grace') });
  await openChat(page);
  await say(page, 'my sunflower order');
  await type(page, 'half a thought');
  await page.locator('chatdock-chatkit').evaluate((element) => element.setAttribute('data-mark', 'same'));
  const before = requests.length;
  const sent: (string | undefined)[] = [];
  page.on('request', (request) => sent.push(request.headers()['authorization']));
  const fresh = await tokenOf('grace', '2');
  await command(page, 'identify', { userToken: fresh });
  expect(await page.locator('chatdock-chatkit').getAttribute('data-mark')).toBe('same');
  expect(await composer(page).innerText()).toContain('half a thought');
  expect(requests.length).toBe(before);
  await page.keyboard.press('Enter');
  await expect.poll(() => sent, eventually).toContain(`Bearer ${fresh}`);
});

it('sign-in starts a new chat and keeps the unsent text and the focus', async () => {
  const { page } = await openPage();
  await openChat(page);
  await say(page, 'my periwinkle order');
  await type(page, 'half a thought');
  await commandWithout(page, 'periwinkle', 'identify', { userToken: await tokenOf('joan') });
  await expect.poll(() => composer(page).innerText(), eventually).toContain('half a thought');
  await page.keyboard.press('End');
  await page.keyboard.type(' and more');
  await expect.poll(() => composer(page).innerText(), eventually).toContain('half a thought and more');
  expect(await titles(page)).toEqual([]);
  expect(await leaks(page)).toEqual([]);
});

it('a reload restores thread and draft only to their owner', async () => {
  const { page } = await openPage();
  await command(page, 'identify', { userToken: await tokenOf('mary') });
  await openChat(page);
  await say(page, 'my periwinkle order');
  await type(page, 'a periwinkle thought');
  await expect.poll(() => everythingStored(page), eventually).toContain('a periwinkle thought');

  await page.reload();
  await composer(page).waitFor();
  expect(await shown(page)).not.toContain('periwinkle');
  await command(page, 'identify', { userToken: await tokenOf('mary', '2') });
  await expect.poll(() => shown(page), eventually).toContain('my periwinkle order');
  await expect.poll(() => composer(page).innerText(), eventually).toContain('a periwinkle thought');

  await page.reload();
  await composer(page).waitFor();
  await commandWithout(page, 'periwinkle', 'identify', { userToken: await tokenOf('nina') });
  await say(page, 'my marigold order');
  expect(await leaks(page)).toEqual([]);
  expect(await everythingStored(page)).not.toContain('periwinkle');
});

it('logout clears screen and storage in all tabs', async () => {
  const visitor = await openPage();
  const { page } = visitor;
  const token = await tokenOf('edith');
  await command(page, 'identify', { userToken: token });
  await openChat(page);
  await say(page, 'my periwinkle order');
  await choose(page, 'Switch to dark mode');
  await button(page, 'Conversation history').click();
  await button(page, 'Back to chat').waitFor();

  const other = await visitor.context.newPage();
  await other.addInitScript(recordEvents + watching);
  await other.route('**/host-page', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A shop</title><main>A shop</main>${scriptTag()}</html>`,
    }),
  );
  await other.goto(`${site.server.url}host-page`);
  await composer(other).waitFor();
  await command(other, 'identify', { userToken: token });
  await expect.poll(() => shown(other), eventually).toContain('my periwinkle order');

  await commandWithout(page, 'periwinkle', 'logout');
  await button(page, 'Conversation history').waitFor();
  await expect.poll(() => page.locator('chat-dock .dock').getAttribute('data-theme'), eventually).toBe('light');
  await expect.poll(() => shown(other), eventually).not.toContain('periwinkle');
  expect(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }])).toEqual([
    { 'chatdock:default': expect.stringMatching(/^\{"visitor":"[^"]*"\}$/) },
    {},
  ]);
  expect(await titles(page)).toEqual([]);
  expect(await titles(other)).toEqual([]);
  expect(await leaks(page)).toEqual([]);
  expect(await panel(page).isVisible()).toBe(true);

  await command(page, 'identify', { userToken: token });
  expect(await titles(page)).toEqual(['periwinkle']);
});
