/** Which hosts the process answers to, and what stays closed unless it is asked for. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { create } from '../../../../test/harness/chat/chat-server.ts';
import { openProcess, stopProcesses } from '../../../../test/harness/servers/open-process.ts';

afterEach(stopProcesses);

/** fetch does not let a Host header be chosen. */
async function ask(url: string, path: string, headers: Record<string, string>, method = 'GET') {
  const asked = request(url + path, { headers, method }).end(method === 'POST' ? JSON.stringify(create('Hi')) : '');
  const [response] = await once(asked, 'response');
  return { status: response.statusCode as number, headers: response.headers, body: await text(response) };
}
const statuses = async (url: string, path: string, hosts: readonly string[]) => {
  const found: Record<string, number> = {};
  for (const host of hosts) found[host] = (await ask(url, path, { host })).status;
  return found;
};

describe('a server on this machine only', () => {
  it('accepts the host names of this machine and no others', async () => {
    const { url } = await openProcess();
    expect(
      await statuses(url, '/nothing', ['localhost', 'LOCALHOST:8787', '127.0.0.1:1', '[::1]:80', 'a.localhost.']),
    ).toEqual({ localhost: 404, 'LOCALHOST:8787': 404, '127.0.0.1:1': 404, '[::1]:80': 404, 'a.localhost.': 404 });
    const strangers = ['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', '0.0.0.0'];
    for (const path of ['/chatkit', '/attachments', '/dist/x.js', '/metrics', '/nothing'])
      expect(Object.values(await statuses(url, path, strangers))).toEqual(strangers.map(() => 421));
    const refused = await ask(url, '/chatkit', { host: 'evil.example', 'content-type': 'application/json' }, 'POST');
    expect(refused.body).toContain('set CHATDOCK_PUBLIC_URL to the address that visitors use');
    expect(refused.headers['set-cookie']).toBeUndefined();
  });

  it('serves health checks to everybody, and metrics to clients with the token', async () => {
    const { url } = await openProcess({ CHATDOCK_METRICS_TOKEN: 'a'.repeat(16) });
    expect(await statuses(url, '/healthz', ['balancer.internal'])).toEqual({ 'balancer.internal': 200 });
    expect(await statuses(url, '/readyz', ['balancer.internal'])).toEqual({ 'balancer.internal': 200 });
    const authorization = `Bearer ${'a'.repeat(16)}`;
    expect((await ask(url, '/metrics', { host: 'balancer.internal', authorization })).status).toBe(200);
  });

  it('puts the public address, with its path, into file addresses', async () => {
    const { post } = await openProcess({ CHATDOCK_PUBLIC_URL: 'http://127.0.0.1/help/chat/' });
    const params = { name: 'a.png', size: 10, mime_type: 'image/png' };
    const created = await (await post({ type: 'attachments.create', params })).json();
    expect(created).toMatchObject({
      upload_descriptor: { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1\/help\/chat\/attachments\/atc_/) },
      preview_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1\/help\/chat\/attachments\/atc_/),
    });
  });

  it('accepts its public address too, once that is set', async () => {
    const { url } = await openProcess({ CHATDOCK_PUBLIC_URL: 'https://Chat.example:8443/' });
    expect(await statuses(url, '/nothing', ['chat.example', 'chat.example:8443', 'localhost', 'evil.example'])).toEqual(
      {
        'chat.example': 404,
        'chat.example:8443': 404,
        localhost: 404,
        'evil.example': 421,
      },
    );
    const forwarded = { host: 'chat.example', 'x-forwarded-host': 'evil.example' };
    expect((await ask(url, '/nothing', forwarded)).status).toBe(404);
  });

  it('accepts the host that a trusted proxy forwards', async () => {
    const { url } = await openProcess({ CHATDOCK_TRUST_PROXY: '1', CHATDOCK_PUBLIC_URL: 'https://chat.example' });
    const through = (host: string) => ask(url, '/nothing', { host: 'upstream', 'x-forwarded-host': host });
    expect([(await through('chat.example')).status, (await through('evil.example')).status]).toEqual([404, 421]);
  });
});

describe('a public server', () => {
  it('accepts every host until its own is configured', async () => {
    const anywhere = await openProcess({ HOST: '0.0.0.0' });
    const url = anywhere.url.replace('0.0.0.0', '127.0.0.1');
    expect(await statuses(url, '/nothing', ['chat.example', '10.0.0.1'])).toEqual({
      'chat.example': 404,
      '10.0.0.1': 404,
    });
    const named = await openProcess({ HOST: '0.0.0.0', CHATDOCK_PUBLIC_URL: 'https://chat.example' });
    expect(
      await statuses(named.url.replace('0.0.0.0', '127.0.0.1'), '/nothing', [
        'chat.example',
        'evil.example',
        'localhost',
      ]),
    ).toEqual({ 'chat.example': 404, 'evil.example': 421, localhost: 421 });
  });
});

it.each(['javascript', 'ftp', 'https evil', '://', 'http://x/?', 'file'])(
  'ignores the protocol %o from a proxy',
  async (protocol) => {
    const { url } = await openProcess({ CHATDOCK_TRUST_PROXY: '1' });
    const headers = { 'content-type': 'application/json', 'x-forwarded-proto': protocol };
    const { status, headers: answered } = await ask(url, '/chatkit', headers, 'POST');
    expect([status, answered['set-cookie']?.[0]]).toEqual([200, expect.stringMatching(/^chatdock-visitor=/)]);
  },
);

it('follows no symbolic link out of the documents folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-links-'));
  try {
    mkdirSync(join(folder, 'docs/inner'), { recursive: true });
    mkdirSync(join(folder, 'private'));
    writeFileSync(join(folder, 'docs/inner/page.md'), 'Public');
    writeFileSync(join(folder, 'private/secret.md'), 'Secret');
    symlinkSync(join(folder, 'private/secret.md'), join(folder, 'docs/link.md'));
    symlinkSync(join(folder, 'private'), join(folder, 'docs/door'));
    symlinkSync('../docs/inner', join(folder, 'docs/back'));
    const { url } = await openProcess({
      CHATDOCK_DOCS: join(folder, 'docs'),
      CHATDOCK_DOCS_INDEX: join(folder, 'index.sqlite'),
    });
    const found: Record<string, number> = {};
    for (const path of [
      'inner/page.md',
      'back/page.md',
      'link.md',
      'door/secret.md',
      '%64oor/secret.md',
      '../private/secret.md',
    ])
      found[path] = (await ask(url, `/documents/${path}`, {})).status;
    expect(found).toEqual({
      'inner/page.md': 200,
      'back/page.md': 200,
      'link.md': 404,
      'door/secret.md': 404,
      '%64oor/secret.md': 404,
      '../private/secret.md': 404,
    });
    await stopProcesses();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('serves the demo pages only if they are turned on', async () => {
  const root = mkdtempSync(join(tmpdir(), 'chatdock-demo-'));
  try {
    mkdirSync(join(root, 'demo'));
    for (const name of ['index', 'gallery']) writeFileSync(join(root, `demo/${name}.html`), '<!doctype html>');
    const paths = ['/', '/gallery', '/demo/', '/demo/gallery.html'];
    const closed = await openProcess({}, root);
    expect(await Promise.all(paths.map(async (path) => (await closed.get(path)).status))).toEqual([200, 404, 404, 404]);
    expect(await (await closed.get('/')).text()).not.toBe('<!doctype html>');
    const asked = await openProcess({ CHATDOCK_DEMO_PAGES: '1' }, root);
    expect(await Promise.all(paths.map(async (path) => (await asked.get(path)).status))).toEqual([200, 200, 200, 200]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
