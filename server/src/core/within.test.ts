import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { within } from './within.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('returns the result of `work` if it is in time, else that of `late`', async () => {
  expect(await within(5000, pause(5), () => 'late')).toBeUndefined();
  expect(await within(20, new Promise(() => undefined), () => 'late')).toBe('late');
  await expect(
    within(20, new Promise(() => undefined), () => {
      throw new Error('Too late.');
    }),
  ).rejects.toThrow('Too late.');
});

it('accepts a result that came in time while the process itself was blocked', async () => {
  const server = createServer((socket) => {
    socket.write('answer');
    // Holds the process up for longer than it waits, while the answer is on its way.
    for (const until = performance.now() + 400; performance.now() < until;);
    socket.end();
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  const answer = once(socket, 'data').then(([data]) => String(data));
  expect(await within(200, answer, () => 'late')).toBe('answer');
});
