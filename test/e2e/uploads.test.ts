/** Files on their way to the real server over a slow line: how far they are, and what goes out with them. */
import { randomBytes } from 'node:crypto';
import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { composer, openChat } from '../harness/pages/dock-page.ts';
import { hostVisit, type HostPage } from '../harness/pages/host-page.ts';
import { setUpSite } from '../harness/pages/site.ts';
import { startTcpProxy, type TcpProxy } from '../harness/servers/tcp-proxy.ts';

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
