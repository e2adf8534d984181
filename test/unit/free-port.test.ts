import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { freePort } from '../harness/servers/free-port.ts';

it('returns a port only once, even if its server does not listen yet', async () => {
  const ports = await Promise.all(Array.from({ length: 500 }, freePort));
  expect(new Set(ports).size).toBe(500);
});

it('returns no port that the system may assign to a server on port 0', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  expect(await freePort()).toBeLessThan(typeof address === 'object' ? (address?.port ?? 0) : 0);
});
