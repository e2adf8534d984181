/** The server behind a real nginx, under a path of a site, as docs/proxy.md says. Skipped, by name, where nginx is not installed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { create } from '../../harness/chat/chat-server.ts';
import { composer, eventually, openChat } from '../../harness/pages/dock-page.ts';
import { freePort } from '../../harness/servers/free-port.ts';
import { type Nginx, nginxPath, startNginx } from '../../harness/servers/proxies/nginx.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { setUpBrowser } from '../../harness/pages/site.ts';

const PATH = '/support/chat';
const picture = {
  name: 'parcel.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};
const page = readFileSync('docs/proxy.md', 'utf8');
/** The block of the page with this location, for a server at another port. */
function locationOf(path: string, serverUrl: string): string {
  const block = [...page.matchAll(/```nginx\n([\s\S]*?)```/g)]
    .map(([, code = '']) => code)
    .find((code) => code.startsWith(`location ${path} {`));
  if (!block) throw new Error(`docs/proxy.md has no block for ${path}.`);
  return block.replace('http://127.0.0.1:8787', serverUrl.replace(/\/$/, ''));
}

if (!nginxPath)
  console.log('nginx is not installed, so the tests behind a proxy are skipped. On Debian: apt-get install nginx');
// In one process each, as a shop has it: a proxy of its own with a path, and one without.
describe.skipIf(!nginxPath)('behind nginx', () => {
  const tested = setUpBrowser();
  let nginx: Nginx;
  let server: ServerProcess;
  let plain: ServerProcess;
  let documents: string;
  let address: string;

  beforeAll(async () => {
    documents = mkdtempSync(join(tmpdir(), 'chatdock-documents-'));
    writeFileSync(join(documents, 'returns.md'), '# Returns\n\nA parcel can be returned within thirty days.\n');
    const port = await freePort();
    address = `http://127.0.0.1:${port}${PATH}`;
    [server, plain] = await Promise.all([
      startServer({
        CHATDOCK_PUBLIC_URL: address,
        CHATDOCK_TRUST_PROXY: '1',
        CHATDOCK_DOCS: documents,
        CHATDOCK_DOCS_INDEX: join(documents, 'index.sqlite'),
        CHATDOCK_ATTACHMENTS_FOLDER: join(documents, 'attachments'),
      }),
      startServer({
        CHATDOCK_PUBLIC_URL: address.replace(PATH, ''),
        CHATDOCK_TRUST_PROXY: '1',
        CHATDOCK_DEMO_PAGES: '0',
        CHATDOCK_DEMO_DELAY_MS: '30',
      }),
    ]);
    nginx = await startNginx(nginxPath ?? '', port, locationOf(`${PATH}/`, server.url) + locationOf('/', plain.url));
  }, 60_000);
  afterAll(async () => {
    await nginx?.dispose();
    await Promise.all([server?.dispose(), plain?.dispose()]);
    if (documents) rmSync(documents, { recursive: true, force: true });
  });

  it('every page of the demo works under the path, and no link leads out of it', async () => {
    const visitor = await tested.visit(`${address}/`);
    const links = await visitor.page
      .locator('a[href]')
      .evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).href));
    expect(links.length).toBeGreaterThan(2);
    for (const link of [...links, `${address}/demo/`, `${address}/demo/gallery.html`]) {
      expect(link.startsWith(`${address}/`), link).toBe(true);
      await visitor.page.goto(link, { waitUntil: 'networkidle' });
    }
    expect(
      visitor.requests.filter((request) => !request.includes(` ${address}/`) && !/ (data|blob):/.test(request)),
    ).toEqual([]);
    expect(visitor.console).toEqual([]);
  });

  it('the demo answers, shows an attached picture again after a reload, and keeps its visitor', async () => {
    const visitor = await tested.visit(`${address}/`, {
      prepare: async (page) =>
        void (await page.addInitScript(
          "window.ChatDock ??= { q: [] }; window.ChatDock.q.push(['update', { attachments: true, upload: 'direct' }]);",
        )),
    });
    const { page } = visitor;
    await openChat(page);
    await page.locator('input[type=file]').first().setInputFiles(picture);
    await page.getByRole('button', { name: 'Remove parcel.png' }).waitFor();
    await composer(page).fill('echo my parcel');
    await expect
      .poll(() => page.getByRole('progressbar', { name: 'Uploading parcel.png' }).count(), eventually)
      .toBe(0);
    await composer(page).press('Enter');
    await expect.poll(() => page.getByRole('log').innerText(), eventually).toContain('my parcel');
    await page.reload();
    await expect.poll(() => page.getByRole('log').innerText(), eventually).toContain('my parcel');
    const shown = page.getByRole('log').locator('img').first();
    await expect
      .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth), eventually)
      .toBeGreaterThan(0);
    expect(
      new URL((await shown.getAttribute('src')) ?? '', page.url()).pathname.startsWith(`${PATH}/attachments/`),
    ).toBe(true);
    expect(visitor.console).toEqual([]);
  });

  it('a cited document opens at its address', async () => {
    const visitor = await tested.visit(`${address}/`);
    const { page } = visitor;
    await openChat(page);
    await composer(page).fill('Can a parcel be returned?');
    await page.keyboard.press('Enter');
    const cited = page.locator(`a[href^="${address}/documents/returns.md"]`).first();
    await cited.waitFor({ state: 'attached' });
    const document = await fetch((await cited.getAttribute('href')) ?? '');
    expect([document.status, await document.text()]).toEqual([200, expect.stringContaining('thirty days')]);
  });

  it('a server at the root shows its public address, and its answers arrive piece by piece', async () => {
    const origin = address.replace(PATH, '');
    expect(await (await fetch(`${origin}/`)).text()).toContain(`src=&quot;${origin}/dist/chatdock.umd.js&quot;`);
    const answer = await fetch(`${origin}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(create('What can you do?')),
    });
    let pieces = 0;
    for await (const piece of answer.body ?? []) pieces += piece.length > 0 ? 1 : 0;
    expect(pieces).toBeGreaterThan(5);
  });
});

describe.skipIf(!nginxPath)('behind an nginx that speaks HTTP/1.0 to the server, which is its default', () => {
  const tested = setUpBrowser();
  let nginx: Nginx | undefined;
  let server: ServerProcess | undefined;
  afterEach(async () => {
    await nginx?.dispose();
    await server?.dispose();
  });

  it.each([
    ['resumes turns', '1'],
    ['does not', '0'],
  ])(
    'an answer whose process was killed is incomplete, with a retry, where the server %s',
    { timeout: 90_000 },
    async (_, resumes) => {
      server = await startServer({ CHATDOCK_DEMO_DELAY_MS: '30', CHATDOCK_RESUME: resumes });
      const port = await freePort();
      const location = `location / { proxy_pass ${server.url.replace(/\/$/, '')}; proxy_buffering off; }`;
      nginx = await startNginx(nginxPath ?? '', port, location);
      const { page } = await tested.visit(`${nginx.origin}/`);
      await openChat(page);
      await composer(page).fill('count to 300');
      await composer(page).press('Enter');
      const answer = page.locator('.assistant-message');
      const text = async () => (await answer.innerText()).replaceAll(/\s+/g, ' ');
      await expect.poll(text, eventually).toContain('1, 2, 3, 4, 5');
      await server.kill();
      await server.start();
      const retry = page.getByRole('button', { name: 'Try again', exact: true });
      await expect.poll(() => page.getByRole('button', { name: 'Stop' }).count(), { timeout: 40_000 }).toBe(0);
      await retry.waitFor();
      expect(await text()).toContain('1, 2, 3, 4, 5');
      await retry.click();
      await expect.poll(text, { timeout: 40_000 }).toContain('299, 300.');
      expect(await answer.count()).toBe(1);
      expect(await page.locator('.user-message').count()).toBe(1);
    },
  );
});
