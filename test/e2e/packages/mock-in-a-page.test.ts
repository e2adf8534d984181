/** The mock in a real page: its handlers in a service worker, the built element, and no server but one for files. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setUpBrowser } from '../../harness/pages/site.ts';

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>mock</title>
<style>openai-chatkit{display:block;height:600px}</style>
<script src="/dist/chatkit.js"></script><script type="module" src="/mock.js"></script>`;

/** The page's own script, bundled as its owner would. */
const script = `
import { setupWorker } from 'msw/browser';
import { chatHandlers } from '/src/mock.ts';
const scenario = (text) => (text.includes('order') ? 'widget' : text.includes('fail') ? 'http-500' : text.includes('cut') ? 'cut' : 'answer');
await setupWorker(...chatHandlers({ url: '/chatkit', delayMs: 1, scenario })).start({ quiet: true });
const chat = document.createElement('openai-chatkit');
chat.setOptions({ api: { url: '/chatkit', domainKey: 'local' } });
document.body.append(chat);
`;

async function bundle(): Promise<string> {
  const entry = '\0page-script';
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'page-script',
        resolveId: (id) => (id === 'page-script' ? entry : undefined),
        load: (id) => (id === entry ? script : undefined),
      },
    ],
    build: { write: false, target: 'es2023', modulePreload: false, rolldownOptions: { input: 'page-script' } },
  });
  const chunk = [built]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('The page script could not be bundled.');
  return chunk.code;
}

async function serve(): Promise<Server> {
  const made: Record<string, string> = { '/': page, '/mock.js': await bundle() };
  const files = (path: string) =>
    path === '/mockServiceWorker.js'
      ? 'node_modules/msw/lib/mockServiceWorker.js'
      : path.startsWith('/dist/')
        ? `.${path}`
        : null;
  const server = createServer(async (req, res) => {
    const path = new URL(req.url ?? '/', 'http://localhost').pathname;
    const file = files(path);
    const body = made[path] ?? (file && (await readFile(file).catch(() => null)));
    // Whatever the worker does not answer is not there: above all there is no chat server.
    if (!body) return void res.writeHead(404).end();
    res.writeHead(200, { 'content-type': path === '/' ? 'text/html' : 'text/javascript' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

let server: Server;
let tab: Page;
const tested = setUpBrowser();

beforeAll(async () => {
  server = await serve();
  tab = await tested.browser.newPage();
  await tab.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
});
afterAll(() => server?.close());

const say = async (text: string) => {
  await tab.getByRole('textbox', { name: 'Message the AI' }).click();
  await tab.keyboard.type(text);
  await tab.keyboard.press('Enter');
};

describe('a page with the mock and no server', () => {
  it('answers word by word, from the service worker', async () => {
    await say('hello');
    await tab.getByRole('log').getByText('This answer is').waitFor();
    await tab.getByText('const answer = 6 * 7').first().waitFor();
    expect(await tab.getByRole('log').textContent()).toContain('hello');
  });

  it('simulates a failing server, and continues', async () => {
    await say('fail please');
    await tab.getByRole('alert').waitFor();
    await tab.reload();
    await say('cut please');
    await tab.getByRole('alert').waitFor();
    expect(await tab.getByRole('log').textContent()).toContain('You said');
  });
});
