/** A page on another origin than its chat server: what the page, the console and the server's log say when that goes wrong. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { button, composer, eventually, openChat } from '../../harness/pages/dock-page.ts';
import { freePort } from '../../harness/servers/free-port.ts';
import { readmeTag } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { setUpBrowser } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const tested = setUpBrowser();
/** Any server on this machine may be called by pages of this machine, unless it names its origins. */
let open: ServerProcess;
let strict: ServerProcess;
let shop: Server;
let shopOrigin: string;
/** The address that the shop's tag names; another origin than the shop's. */
let tag = '';

beforeAll(async () => {
  shop = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8').end(documentWith(tag));
  }).listen(0, 'localhost');
  await once(shop, 'listening');
  shopOrigin = `http://localhost:${(shop.address() as AddressInfo).port}`;
  [open, strict] = await Promise.all([
    startServer(),
    startServer({ CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example' }),
  ]);
});
afterAll(async () => {
  shop?.close();
  await Promise.all([open?.dispose(), strict?.dispose()]);
});

const documentWith = (snippet: string) =>
  `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">${snippet}<h1>Shop</h1></html>`;

async function ask({ page }: Visitor): Promise<void> {
  await openChat(page);
  await composer(page).fill('echo hello');
  await page.keyboard.press('Enter');
}
/** ChatDock's own lines in the console. The browser adds others. */
const warnings = ({ console }: Visitor) => console.filter((line) => line.startsWith('warning: ChatDock: '));

it("`npm start` answers the README's tag on a page of another origin of this machine", async () => {
  tag = readmeTag(open.url);
  const visitor = await tested.visit(shopOrigin);
  await ask(visitor);
  await expect.poll(() => visitor.page.getByRole('log').innerText(), eventually).toContain('hello');
  expect(visitor.console).toEqual([]);
});

it('an origin that is not allowed: console and log name the origin and the setting', async () => {
  tag = readmeTag(strict.url);
  const visitor = await tested.visit(shopOrigin);
  await ask(visitor);
  await expect
    .poll(() => warnings(visitor), eventually)
    .toEqual([
      `warning: ChatDock: The chat server at ${strict.url}chatkit answers, but it does not allow pages of ${shopOrigin}, or the path of the address is wrong. Set CHATDOCK_ALLOWED_ORIGINS=${shopOrigin} on the server, or allowedOrigins in its code.`,
    ]);
  expect(strict.output()).toContain(
    `Refused a request from origin ${shopOrigin}, which is not in CHATDOCK_ALLOWED_ORIGINS.`,
  );

  // The list of conversations and what explains its failure, then the message; the visitor's own attempts, and no other.
  const asked = () => visitor.requests.filter((request) => request.endsWith(`${strict.url}chatkit`));
  await expect.poll(() => asked().length, eventually).toBe(4);
  expect(asked().filter((request) => request.startsWith('POST'))).toHaveLength(2);
  await button(visitor.page, 'Try again').click();
  await expect.poll(() => asked().length, eventually).toBe(5);
  // The browser has two lines for each request that fails, and one for the answer to a probe.
  const errors = () => visitor.console.filter((line) => line.startsWith('error')).length;
  await expect.poll(errors, eventually).toBe(9);
  expect(warnings(visitor)).toHaveLength(1);

  // The owner allows the origin meanwhile.
  await visitor.page.route(`${strict.url}chatkit`, (route) => route.continue({ url: `${open.url}chatkit` }));
  await button(visitor.page, 'Try again').click();
  await expect.poll(() => visitor.page.getByRole('log').innerText(), eventually).toMatch(/The assistant said:\s+hello/);
});

it('a server that is down: the console says that it does not respond', async () => {
  const nobody = `http://127.0.0.1:${await freePort()}/`;
  tag = readmeTag(open.url).replace(`${open.url}chatkit`, `${nobody}chatkit`);
  const visitor = await tested.visit(shopOrigin);
  await ask(visitor);
  await expect
    .poll(() => warnings(visitor), eventually)
    .toEqual([expect.stringContaining(`The chat server at ${nobody}chatkit does not answer. Check that it runs`)]);
});

it('a header that the server does not allow: the console says that the origin is not the cause', async () => {
  tag = readmeTag(open.url).replace('data-title', `data-headers='{"x-shop":"1"}' data-title`);
  const visitor = await tested.visit(shopOrigin);
  await ask(visitor);
  await expect
    .poll(() => warnings(visitor), eventually)
    .toEqual([expect.stringContaining('allows this page, but a request failed. If the page adds headers')]);
});

it('a page opened from a file is refused, and the console says why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-file-'));
  const file = join(folder, 'shop.html');
  writeFileSync(file, documentWith(readmeTag(open.url)));
  try {
    const visitor = await tested.visit(pathToFileURL(file).href);
    await ask(visitor);
    await expect
      .poll(() => warnings(visitor), eventually)
      .toEqual([expect.stringContaining('refuses this page, because a page that was opened from a file')]);
    expect(open.output()).toContain('Refused a request from a page without an origin: it was opened from a file');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('a server of the same origin that is down: the console has only the message of the browser', async () => {
  const own = await startServer();
  try {
    const visitor = await tested.visit(own.url);
    await openChat(visitor.page);
    await own.kill();
    await composer(visitor.page).fill('echo hello');
    await visitor.page.keyboard.press('Enter');
    await expect.poll(() => visitor.console.join(), eventually).toContain('ERR_CONNECTION_REFUSED');
    expect(warnings(visitor)).toEqual([]);
  } finally {
    await own.dispose();
  }
});
