/** Files on their way to the real server over a slow line: how far they are, and what goes out with them. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { composer, openChat } from '../../harness/pages/dock-page.ts';
import { hostDocument, hostVisit, type HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { type S3Process, startS3 } from '../../harness/servers/s3.ts';
import { type ServerProcess, startServer } from '../../harness/servers/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../../harness/servers/proxies/tcp-proxy.ts';

const site = setUpSite({ env: { CHATDOCK_DEMO_DELAY_MS: '1' } });
let line: TcpProxy;
beforeAll(async () => {
  line = await startTcpProxy(Number(new URL(site.server.url).port));
});
afterEach(() => line.release());
afterAll(() => line?.close());

function open(page: HostPage) {
  const url = `http://127.0.0.1:${line.port}/host-page`;
  return site.visit(url, hostVisit(url, page));
}

const elementPage = (api: string): HostPage => ({
  tag: `<openai-chatkit style="height: 600px; width: 400px"></openai-chatkit><script src="/dist/chatkit.js"></script><script src="/host-page.js"></script>`,
  script: `customElements.whenDefined('openai-chatkit').then(() => {
    document.querySelector('openai-chatkit').setOptions({ api: { url: '/chatkit', domainKey: 'local-dev', ${api} }, composer: { attachments: { enabled: true } } });
  });`,
});

const pages: { name: string; page: HostPage; isDock?: boolean }[] = [
  { name: 'the element, direct', page: elementPage(`uploadStrategy: { type: 'direct', uploadUrl: '/attachments' }`) },
  { name: 'the element, in two phases', page: elementPage(`uploadStrategy: { type: 'two_phase' }`) },
  { name: 'the dock, direct', page: { options: { attachments: 'true', upload: 'direct' } }, isDock: true },
  { name: 'the dock, in two phases', page: { options: { attachments: 'true', upload: 'two-phase' } }, isDock: true },
];

/** Too large for what a machine's network holds on the way. */
const file = () => ({
  name: 'notes.bin.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from(randomBytes(4_900_000).toString('hex')),
});
const progress = (page: Page) => page.getByRole('progressbar', { name: 'Uploading notes.bin.txt' });
const part = (page: Page) =>
  progress(page).evaluate((bar) => (bar instanceof HTMLProgressElement ? bar.position : Number.NaN));
const isUpload = (request: Request) =>
  /\/(attachments|chatkit\/upload)/.test(request.url()) && request.method() !== 'GET';
const eventually = { timeout: 30_000 };

async function ready({ page, isDock = false }: (typeof pages)[number]) {
  const visitor = await open(page);
  if (isDock) await openChat(visitor.page);
  await composer(visitor.page).waitFor();
  return visitor;
}

describe.each(pages)('$name', (where) => {
  it('shows the upload progress of a file, then sends the message with it', async () => {
    const { page, console: messages } = await ready(where);
    line.hold(400_000);
    await page.locator('input[type=file]').setInputFiles(file());
    await expect.poll(() => part(page).catch(() => -1), eventually).toBeGreaterThan(0);
    expect(await part(page)).toBeLessThan(1);
    line.release();
    await expect.poll(() => progress(page).count(), eventually).toBe(0);
    await composer(page).click();
    await page.keyboard.type('echo here it is');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.user-message').innerText(), eventually).toContain('notes.bin.txt');
    expect(messages).toEqual([]);
  });

  it('aborts the upload when the file is removed', async () => {
    const { page } = await ready(where);
    line.hold(400_000);
    const failed = page.waitForEvent('requestfailed', isUpload);
    await page.locator('input[type=file]').setInputFiles(file());
    await expect.poll(() => part(page).catch(() => -1), eventually).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Remove notes.bin.txt' }).click();
    expect((await failed).failure()?.errorText).toContain('ABORTED');
    expect(await page.locator('.attachment').count()).toBe(0);
  });
});

it('an upload sends the headers, cookies and body of a fetch, and reports refusals alike', async () => {
  const seen: Record<string, string>[] = [];
  for (const own of ['', ', fetch: (input, init) => fetch(input, init)']) {
    const { page, context } = await open(elementPage(`uploadStrategy: { type: 'two_phase' }${own}`));
    await context.addCookies([{ name: 'shop', value: 'basket', url: page.url() }]);
    await composer(page).waitFor();
    const uploading = page.waitForRequest(isUpload);
    await page.route(/\/attachments\//, async (route) => {
      if (isUpload(route.request()))
        await route.fulfill({ status: 413, json: { error: { code: 'too_large', message: 'Too large.' } } });
      else await route.continue();
    });
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    const request = await uploading;
    const headers = await request.allHeaders();
    seen.push({ method: request.method(), ...headers, body: request.postDataBuffer()?.toString() ?? '' });
    await expect.poll(() => page.locator('.refused').innerText(), eventually).toContain('a.txt couldn’t be uploaded.');
  }
  const [ours, fetched] = seen.map((request) =>
    Object.fromEntries(
      Object.entries(request).map(([name, value]) => [
        name,
        value.replaceAll(/----WebKitFormBoundary\w+/g, 'boundary').replaceAll(/[\w.-]{40,}/g, 'token'),
      ]),
    ),
  );
  expect(ours).toEqual(fetched);
  expect(ours?.['cookie']).toContain('shop=basket');
});

describe('a page that sends files straight to a bucket', () => {
  /** The page, the chat server and the bucket each have an origin of their own. */
  let [shop, bucket, chat]: [Server?, S3Process?, ServerProcess?] = [];
  let bucketLine: TcpProxy;
  let shopOrigin = '';
  let shown: HostPage = {};
  beforeAll(async () => {
    // A real server: the browser lets no page reach another address of this machine that it has not loaded from one.
    shop = createServer(({ url }, res) => {
      if (url === '/host-page')
        res
          .setHeader('content-type', 'text/html')
          .setHeader('content-security-policy', shown.csp ?? '')
          .end(hostDocument(shown));
      else if (url === '/host-page.js') res.setHeader('content-type', 'text/javascript').end(shown.script);
      else res.writeHead(204).end();
    }).listen(0, 'localhost');
    await once(shop, 'listening');
    // An address was bound above, so it has a port.
    shopOrigin = `http://localhost:${(shop.address() as AddressInfo).port}`;
    bucket = await startS3('files', shopOrigin);
    bucketLine = await startTcpProxy(Number(new URL(bucket.url).port));
    chat = await startServer({
      CHATDOCK_ALLOWED_ORIGINS: shopOrigin,
      CHATDOCK_ALLOWED_HEADERS: 'x-shop',
      CHATDOCK_FILES: 's3://files/chat',
      CHATDOCK_FILES_DIRECT: '1',
      CHATDOCK_ATTACHMENT_MAX_BYTES: '10000000',
      AWS_ENDPOINT_URL_S3: bucketOrigin(),
      AWS_ACCESS_KEY_ID: bucket.keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: bucket.keys.secretAccessKey,
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    bucketLine.refuse(false);
    bucketLine.release();
  });
  afterAll(async () => {
    await chat?.dispose();
    await bucketLine?.close();
    await bucket?.stop();
    shop?.close();
  });
  const bucketOrigin = () => `http://127.0.0.1:${bucketLine.port}`;

  const docks = () => ({
    tag: `<script async src="${chat?.url}dist/chatdock.umd.js" data-api-url="${chat?.url}chatkit" data-attachments="true" data-upload="two-phase" data-headers='{"x-shop":"berlin"}'></script>`,
  });
  const elements = (): HostPage => ({
    tag: `<openai-chatkit style="height: 600px; width: 400px"></openai-chatkit><script src="${chat?.url}dist/chatkit.js"></script><script src="/host-page.js"></script>`,
    script:
      elementPage(`uploadStrategy: { type: 'two_phase' }`).script?.replace('/chatkit', `${chat?.url}chatkit`) ?? '',
  });
  const csp = (...origins: string[]) =>
    `default-src 'none'; script-src 'self' ${chat?.url}; style-src 'self' 'unsafe-inline'; img-src 'self'; connect-src ${[chat?.url, ...origins].join(' ')}`;

  async function openShop(page: HostPage, isDock = false) {
    shown = { csp: csp(bucketOrigin()), ...page };
    const visitor = await site.visit(`${shopOrigin}/host-page`);
    if (isDock) await openChat(visitor.page);
    await composer(visitor.page).waitFor();
    const attach = (name: string, buffer: Buffer, mimeType = 'text/plain') =>
      visitor.page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
    return { ...visitor, attach };
  }
  const toBucket = (request: Request) => request.url().startsWith(bucketOrigin()) && request.method() === 'PUT';
  /** Until then the message is not sent. */
  const isUploaded = (page: Page) =>
    expect
      .poll(
        () =>
          page
            .locator('.attachment')
            .evaluateAll((files) => files.map((file) => file.matches('.refused, :has(progress)'))),
        eventually,
      )
      .toEqual([false]);
  async function send(page: Page, text: string) {
    await composer(page).click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  it.each([
    ['the element', elements, false],
    ['the dock', docks, true],
  ] as const)(
    '%s shows the progress, and gives the bucket no token and no header of the page',
    async (_, make, isDock) => {
      const { page, attach, requests, console: messages } = await openShop(make(), isDock);
      // From here on the visitor has a token.
      await send(page, 'echo hello');
      await expect.poll(() => page.getByRole('log').innerText(), eventually).toMatch(/The assistant said:\s+hello/);
      bucketLine.hold(400_000);
      const sending = page.waitForRequest(toBucket);
      await attach('notes.bin.txt', file().buffer);
      const request = await sending;
      await expect.poll(() => part(page).catch(() => -1), eventually).toBeGreaterThan(0);
      expect(await part(page)).toBeLessThan(1);
      bucketLine.release();
      await expect.poll(() => progress(page).count(), eventually).toBe(0);
      const sent = Object.keys(await request.allHeaders());
      expect(sent.filter((name) => /token|authorization|cookie|x-shop/.test(name))).toEqual([]);
      expect(requests.filter((request) => request.startsWith(`PUT ${chat?.url}`))).toEqual([]);
      await send(page, 'echo here it is');
      await expect.poll(() => page.locator('.user-message').last().innerText(), eventually).toContain('notes.bin.txt');
      await expect.poll(() => page.getByRole('log').innerText(), eventually).toContain('here it is');
      expect(messages).toEqual([]);
    },
  );

  it('aborts the upload when the file is removed, and nothing of it is in the bucket', async () => {
    const { page, attach } = await openShop(elements());
    bucketLine.hold(400_000);
    const failed = page.waitForEvent('requestfailed', toBucket);
    await attach('notes.bin.txt', file().buffer);
    await expect.poll(() => part(page).catch(() => -1), eventually).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Remove notes.bin.txt' }).click();
    const request = await failed;
    expect(request.failure()?.errorText).toContain('ABORTED');
    bucketLine.release();
    expect(await page.locator('.attachment').count()).toBe(0);
  });

  it('reports that an upload failed while the bucket is down, and retries it on request', async () => {
    const { page, attach, console: messages } = await openShop(elements());
    bucketLine.refuse(true);
    await attach('a.txt', Buffer.from('hello'));
    await expect.poll(() => page.locator('.refused').innerText(), eventually).toContain('a.txt couldn’t be uploaded.');
    await expect
      .poll(() => messages.filter((line) => line.startsWith('warning: ChatDock')), eventually)
      .toEqual([expect.stringContaining(`ChatDock: The file storage at ${bucketOrigin()} does not answer.`)]);
    bucketLine.refuse(false);
    await page.getByRole('button', { name: 'Try again: a.txt' }).click();
    await isUploaded(page);
    await send(page, 'echo sent');
    await expect.poll(() => page.locator('.user-message').innerText(), eventually).toContain('a.txt');
  });

  it('gets a new address for a file whose address has expired', async () => {
    const { page, attach } = await openShop(elements());
    // The stand-in for the bucket is in this process: for it eleven minutes have passed.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 660_000 });
    const answered = page.waitForResponse((response) => toBucket(response.request()));
    await attach('a.txt', Buffer.from('hello'));
    expect((await answered).status()).toBe(403);
    await expect.poll(() => page.locator('.refused').innerText(), eventually).toContain('a.txt couldn’t be uploaded.');
    vi.useRealTimers();
    await page.getByRole('button', { name: 'Try again: a.txt' }).click();
    await isUploaded(page);
    await send(page, 'echo sent');
    await expect.poll(() => page.locator('.user-message').innerText(), eventually).toContain('a.txt');
  });

  it('refuses a message with a file that is not what its name says; without the file it is sent', async () => {
    const { page, attach } = await openShop(elements());
    await attach('photo.png', Buffer.from('MZ and no picture at all'), 'image/png');
    await isUploaded(page);
    await send(page, 'echo look at this');
    await expect
      .poll(() => page.locator('.failure').innerText(), eventually)
      .toContain('A file doesn’t match its type or size. Remove it, then send again.');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('button', { name: 'Remove photo.png' }).click();
    await composer(page).press('Enter');
    await expect
      .poll(() => page.getByRole('log').innerText(), eventually)
      .toMatch(/The assistant said:\s+look at this/);
    expect(await page.locator('.sent-files').count()).toBe(0);
  });

  it('announces no file that is larger than the limit', async () => {
    const { page, attach, requests } = await openShop(elements());
    await send(page, 'echo hello');
    await expect.poll(() => page.getByRole('log').innerText(), eventually).toMatch(/The assistant said:\s+hello/);
    await attach('notes.txt', Buffer.alloc(10_000_001, 'a'));
    await expect.poll(() => page.locator('.refused').innerText(), eventually).toContain('notes.txt is larger than');
    expect(requests.filter((request) => request.includes(bucketOrigin()))).toEqual([]);
  });

  it('names the origin that the Content-Security-Policy of a page lacks', async () => {
    const { page, attach, console: messages } = await openShop({ ...elements(), csp: csp() });
    await attach('a.txt', Buffer.from('hello'));
    await expect.poll(() => page.locator('.refused').innerText(), eventually).toContain('a.txt couldn’t be uploaded.');
    await expect
      .poll(() => messages.filter((line) => line.startsWith('warning: ChatDock')), eventually)
      .toEqual([
        expect.stringContaining(
          `The file storage at ${bucketOrigin()} does not answer. Check that the page's Content-Security-Policy names it`,
        ),
      ]);
  });
});
