/** What requests that are made to cost memory cost the built server. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { withVisitorToken } from '../../src/protocol/visitor-token.ts';
import { collectable, collected, forgetPeak, memoryOf } from '../harness/process-memory.ts';
import { startServer, type ServerProcess } from '../harness/server-process.ts';

const MAX_GROWTH_MB = 50;
const MAX_PEAK_MB = 256;
const PICTURE_BYTES = 4_900_000;
const HOSTILE_REQUESTS = 50;

/** A model that answers at once, or not before its caller has gone. It keeps nothing of what it is sent. */
const model = { answers: true, asked: 0, http: undefined as Server | undefined };
let server: ServerProcess;

beforeAll(async () => {
  model.http = createServer((req, res) => {
    req.resume();
    req.once('end', () => {
      model.asked += 1;
      if (!model.answers) return;
      const chunk = (delta: object, finish_reason: string | null) =>
        `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(`${chunk({ role: 'assistant', content: 'Yes.' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`);
    });
  }).listen(0, '127.0.0.1');
  await once(model.http, 'listening');
  const address = model.http.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const unlimited = ['REQUESTS', 'TURNS', 'UPLOADS', 'STREAMS'].flatMap((what) => [
    [`CHATDOCK_LIMIT_${what}_PER_ADDRESS`, '0'],
    [`CHATDOCK_LIMIT_${what}_PER_USER`, '0'],
  ]);
  server = await startServer({
    ...collectable,
    ...Object.fromEntries(unlimited),
    CHATDOCK_MODEL: 'compatible:m',
    COMPATIBLE_BASE_URL: `http://127.0.0.1:${port}/v1`,
    COMPATIBLE_API_KEY: 'k',
    LOG_LEVEL: 'error',
  });
});
afterEach(() => {
  model.answers = true;
});
afterAll(async () => {
  await server?.dispose();
  model.http?.closeAllConnections();
  model.http?.close();
});

type Fetch = typeof fetch;

function visitor(): Fetch {
  let token: string | null = null;
  return withVisitorToken(fetch, { read: () => token, write: (issued) => (token = issued) });
}

const post = (send: Fetch, body: unknown, signal?: AbortSignal) =>
  send(`${server.url}chatkit`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  });

const create = (attachments: readonly string[], text = 'Look') => ({
  type: 'threads.create',
  params: { input: { content: [{ type: 'input_text', text }], attachments, quoted_text: '', inference_options: {} } },
});

async function upload(send: Fetch): Promise<string> {
  const bytes = Buffer.alloc(PICTURE_BYTES, 7);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  const form = new FormData();
  form.set('file', new File([bytes], 'a.png', { type: 'image/png' }));
  const response = await send(`${server.url}attachments`, { method: 'POST', body: form });
  expect(response.status).toBe(200);
  return ((await response.json()) as { id: string }).id;
}

/** Runs `attack` 50 times at once and says what it cost: at the end, after a collection, and at the most. */
async function costOf(attack: (index: number) => Promise<unknown>): Promise<{ growth: number; peak: number }> {
  const before = await collected(server);
  forgetPeak(server);
  await Promise.all(Array.from({ length: HOSTILE_REQUESTS }, (_, index) => attack(index)));
  await expect.poll(() => activeTurns(), { timeout: 20_000 }).toBe(0);
  const peak = memoryOf(server, 'VmHWM') - before;
  return { growth: (await collected(server)) - before, peak };
}

async function activeTurns(): Promise<number> {
  const text = await (await fetch(`${server.url}metrics`)).text();
  return Number(/^chatdock_active_streams (\d+)/m.exec(text)?.[1]);
}

/** Sends, and leaves while the answer is on its way. */
async function sendAndLeave(send: Fetch, body: unknown, afterMs: number): Promise<void> {
  const leaving = AbortSignal.timeout(afterMs);
  await post(send, body, leaving)
    .then(
      (response) => response.text(),
      () => undefined,
    )
    .catch(() => undefined);
}

describe('hostile requests', () => {
  it('cost little when one picture is named 400 times, or ten large ones are sent at once', async () => {
    const send = visitor();
    await post(send, { type: 'threads.list', params: {} });
    const pictures: string[] = [];
    for (let count = 0; count < 10; count += 1) pictures.push(await upload(send));
    const repeated = create(Array.from({ length: 400 }, () => pictures[0] ?? ''));
    // Loads what a first turn loads.
    expect(await (await post(send, repeated)).text()).toContain('Yes.');

    const answered = await costOf(async (index) => {
      if (index % 2 === 0) await (await post(send, repeated)).text();
      else await sendAndLeave(send, create(pictures), 100 + index * 10);
    });
    model.answers = false;
    const abandoned = await costOf((index) =>
      sendAndLeave(send, index % 2 === 0 ? repeated : create(pictures), 200 + index * 10),
    );
    process.stderr.write(`MEM ${JSON.stringify([answered, abandoned])}\n`);
    for (const { growth, peak } of [answered, abandoned]) {
      expect(growth).toBeLessThan(MAX_GROWTH_MB);
      expect(peak).toBeLessThan(MAX_PEAK_MB);
    }
  });
});
