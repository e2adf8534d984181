/** The memory that the built server uses for requests that are made to cost memory. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { withVisitorToken } from '@chatdock/protocol/client/visitor-token';
import { collectable, collected, forgetPeak, memoryOf } from '../../harness/measure/process-memory.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';

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

/**
 * Runs `attack` so many times at once. Waits until a collection leaves little more memory than before, and gives the
 * megabytes above that at the most.
 */
async function costOf(times: number, attack: (index: number) => Promise<unknown>): Promise<number> {
  const before = await collected(server);
  forgetPeak(server);
  await Promise.all(Array.from({ length: times }, (_, index) => attack(index)));
  await expect.poll(() => activeTurns(), { timeout: 20_000 }).toBe(0);
  const peak = memoryOf(server, 'VmHWM') - before;
  // Again and again: sockets that were just cut let go of what they hold a moment later.
  await expect
    .poll(async () => (await collected(server)) - before, { timeout: 30_000, interval: 200 })
    .toBeLessThan(MAX_GROWTH_MB);
  return peak;
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

/** Requests that are large in one way each, and the status they get. */
function hostileBodies(threadId: string, pictures: readonly string[]): [name: string, status: number, body: unknown][] {
  const many = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
  const input = (more: object) => ({
    type: 'threads.create',
    params: { input: { content: [], attachments: [], quoted_text: '', inference_options: {}, ...more } },
  });
  const text = (value: string) => input({ content: [{ type: 'input_text', text: value }] });
  const tag = { type: 'input_tag', id: 't', text: 't', data: {} };
  const thread = { thread_id: threadId };
  const action = (type: string, payload: unknown) => ({ type, params: { ...thread, action: { type: 'a', payload } } });
  const large = 'x'.repeat(250_000);
  return [
    ['10,000 content parts', 413, input({ content: many(10_000, { type: 'input_text', text: 'x' }) })],
    ['5,000 content parts', 400, input({ content: many(5000, { type: 'input_text', text: 'x' }) })],
    ['10,000 tags', 413, input({ content: many(10_000, tag) })],
    ['4,000 tags', 400, input({ content: many(4000, tag) })],
    ['a tag with large data', 400, input({ content: [{ ...tag, data: { large } }] })],
    ['11 files', 400, input({ attachments: [...pictures, 'atc_11'] })],
    ['a long text', 400, text(large)],
    ['a text that is slow to make a title of', 200, text('['.repeat(100_000))],
    ['a long quotation', 400, input({ quoted_text: large })],
    ['a long model name', 400, input({ inference_options: { model: large } })],
    ['a large tool result', 400, { type: 'threads.add_client_tool_output', params: { ...thread, result: large } }],
    ['a large payload', 400, action('threads.custom_action', { large })],
    ['a payload of many values', 400, action('threads.sync_custom_action', many(40_000, 1))],
    ['a long title', 400, { type: 'threads.update', params: { ...thread, title: large } }],
    [
      'many items of feedback',
      400,
      { type: 'items.feedback', params: { ...thread, item_ids: many(9000, 'i'), kind: 'positive' } },
    ],
    ['large metadata', 400, { type: 'threads.list', params: {}, metadata: { large } }],
    [
      'deep JSON',
      400,
      `{"type":"threads.list","params":{},"metadata":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    ],
    ['many values', 400, `{"type":"threads.list","params":{},"metadata":{"x":[${'0,'.repeat(120_000)}0]}}`],
    ['a body over its limit', 413, text('x'.repeat(300_000))],
    [
      'a body that only begins like a recording',
      413,
      `{"metadata":{"x":{"type":"input.transcribe"}},"type":"threads.list","params":{},"y":"${'x'.repeat(8_000_000)}"}`,
    ],
    [
      'millions of values that begin like a recording',
      400,
      `{"metadata":{"x":{"type":"input.transcribe"}},"type":"threads.create","params":{"input":{"content":[${'0,'.repeat(4_000_000)}0]}}}`,
    ],
  ];
}

describe('hostile requests', () => {
  const send = visitor();
  const pictures: string[] = [];
  let repeated: object;

  beforeAll(async () => {
    await post(send, { type: 'threads.list', params: {} });
    for (let count = 0; count < 10; count += 1) pictures.push(await upload(send));
    repeated = create(Array.from({ length: 400 }, () => pictures[0] ?? ''));
    // As a server in service: what a first turn loads is loaded, and turns with pictures have run side by side.
    const turns = Array.from({ length: 12 }, async (_, index) =>
      (await post(send, index % 2 === 0 ? repeated : create(pictures))).text(),
    );
    const texts = await Promise.all(turns);
    if (!texts.every((text) => text.includes('Yes.'))) throw new Error(`The model did not answer: ${texts[0]}`);
  });

  it('use little memory with one image named 400 times, or with ten large ones', async () => {
    const answered = await costOf(HOSTILE_REQUESTS, async (index) => {
      if (index % 2 === 0) await (await post(send, repeated)).text();
      else await sendAndLeave(send, create(pictures), 100 + index * 10);
    });
    const asked = model.asked;
    model.answers = false;
    const abandoned = await costOf(20, async (index) => {
      const leaving = new AbortController();
      const sent = post(send, index % 2 === 0 ? repeated : create(pictures), leaving.signal);
      await vi.waitFor(() => expect(model.asked).toBeGreaterThan(asked), { timeout: 20_000 });
      setTimeout(() => leaving.abort(), index * 10);
      await sent.then((response) => response.text()).catch(() => undefined);
    });
    expect(answered).toBeLessThan(MAX_PEAK_MB);
    expect(abandoned).toBeLessThan(MAX_PEAK_MB);
  });

  it('use little memory when a thread full of images is continued and retried', async () => {
    const [created, message] = await events(await post(send, repeated));
    const threadId = String(created?.thread?.id);
    const add = { type: 'threads.add_user_message', params: { ...create(pictures).params, thread_id: threadId } };
    for (let count = 0; count < 5; count += 1) await (await post(send, add)).text();
    const retry = { type: 'threads.retry_after_item', params: { thread_id: threadId, item_id: message?.item?.id } };
    const cost = await costOf(20, async (index) => {
      const body = index % 2 === 0 ? add : retry;
      if (index % 3 === 0) await (await post(send, body)).text();
      else await sendAndLeave(send, body, index * 20);
    });
    expect(cost).toBeLessThan(MAX_PEAK_MB);
  });

  it('are refused with a message and little memory when they are large in any other way', async () => {
    const [created] = await events(await post(send, create([])));
    const bodies = hostileBodies(String(created?.thread?.id), pictures);
    const statuses = new Map<string, number>();
    const unclear: string[] = [];
    const cost = await costOf(HOSTILE_REQUESTS, async (index) => {
      // The two that begin like recordings come once: more of them at a time are refused as recordings are.
      const [name, , body] = bodies[index < bodies.length ? index : index % (bodies.length - 2)] ?? [];
      const response = await post(send, body);
      const answer = await response.text();
      statuses.set(String(name), response.status);
      if (response.status !== 200 && !/"message":"[A-Z][^"]+\."/u.test(answer)) unclear.push(answer);
    });
    expect(unclear).toEqual([]);
    expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(bodies.map(([name, status]) => [name, status])));
    expect(cost).toBeLessThan(MAX_PEAK_MB);
  });

  it('use little memory with recordings of the largest size', async () => {
    const recording = `{"type":"input.transcribe","params":{"mime_type":"audio/webm","audio_base64":"${'A'.repeat(8_000_000)}"}}`;
    const statuses = new Set<number>();
    const cost = await costOf(20, async () => statuses.add((await post(send, recording)).status));
    expect(cost).toBeLessThan(MAX_PEAK_MB);
    // Dictation is off here, or there is no room; each is said in a sentence.
    expect([...statuses].every((status) => status === 400 || status === 503)).toBe(true);
  });
});

interface Report {
  thread?: { id: string };
  item?: { id: string };
}

/** The first events of a turn that name the thread and the message. */
const events = async (response: Response): Promise<Report[]> =>
  (await response.text())
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: '))
    .map((frame) => JSON.parse(frame.slice('data: '.length)) as Report);
