/** The pages and bundles the process serves: their types, how long they may be kept, and what the pages are held to. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteRouter } from './site.ts';

const root = mkdtempSync(join(tmpdir(), 'chatdock-site-'));
const files = {
  'demo/index.html': '<!doctype html><title>demo</title>',
  'demo/react.html': '<!doctype html>',
  'demo/configure.html': '<!doctype html>',
  'docs/README.md': '# Docs',
  'docs/page.html': '<script>alert(1)</script>',
  'examples/README.md': '# Examples',
  'examples/on-a-page/sidebar.html':
    '<html lang="en"><script src="http://127.0.0.1:8787/dist/chatdock.umd.js" data-api-url="http://127.0.0.1:8787/chatkit">',
  'examples/on-a-page/page.css': 'main {}',
  'demo/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'demo/.secret': 'not for anybody',
  'dist/chatkit.js': 'entry',
  'dist/modules/dock.js': 'export const word = "entry";\n'.repeat(200),
  'dist/modules/chunks/thread-B3f_d1kz.js': 'chunk',
  'dist/types/index.d.ts': 'types',
  'server/dist/cli.js': 'not for the web',
};
const http = createServer(express().use(siteRouter({ root, demo: true })));
let url = '';

beforeAll(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  http.close();
  http.closeAllConnections();
  rmSync(root, { recursive: true });
});

/** A path exactly as given: fetch would tidy it up first. */
async function get(path: string, headers: Record<string, string> = {}) {
  const asked = request(`${url}/`, { path, headers }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  return { status: response.statusCode, headers: response.headers };
}

it('serves the start and demo pages under a CSP without inline or third-party content', async () => {
  for (const path of ['/', '/configure', '/demo/react.html', '/demo/react']) {
    const { status, headers } = await get(path);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = String(headers['content-security-policy']);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy.split(';')).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' });
  }
});

it('serves the sample pages beside the gallery, with addresses of this server, in a language', async () => {
  const read = async (path: string) => (await fetch(url + path)).text();
  expect(await read('/gallery/sidebar')).toBe(
    '<html lang="en"><script src="../dist/chatdock.umd.js" data-api-url="../chatkit">',
  );
  expect(await read('/gallery/sidebar?lang=ar')).toContain('<html lang="ar" dir="rtl">');
  expect(await read('/gallery/sidebar?lang="><b>&lang=ar')).toContain('<html lang="en">');
  expect(await read('/gallery/page.css')).toBe('main {}');
  expect(String((await get('/gallery/sidebar')).headers['content-security-policy'])).toContain("script-src 'self'");
  for (const path of ['/gallery/nothing', '/gallery/..%2Fplain', '/gallery/%2e%2e/%2e%2e/server/dist/cli.js'])
    expect((await get(path)).status).toBe(404);
});

it('redirects from the second address of a page to the first, with a relative address', async () => {
  const led = async (path: string) => {
    const { status, headers } = await get(path);
    return [status, new URL(String(headers.location), `http://proxy.example/support/chat${path}`).pathname];
  };
  for (const path of ['/demo', '/demo/', '/demo/index.html']) expect(await led(path)).toEqual([302, '/support/chat/']);
  for (const path of ['/demo/gallery', '/demo/gallery.html'])
    expect(await led(path)).toEqual([302, '/support/chat/gallery']);
});

it('serves the bundles to any site, as scripts', async () => {
  const { status, headers } = await get('/dist/modules/dock.js');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
});

it('caches a file forever only if its name contains a hash', async () => {
  const cached = async (path: string) => (await get(path)).headers['cache-control'];
  expect(await cached('/dist/modules/chunks/thread-B3f_d1kz.js')).toBe('public, max-age=31536000, immutable');
  for (const entry of ['/dist/chatkit.js', '/dist/modules/dock.js', '/demo/icon.svg'])
    expect(await cached(entry)).toBe('no-cache');
});

it('compresses scripts and pages if accepted, and answers 304 when unchanged', async () => {
  const path = '/dist/modules/dock.js';
  const plain = await fetch(url + path, { headers: { 'accept-encoding': 'identity' } });
  expect([plain.headers.get('content-encoding'), plain.headers.get('vary'), await plain.text()]).toEqual([
    null,
    'Accept-Encoding',
    files['dist/modules/dock.js'],
  ]);
  for (const encoding of ['br', 'gzip']) {
    const answer = await get(path, { 'accept-encoding': `${encoding}, deflate` });
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      vary: 'Accept-Encoding',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
    });
    expect(Number(answer.headers['content-length'])).toBeLessThan(files['dist/modules/dock.js'].length / 2);
    const text = await (await fetch(url + path, { headers: { 'accept-encoding': encoding } })).text();
    expect(text).toBe(files['dist/modules/dock.js']);
    expect(
      (await get(path, { 'accept-encoding': encoding, 'if-none-match': String(answer.headers.etag) })).status,
    ).toBe(304);
  }
  expect(
    (await get(path, { 'accept-encoding': 'br', range: 'bytes=0-9' })).headers['content-encoding'],
  ).toBeUndefined();
});

it('serves the current version of a file', async () => {
  const read = async () => (await fetch(`${url}/dist/changing.js`, { headers: { 'accept-encoding': 'br' } })).text();
  for (const letter of ['a', 'b']) {
    writeFileSync(join(root, 'dist/changing.js'), letter.repeat(letter === 'a' ? 2000 : 3000));
    expect(await read()).toMatch(new RegExp(`^${letter}+$`));
  }
});

it('serves docs and examples as text beside the demo, and never as a page', async () => {
  for (const path of ['/docs/', '/docs', '/docs/README.md', '/docs/page.html', '/examples/'])
    expect((await get(path)).headers, path).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
  for (const path of ['/docs/../server/dist/cli.js', '/docs/%2e%2e/server/dist/cli.js', '/docs/none.md'])
    expect((await get(path)).status, path).toBe(404);
});

/** A server of a package, which has no demo pages. */
async function openFrontPage(publicUrl?: string) {
  const app = express().use(siteRouter({ root: join(root, 'nowhere'), demo: true, publicUrl }));
  const bare = createServer(app).listen(0, '127.0.0.1');
  await once(bare, 'listening');
  const address = bare.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const read = async (headers: Record<string, string> = {}) => {
    const [response] = await once(request(`http://127.0.0.1:${port}/`, { headers }).end(), 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { headers: response.headers, html: Buffer.concat(chunks).toString() };
  };
  return { port, read, close: () => (bare.close(), bare.closeAllConnections()) };
}

it('shows the script tag with its own address where there are no demo pages', async () => {
  const { port, read, close } = await openFrontPage();
  const { html, headers } = await read();
  const own = `http://127.0.0.1:${port}`;
  expect(html).toContain(
    `&lt;script async src=&quot;${own}/dist/chatdock.umd.js&quot; data-api-url=&quot;${own}/chatkit&quot;`,
  );
  expect(html).toContain('CHATDOCK_ALLOWED_ORIGINS');
  expect(html).not.toContain('<script');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none';style-src 'sha256-[^']+';/);
  close();
});

it('shows the public address, with its path, if one is set', async () => {
  const { read, close } = await openFrontPage('https://shop.example/support/chat/');
  const { html } = await read();
  expect(html).toContain('src=&quot;https://shop.example/support/chat/dist/chatdock.umd.js&quot;');
  expect(html).toContain('data-api-url=&quot;https://shop.example/support/chat/chatkit&quot;');
  close();
});

it('shows an invented host as text', async () => {
  const { read, close } = await openFrontPage();
  const { html } = await read({ host: 'a"><script>alert(1)</script>' });
  expect(html).not.toContain('<script');
  close();
});

it('serves nothing outside its two folders, no hidden files and no listings', async () => {
  const forbidden = [
    '/server/dist/cli.js',
    '/dist/../server/dist/cli.js',
    '/dist/..%2fserver/dist/cli.js',
    '/demo/%2e%2e/server/dist/cli.js',
    '/demo/.secret',
    '/dist/',
    '/dist/modules/',
    '/package.json',
  ];
  for (const path of forbidden) {
    expect((await get(path)).status, path).toBeGreaterThanOrEqual(300);
    expect((await get(path, { 'accept-encoding': 'br' })).status, path).toBeGreaterThanOrEqual(300);
  }
});
