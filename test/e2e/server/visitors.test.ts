/** Who the server takes a visitor for, in a real browser on built files: across reloads, across sites, and after a logout. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importSnippet, readmeTag } from '../../harness/pages/host-page.ts';
import { startServer } from '../../harness/servers/server-process.ts';
import { signUserToken } from '../../harness/servers/user-token.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

let shop: Server;
let shopUrl: string;
beforeAll(async () => {
  shop = createServer((req, res) => {
    const { url } = site.server;
    const tag = req.url === '/later' ? importSnippet(url) : readmeTag(url);
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end(
      `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">${tag}<h1>Shop</h1></html>`,
    );
  }).listen(0, 'localhost');
  await once(shop, 'listening');
  // Another site to a browser: `localhost` and `127.0.0.1` share nothing.
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}/`;
});
afterAll(() => shop?.close());

const site = setUpSite({
  env: () => ({ CHATDOCK_ALLOWED_ORIGINS: shopUrl.slice(0, -1), CHATDOCK_DEMO_DELAY_MS: '1' }),
});
const composer = (page: Page) => page.getByRole('textbox', { name: 'Ask a question…' });
/** Opens the chat, or leaves it open. Not with the launcher, which would close a chat that opens by itself just then. */
const openChat = async (page: Page) => {
  await page.waitForFunction(() => 'ChatDock' in globalThis);
  await page.evaluate(() => Reflect.get(globalThis, 'ChatDock')('open'));
  await composer(page).waitFor();
};
const send = async (page: Page, text: string) => {
  await composer(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('log').innerText()).toContain(text.replace('echo ', ''));
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
};
/** The titles the server lists to a script in this page, which has the browser's cookies with it. */
const listed = (page: Page) =>
  page.evaluate(async (): Promise<string[]> => {
    const response = await fetch('/chatkit', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"threads.list","params":{}}',
    });
    return (await response.json()).data.map(({ title }: { title: string }) => title);
  });
const cookies = async ({ context }: Visitor) => (await context.cookies()).map(({ name }) => name);

it.each([
  ['what the README says to paste', ''],
  ['the snippet for after load', 'later'],
])('a visitor on another site is recognised after a reload by a token, not a cookie: %s', async (_, path) => {
  const visitor = await site.visit(shopUrl + path);
  const { page } = visitor;
  await openChat(page);
  await send(page, 'echo my periwinkle order');
  await page.reload();
  await openChat(page);
  await expect.poll(() => page.getByRole('log').innerText()).toContain('periwinkle');
  expect(await cookies(visitor)).toEqual([]);
  expect(visitor.console).toEqual([]);
});

it('after a logout and a reload, nothing of the previous user is visible', async () => {
  const visitor = await site.visit(site.server.url);
  const { page } = visitor;
  await openChat(page);
  await send(page, 'echo my private matter');
  expect(await listed(page)).toEqual(['Echo my private matter']);
  await page.evaluate(() => Reflect.get(globalThis, 'ChatDock')('logout'));
  await page.reload();
  await openChat(page);
  expect(await page.locator('body').innerText()).not.toContain('private matter');
  await send(page, 'echo hello');
  expect(await cookies(visitor)).toEqual([]);
  expect(await listed(page)).toEqual([]);
});

it('a logout ends the session at the server, also before the panel has loaded', async () => {
  const { page } = await site.visit(site.server.url);
  const stored = () => page.evaluate(() => JSON.parse(localStorage.getItem('chatdock:default') ?? '{}').visitor);
  const threadsOf = async (token: string) => {
    const response = await fetch(`${site.server.url}chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'chatdock-visitor-token': token },
      body: JSON.stringify({ type: 'threads.list', params: {} }),
    });
    return ((await response.json()) as { data: unknown[] }).data.length;
  };
  const logout = () => page.evaluate(() => Reflect.get(globalThis, 'ChatDock')('logout'));
  for (const isLoaded of [true, false]) {
    await openChat(page);
    await send(page, 'echo my private matter');
    const token = await stored();
    expect(await threadsOf(token)).toBe(1);
    if (!isLoaded) await page.reload();
    await page.waitForFunction(() => 'ChatDock' in globalThis);
    await logout();
    // The next request, which may be on its way already, makes a new visitor of the one who left.
    await expect.poll(stored).not.toBe(token);
    await expect.poll(() => threadsOf(token)).toBe(0);
    await page.reload();
  }
});

it('a token decides the user: without one requests are refused; each has their own threads', async () => {
  const key = 'a key of this test, thirty-two bytes or more';
  const members = await startServer({
    CHATDOCK_IDENTITY: 'users',
    CHATDOCK_JWT_ISSUER: 'shop',
    CHATDOCK_JWT_AUDIENCE: 'chat',
    CHATDOCK_JWT_KEY: key,
    CHATDOCK_DEMO_DELAY_MS: '1',
  });
  try {
    const { page } = await site.visit(members.url);
    const tokenOf = (user: string) => signUserToken(user, key);
    const identify = (userToken: string) =>
      page.evaluate((token) => Reflect.get(globalThis, 'ChatDock')('identify', { userToken: token }), userToken);
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('echo hello');
    await page.keyboard.press('Enter');
    await page.getByText('Sign in, then try again').waitFor();

    await identify(await tokenOf('ada'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.getByRole('log').innerText()).toContain('hello');
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });

    const titles = async (user: string) => {
      const response = await fetch(`${members.url}chatkit`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(user)}` },
        body: '{"type":"threads.list","params":{}}',
      });
      return (await response.json()).data.map(({ title }: { title: string }) => title);
    };
    expect([await titles('ada'), await titles('bob')]).toEqual([['Echo hello'], []]);
  } finally {
    await members.dispose();
  }
});
