/** Requests from corpora of attacks, as bytes on the wire, against the built server. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faultOf, HOSTILE_REQUESTS, requestsNaming, sendRaw } from '../../harness/hostile/hostile-requests.ts';
import { collectable, collected } from '../../harness/measure/process-memory.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';

/** The server waits for the rest of a body that has not arrived, so the test stops listening. */
const UNFINISHED = new Set(['chunks 3']);
const MAX_GROWTH_MB = 50;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({
    ...collectable,
    CHATDOCK_LIMIT_REQUESTS_PER_ADDRESS: '0',
    CHATDOCK_LIMIT_REQUESTS_PER_USER: '0',
    LOG_LEVEL: 'error',
  });
});
afterAll(() => server?.dispose());

/** Sends all requests of a group, some at the same time. Returns what went wrong. */
async function sendAll(group: string): Promise<string[]> {
  const waiting = [...(HOSTILE_REQUESTS[group] ?? [])];
  const faults: string[] = [];
  const send = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const isUnfinished = UNFINISHED.has(next.name);
      const answer = await sendRaw(server.url, next.bytes, isUnfinished ? 200 : 20_000);
      const fault = faultOf(answer) ?? (answer.ms > 15_000 ? 'the server did not answer' : null);
      if (fault) faults.push(`${next.name}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, send));
  return faults;
}

it.each(Object.keys(HOSTILE_REQUESTS))('answers hostile %s without failing or showing anything', async (group) => {
  expect(await sendAll(group)).toEqual([]);
});

it('fetches no address that a request names', async () => {
  const asked: string[] = [];
  const elsewhere = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    res.end();
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const { port } = elsewhere.address() as AddressInfo; // it listens on a port
  for (const { bytes } of requestsNaming(`http://127.0.0.1:${port}/secret`)) {
    expect(faultOf(await sendRaw(server.url, bytes))).toBeNull();
  }
  elsewhere.close();
  expect(asked).toEqual([]);
});

it('keeps no memory of them', async () => {
  for (const group of Object.keys(HOSTILE_REQUESTS)) await sendAll(group);
  const before = await collected(server);
  for (const group of Object.keys(HOSTILE_REQUESTS)) await sendAll(group);
  await expect
    .poll(async () => (await collected(server)) - before, { timeout: 20_000, interval: 500 })
    .toBeLessThan(MAX_GROWTH_MB);
});
