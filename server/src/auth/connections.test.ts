import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/harness/chat/chat-server.ts';
import { type ConnectionLimits, limitConnections } from './connections.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function serve(limits: ConnectionLimits) {
  const received: number[] = [];
  const http = createServer({ connectionsCheckingInterval: 50 }, async (req, res) => {
    try {
      let size = 0;
      for await (const chunk of req) size += chunk.length;
      received.push(size);
      res.end('ok');
    } catch {
      res.destroy();
    }
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const stop = limitConnections(http, limits);
  const address = http.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const sockets: Socket[] = [];
  cleanUps.push(async () => {
    stop();
    for (const socket of sockets) socket.destroy();
    http.close();
    http.closeAllConnections();
    await once(http, 'close');
  });
  const open = async () => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const connections = () => new Promise<number>((resolve) => http.getConnections((_error, count) => resolve(count)));
  return { open, received, connections };
}

const head = (length: number, more = '') => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${more}\r\n`;

describe('requests that never complete', () => {
  it('are closed: 300 uploads that stop in the middle, and headers without an end', async () => {
    const { open, connections } = await serve({ perAddress: 0, stalledMs: 200, headersMs: 200 });
    const uploads = await Promise.all(Array.from({ length: 300 }, open));
    const heads = await Promise.all(Array.from({ length: 20 }, open));
    for (const socket of uploads) socket.write(`${head(1_000_000)}some bytes`);
    for (const socket of heads) socket.write('POST / HTTP/1.1\r\nHost: x\r\n');
    const [first] = uploads;
    if (!first) throw new Error('No connection was opened.');
    expect(await text(first)).toMatch(/^HTTP\/1\.1 408 Request Timeout/);
    await until(async () => (await connections()) === 0);
    expect(await connections()).toBe(0);
  });

  it('are closed even if a byte arrives now and then', async () => {
    const { open } = await serve({ perAddress: 0, stalledMs: 200, minBytes: 100 });
    const socket = await open();
    socket.write(head(1_000_000));
    const drip = setInterval(() => socket.write('x'), 20);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408/);
    clearInterval(drip);
  });

  it('continue while data arrives, however long they take', async () => {
    const { open, received } = await serve({ perAddress: 0, stalledMs: 400, minBytes: 100 });
    const socket = await open();
    socket.write(head(2000));
    for (let piece = 0; piece < 20; piece += 1) {
      socket.write('x'.repeat(100));
      await pause(60);
    }
    await until(() => received.length > 0);
    expect(received).toEqual([2000]);
  });
});

describe('connections of one address', () => {
  it('have a limit, and closing one makes room', async () => {
    const { open, connections } = await serve({ perAddress: 3 });
    const kept = [await open(), await open(), await open()];
    await once(await open(), 'close');
    expect(await connections()).toBe(3);
    kept[0]?.destroy();
    await until(async () => (await connections()) === 2);
    const next = await open();
    next.write(head(0));
    expect(String(await once(next, 'data'))).toMatch(/^HTTP\/1\.1 200/);
  });

  it('have no limit once a proxy is detected at that address', async () => {
    const { open } = await serve({ perAddress: 1 });
    const first = await open();
    first.write(head(0, 'X-Forwarded-For: 203.0.113.9\r\n'));
    await once(first, 'data');
    const second = await open();
    second.write(head(0));
    expect(String(await once(second, 'data'))).toMatch(/^HTTP\/1\.1 200/);
  });
});
