/** The complete process over real HTTP: what its operator can see, and what must stay hidden from all others. */
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import { create } from '../../../test/harness/chat/chat-server.ts';
import { openProcess, newFolder, cookieOf, tokenOf } from '../../../test/harness/servers/in-process.ts';

describe('a visitor of the default process', () => {
  it('is one visitor by header and cookie, and nobody else sees their threads', async () => {
    const { post, titles } = await openProcess();
    const first = await post(create('Echo my parcel'));
    await first.text();
    expect(await titles(tokenOf(first))).toEqual(['Echo my parcel']);
    expect(await titles({ cookie: cookieOf(first) })).toEqual(['Echo my parcel']);
    expect(await titles({})).toEqual([]);
  });

  it('is recognised after a restart, by a secret file that only this OS user can read', async () => {
    const folder = newFolder();
    const settings = { DATABASE_URL: `file:${join(folder, 'chat.sqlite')}` };
    const before = await openProcess(settings);
    const first = await before.post(create('Echo my parcel'));
    await first.text();
    await before.stop();
    const after = await openProcess(settings);
    expect(await after.titles(tokenOf(first))).toEqual(['Echo my parcel']);
    expect((statSync(join(folder, 'visitor-secret')).mode & 0o777).toString(8)).toBe('600');
    expect(readFileSync(join(folder, 'visitor-secret'), 'utf8').length).toBeGreaterThanOrEqual(43);
  });

  it('keeps their identity when another site posts a form, even if any origin is allowed', async () => {
    const { post } = await openProcess({ CHATDOCK_ALLOWED_ORIGINS: '*' });
    for (const contentType of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=utf-16',
      '',
    ]) {
      const response = await post(JSON.stringify(create()), {
        'content-type': contentType,
        origin: 'https://evil.example',
      });
      expect([response.status, response.headers.getSetCookie(), response.headers.get(VISITOR_TOKEN_HEADER)]).toEqual([
        415,
        [],
        null,
      ]);
    }
  });

  it('on a site that is not allowed gets an error and no token', async () => {
    const { post, titles } = await openProcess({ CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example' });
    const first = await post(create('Echo my parcel'));
    await first.text();
    const response = await post(
      { type: 'threads.list', params: {} },
      { cookie: cookieOf(first), origin: 'https://evil.example' },
    );
    expect([
      response.status,
      response.headers.get('access-control-allow-origin'),
      response.headers.getSetCookie(),
    ]).toEqual([403, null, []]);
    expect(await titles({ ...tokenOf(first), origin: 'https://shop.example' })).toEqual(['Echo my parcel']);
  });
});

it('an upload from the dock is stored, and only its owner can download it', async () => {
  const { get, upload } = await openProcess({ CHATDOCK_ATTACHMENTS_FOLDER: newFolder() });
  const response = await upload('/chatkit/upload', new Blob(['see you at noon'], { type: 'text/plain' }));
  const { id } = await response.json();
  expect(response.status).toBe(200);
  const file = await get(`/attachments/${id}`, tokenOf(response));
  expect([file.status, await file.text()]).toEqual([200, 'see you at noon']);
  expect((await get(`/attachments/${id}`)).status).toBe(404);
});

describe('the process', () => {
  it('is alive and ready, and not ready during shutdown', async () => {
    const { get, stop } = await openProcess();
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
    await stop();
    await expect(get('/readyz')).rejects.toThrow('fetch failed');
  });

  it('closes connections on which nothing was sent while it stops, without waiting', async () => {
    const { url, stop } = await openProcess();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    await fetch(`${url}/healthz`); // by now the server has accepted both
    vi.useFakeTimers({ toFake: ['setTimeout'] }); // else connections that have their response would be cut off in the end
    try {
      await stop();
    } finally {
      vi.useRealTimers();
    }
    await expect.poll(() => socket.closed).toBe(true);
  });

  it('lets pages of other sites send the headers of CHATDOCK_ALLOWED_HEADERS', async () => {
    const { url } = await openProcess({
      CHATDOCK_ALLOWED_ORIGINS: 'https://shop.example',
      CHATDOCK_ALLOWED_HEADERS: 'X-Shop, x-b',
    });
    for (const path of ['/chatkit', '/chatkit/upload', '/chatkit/logout']) {
      const { headers } = await fetch(url + path, {
        method: 'OPTIONS',
        headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
      });
      expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
        expect.arrayContaining(['X-Shop', 'x-b']),
      );
    }
  });

  it.each(['/nothing', '/%E0%A4%A', '/chatkit/nothing'])(
    'answers %s with a plain refusal that names no local path',
    async (path) => {
      const { get } = await openProcess();
      const response = await get(path);
      const body = await response.text();
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(JSON.parse(body)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
      expect(body).not.toMatch(/node_modules|at .*:\d+:\d+|\/server\//);
      expect(response.headers.get('x-powered-by')).toBeNull();
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    },
  );

  it('sends headers that stop browsers from treating an answer as a page', async () => {
    const { headers } = await (await openProcess()).post({ type: 'threads.list', params: {} });
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect([
      headers.get('x-content-type-options'),
      headers.get('referrer-policy'),
      headers.get('cache-control'),
    ]).toEqual(['nosniff', 'no-referrer', 'no-store']);
  });

  it('logs at its start that the bucket for files cannot be used, and answers all the same', async () => {
    const { logged, get } = await openProcess({
      CHATDOCK_FILES: 's3://nowhere',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
    });
    await expect.poll(logged).toContain('The file storage cannot be reached. Check CHATDOCK_FILES and its endpoint.');
    expect((await get('/readyz')).status).toBe(200);
  });

  it('prints one sentence when its address is in use', async () => {
    const { createServer } = await import('node:net');
    const occupied = createServer().listen(0, '127.0.0.1');
    await once(occupied, 'listening');
    onTestFinished(() => void occupied.close());
    const address = occupied.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(openProcess({ PORT: String(port) })).rejects.toThrow(
      /could not listen on 127\.0\.0\.1:\d+ .*Choose another PORT or HOST\.$/,
    );
  });
});
