/**
 * The dock on pages that are not like others: with scripts that change the language, of another age, or that bring us
 * in by another way.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  button,
  composer,
  eventually,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
} from '../../harness/pages/dock-page.ts';
import { hostDocument, importSnippet, readmeTag, scriptTag, type HostPage } from '../../harness/pages/host-page.ts';
import { noteWorld, worldChanges } from '../../harness/pages/page-world.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import { launchBrowser, type Visitor } from '../../harness/browsers/visitor.ts';
import packageJson from '../../../package.json' with { type: 'json' };

const { version } = packageJson;
const site = setUpSite({
  env: { CHATDOCK_PUBLIC_URL: 'http://shop.test' },
  launch: () => launchBrowser(['--host-resolver-rules=MAP shop.test 127.0.0.1']),
});

const read = (path: string) => readFileSync(`node_modules/${path}`, 'utf8');

async function openPage({ head = '', before = '', ...host }: HostPage = {}) {
  return site.visitHost({ ...host, head: `${head}<script>${noteWorld}</script>`, before: recordEvents + before });
}

/** Loads, opens, sends, is answered, closes, goes; the page keeps its world as it was. */
async function assertSmoothRun({ page, console }: Visitor, { ownLines = /^$/ }: { ownLines?: RegExp } = {}) {
  await openChat(page);
  await composer(page).click();
  await page.keyboard.type('What can you do?');
  await page.keyboard.press('Enter');
  await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
  await expect.poll(() => page.getByRole('log').innerText(), eventually).toMatch(/demo agent[\s\S]{100}/);
  await button(page, 'Close chat').click();
  await launcher(page).waitFor();
  expect(await worldChanges(page)).toEqual({ added: ['ChatDock'], changed: [] });
  await page.evaluate(() => (window as unknown as { ChatDock: { destroy(): void } }).ChatDock.destroy());
  expect(await page.locator('chat-dock').count()).toBe(0);
  expect(console.filter((line) => !ownLines.test(line))).toEqual([]);
}

/** What old libraries put, enumerable, on everything, or in the place of the browser's; Prototype and MooTools did the like. */
const oldLibrary = `
  Object.prototype.extend = function (more) { for (var name in more) this[name] = more[name]; return this; };
  Object.prototype.each = function (see) { for (var name in this) see(this[name], name); };
  Object.prototype.version = 1;
  Array.prototype.each = Array.prototype.forEach;
  Array.prototype.without = function (what) { return this.filter(function (one) { return one !== what; }); };
  Array.prototype.toJSON = function () { return '[' + this.map(function (one) { return JSON.stringify(one); }).join(', ') + ']'; };
  String.prototype.toJSON = function () { return this.valueOf(); };
  Function.prototype.bindAsEventListener = function (self) { var run = this; return function (event) { return run.call(self, event); }; };
  Element.prototype.hide = function () { this.style.display = 'none'; return this; };
  HTMLElement.prototype.update = function (text) { this.textContent = text; return this; };
  Array.prototype.entries = undefined;
  Array.from = function (list) { var copy = []; for (var at = 0; at < (list || []).length; at++) copy.push(list[at]); return copy; };
  window.$ = function (id) { return document.getElementById(id); };`;

describe('scripts that patch built-ins', () => {
  const worlds: [name: string, scripts: string[]][] = [
    ['zone.js', [read('zone.js/bundles/zone.umd.min.js')]],
    [
      'zone.js that also wraps fetch, ResizeObserver and matchMedia',
      [
        read('zone.js/bundles/zone.umd.min.js'),
        ...['zone-patch-fetch', 'zone-patch-resize-observer', 'webapis-media-query'].map((name) =>
          read(`zone.js/bundles/${name}.umd.min.js`),
        ),
      ],
    ],
    ['core-js, all of it', [read('core-js-bundle/minified.js')]],
    [
      'SES lockdown',
      [
        read('ses/dist/lockdown.umd.min.js'),
        "lockdown({ reporting: 'none', consoleTaming: 'unsafe', errorTaming: 'unsafe' });",
      ],
    ],
    [
      'SES lockdown at its strictest',
      [read('ses/dist/lockdown.umd.min.js'), "lockdown({ reporting: 'none', overrideTaming: 'min' });"],
    ],
    ['methods and values on Object.prototype and Array.prototype that loops see', [oldLibrary]],
  ];

  it.each(worlds)('%s', async (_, scripts) => {
    const files = Object.fromEntries(scripts.map((body, index) => [`/other-${index}.js`, body]));
    await assertSmoothRun(
      await openPage({
        files,
        head: Object.keys(files)
          .map((path) => `<script src="${path}"></script>`)
          .join(''),
      }),
    );
  });
});

/** The globals of a page with a module system. */
type ModuleWindow = {
  ChatDock?: unknown;
  module: { exports: unknown };
  require(names: string[], use: (dock: unknown) => void): void;
};

describe('module systems', () => {
  it('works beside RequireJS, which loads its own module meanwhile', async () => {
    const visitor = await openPage({
      files: {
        '/require.js': read('requirejs/require.js'),
        '/shop.js': "define([], function () { return 'the shop'; });",
      },
      head: '<script src="/require.js"></script>',
      body: "<main><h1>A shop</h1></main><script>require(['/shop.js'], function (shop) { document.title = shop; });</script>",
    });
    await expect.poll(() => visitor.page.title(), eventually).toBe('the shop');
    const isModule = () => {
      const page = window as unknown as ModuleWindow;
      return new Promise((resolve) =>
        page.require(['chatdock'], (dock) => resolve(dock !== undefined && dock === page.ChatDock)),
      );
    };
    expect(await visitor.page.evaluate(isModule)).toBe(true);
    await assertSmoothRun(visitor);
  });

  it('works if the page defines `module` and `exports`', async () => {
    const visitor = await openPage({
      head: '<script>var module = { exports: {} }, exports = module.exports;</script>',
    });
    const isExported = () => {
      const page = window as unknown as ModuleWindow;
      return page.ChatDock !== undefined && page.module.exports === page.ChatDock;
    };
    await expect.poll(() => visitor.page.evaluate(isExported), eventually).toBe(true);
    await assertSmoothRun(visitor);
  });
});

describe('ways to add the script', () => {
  const src = '/dist/chatdock.umd.js';
  const added = (where: string, more = '') =>
    `<script>${where}(function () { var tag = document.createElement('script'); tag.src = '${src}'; tag.setAttribute('data-api-url', '/chatkit'); ${more} document.head.appendChild(tag); });</script>`;
  const ways: [name: string, tag: string][] = [
    ['what the README says to paste', readmeTag()],
    ['the snippet for after load', importSnippet()],
    [
      'the same after load',
      importSnippet()
        .replace('{', "addEventListener('load', () => setTimeout(() => {")
        .replace(/\}\s*<\/script>/, '}, 10))</script>'),
    ],
    ['a module', '<script type="module" src="/dist/chatdock.js" data-api-url="/chatkit"></script>'],
    ['the script as a module', `<script type="module" src="${src}" data-api-url="/chatkit"></script>`],
    ['async', scriptTag()],
    ['defer', `<script defer src="${src}" data-api-url="/chatkit"></script>`],
    ['in the way of the parser', `<script src="${src}" data-api-url="/chatkit"></script>`],
    ['a tag manager, at once', added('(function (run) { run(); })')],
    ['a tag manager, after load', added("addEventListener.bind(window, 'load')")],
    ['a tag manager, as a module', added('setTimeout', "tag.type = 'module';")],
    [
      'a tag manager, by a tag that imports',
      added('setTimeout', "tag.removeAttribute('src'); tag.text = \"import('/dist/chatdock.js')\";"),
    ],
    [
      'an import without a tag',
      "<script>import('/dist/chatdock.js').then(({ ChatDock }) => ChatDock.boot({ apiUrl: '/chatkit' }));</script>",
    ],
    [
      'a tag manager that takes its own tag away again',
      added('(function (run) { run(); })', 'setTimeout(function () { tag.remove(); });'),
    ],
  ];
  it.each(ways)('%s', async (_, tag) => {
    await assertSmoothRun(await openPage({ tag }));
  });
  it.each([
    ['a script', `<script src="${src}" data-api-url="/chatkit"></script>`],
    ['a module', importSnippet()],
  ])('works in the head, before there is a body: %s', async (_, tag) => {
    await assertSmoothRun(
      await openPage({
        tag: '',
        document: { body: hostDocument({ head: `<script>${noteWorld}</script>${tag}`, tag: '' }) },
      }),
    );
  });
  it('creates a dock for each of two import tags', async () => {
    const named = (name: string) =>
      importSnippet().replace('data-', `data-name="${name}" data-launcher="label" data-launcher-label="${name}" data-`);
    const { page, console } = await openPage({ head: named('one'), tag: named('two') });
    for (const name of ['one', 'two']) await button(page, name).waitFor();
    expect(await page.locator('chat-dock').count()).toBe(2);
    await button(page, 'two').click();
    await page.getByRole('dialog', { name: 'Ask us' }).waitFor();
    expect(console).toEqual([]);
  });
  it('reports a misspelled attribute of an import tag as it is written', async () => {
    const { page, console } = await openPage({ tag: importSnippet().replace('data-title', 'data-titel') });
    await openChat(page);
    // The message may reach the driver after the chat is open.
    await expect
      .poll(() => console, eventually)
      .toEqual([expect.stringContaining('data-titel is not an option. Did you mean data-title?')]);
  });
});

describe('two copies of the script', () => {
  const newer = (file: string) => readFileSync(`dist/${file}`, 'utf8').replace(version, '99.0.0');

  it.each([
    ['as a tag', '<script defer src="/newer/chatdock.umd.js" data-name="default"></script>'],
    ['imported', importSnippet().replace('/dist/', '/newer/')],
  ])('leave the page to the first one, and report it once on opening: %s', async (_, second) => {
    const files = { '/newer/chatdock.umd.js': newer('chatdock.umd.js'), '/newer/chatdock.js': newer('chatdock.js') };
    const visitor = await openPage({
      tag: `<script src="/dist/chatdock.umd.js" data-api-url="/chatkit"></script>${second}`,
      files,
    });
    const { page, console } = visitor;
    await launcher(page).waitFor();
    expect(await page.evaluate(() => (window as unknown as { ChatDock: { version: string } }).ChatDock.version)).toBe(
      version,
    );
    await openChat(page);
    await expect.poll(() => console.length, eventually).toBeGreaterThan(0);
    expect(console.splice(0)).toEqual([expect.stringContaining('There are 2 copies of this script on the page')]);
    await button(page, 'Close chat').click();
    await assertSmoothRun(visitor);
  });

  it("of one version are one: the second tag updates the first dock's options", async () => {
    const visitor = await openPage({ tag: scriptTag() + scriptTag({ title: 'Second' }) });
    await assertSmoothRun(visitor);
    expect(visitor.requests.filter((request) => request.includes('dist/modules/dock.js'))).toHaveLength(1);
  });
});

describe('unusual documents', () => {
  it('work with a base URL of another folder', async () => {
    await assertSmoothRun(
      await openPage({ head: '<base href="/demo/deep/">', tag: scriptTag({ 'api-url': '../../chatkit' }) }),
    );
  });
  it('work in quirks mode', async () => {
    const visitor = await openPage({
      document: {
        body: `<html><head><title>A shop</title><link rel="icon" href="/demo/icon.svg"><script>${noteWorld}</script></head><body bgcolor=white><font size=2>A shop<p>${scriptTag()}`,
      },
    });
    expect(await visitor.page.evaluate(() => document.compatMode)).toBe('BackCompat');
    await assertSmoothRun(visitor);
  });
  it('work as XHTML', async () => {
    const body = `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>A shop</title><link rel="icon" href="/demo/icon.svg" /><script><![CDATA[${noteWorld}]]></script></head><body><h1>A shop</h1>${scriptTag().replace('async', 'async="async"')}</body></html>`;
    const visitor = await openPage({ document: { body, contentType: 'application/xhtml+xml' } });
    expect(await visitor.page.evaluate(() => document.contentType)).toBe('application/xhtml+xml');
    await assertSmoothRun(visitor);
  });
  it('work without HTTPS, where browsers hide many APIs', async () => {
    // Answered by the server itself: Chromium lets no made-up page on the open network fetch from this machine.
    const visitor = await site.visit(site.server.url.replace('127.0.0.1', 'shop.test'), {
      prepare: async (page) => void (await page.addInitScript(recordEvents + noteWorld)),
    });
    expect(await visitor.page.evaluate(() => isSecureContext)).toBe(false);
    // The page complains that its headers count for nothing there, whenever the browser gets to it.
    await assertSmoothRun(visitor, { ownLines: /-Opener-Policy|Origin-Agent-Cluster/ });
  });
});
