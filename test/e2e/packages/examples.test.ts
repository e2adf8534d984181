/** Every way in: the projects of examples/ are built from the packed packages and opened in a browser. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { composer, eventually, openChat } from '../../harness/pages/dock-page.ts';
import { installExamples, serveFolder } from '../../harness/packages/examples.ts';
import { inLongRun, isLongRun } from '../../harness/long-run.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { setUpBrowser } from '../../harness/pages/site.ts';

/** Pages that need no build. */
const pages = ['plain-html', 'strict-csp', 'tag-manager'];
/** Sites that a bundler builds into `dist/`. */
const sites = inLongRun(['react-vite', 'vue', 'svelte', 'webpack', 'esbuild', 'astro', 'angular'], ['esbuild']);
/** Dev servers, with the words that set their port. */
const devServers = inLongRun(
  [
    ['react-vite', ['--host', '127.0.0.1', '--port', 'PORT']],
    ['vue', ['--host', '127.0.0.1', '--port', 'PORT']],
    ['svelte', ['--host', '127.0.0.1', '--port', 'PORT']],
    ['webpack', ['--host', '127.0.0.1', '--port', 'PORT']],
    ['esbuild', []],
    ['astro', ['--host', '127.0.0.1', '--port', 'PORT']],
    ['angular', ['--host', '127.0.0.1', '--port', 'PORT']],
  ] as const,
  [],
);
/** Runtimes other than Node, where they are installed. */
const runtimes = (
  [
    ['bun', 'Bun heard: hello'],
    ['deno', 'Deno heard: hello'],
  ] as const
).filter(([name]) => {
  const isInstalled = spawnSync(name, ['--version']).status === 0;
  if (!isInstalled) console.log(`skipped: examples/${name}, because ${name} is not installed`);
  return isInstalled;
});
/** Chat servers, with what each says to a message. */
const servers = inLongRun(
  [['express', 'Express heard: hello'] as const, ['hono', 'Hono heard: hello'] as const, ...runtimes],
  [],
);
const apps = inLongRun([['next', 'Next.js heard: hello']] as const, []);
/** Their packages take minutes to install. */
const onlyInLongRun = ['react-vite', 'vue', 'svelte', 'webpack', 'astro', 'angular', 'next', 'express', 'hono'];
const used = [
  ...new Set([
    ...pages,
    ...sites,
    ...devServers.map(([name]) => name),
    ...servers.map(([name]) => name),
    ...apps.map(([name]) => name),
  ]),
];

const tested = setUpBrowser();
const closing: (() => Promise<unknown>)[] = [];
let chat: ServerProcess;
let installed: ReturnType<typeof installExamples>;

beforeAll(async () => {
  chat = await startServer();
  // A long run installs frameworks of hundreds of packages.
  installed = installExamples(used, chat.url, isLongRun ? 400_000 : undefined);
}, 600_000);
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await chat?.dispose();
  installed?.dispose();
});

/** Asks a question in the page at this address; nothing may go wrong on the way. */
async function assertAnswered(url: string, answer: string): Promise<void> {
  const { page, console: messages } = await tested.visit(url, {
    // Browsers ask for it by themselves, and the examples have none.
    prepare: (page) => page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 })).then(() => undefined),
  });
  await openChat(page);
  await composer(page).fill('hello');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('log').innerText(), eventually).toContain(answer);
  // A dev server says that it is connected.
  expect(messages.filter((message) => /^(error|warning|page error)/.test(message))).toEqual([]);
}

it('no example is forgotten', () => {
  const folders = readdirSync('examples', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  // `runtimes.test.ts` tries Bun and Deno, `sample-pages.test.ts` the pages.
  const tried = [...used, ...inLongRun([], onlyInLongRun), 'bun', 'deno', 'on-a-page'];
  expect(folders.map(({ name }) => name).toSorted()).toEqual([...new Set(tried)].toSorted());
});

it.each(pages)('%s: the page answers', async (name) => {
  const site = await serveFolder(installed.folderOf(name));
  closing.push(site.stop);
  await assertAnswered(site.url, 'Hello');
});

it.each(sites)('%s: the built site answers', { timeout: 180_000 }, async (name) => {
  await installed.build(name);
  const site = await serveFolder(join(installed.folderOf(name), 'dist'));
  closing.push(site.stop);
  await assertAnswered(site.url, 'Hello');
});

it.each(devServers)('%s: the page of the dev server answers', { timeout: 180_000 }, async (name, words) => {
  const dev = await installed.serve(name, 'dev', words);
  closing.push(dev.stop);
  await assertAnswered(dev.url, 'Hello');
});

it.each(servers)('%s: the server answers the dock', { timeout: 180_000 }, async (name, answer) => {
  const server = await installed.serve(name, 'start');
  closing.push(server.stop);
  const folder = join(installed.folderOf(name), 'page');
  if (!existsSync(folder)) mkdirSync(folder);
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script async src="${chat.url}dist/chatdock.umd.js" data-api-url="/chatkit" data-title="Ask us"></script></html>`,
  );
  const site = await serveFolder(folder, server.url);
  closing.push(site.stop);
  await assertAnswered(site.url, answer);
});

it.each(apps)('%s: the built app answers from its own route handler', { timeout: 400_000 }, async (name, answer) => {
  await installed.build(name);
  const app = await installed.serve(name, 'start', ['--hostname', '127.0.0.1', '--port', 'PORT']);
  closing.push(app.stop);
  await assertAnswered(app.url, answer);
});
