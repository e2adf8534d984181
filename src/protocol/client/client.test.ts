import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from './client.ts';
import { ProtocolError } from '../errors.ts';
import type { ThreadStreamEvent } from '../thread/events.ts';
import type { StreamRequestInput } from '../requests/requests.ts';
import { toUserMessageInput } from '../requests/user-input.ts';

/** A fake server behind `fetch`: answers each request in turn and records it. */
function fakeServer(...answers: (() => Response | Promise<Response>)[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const serve: typeof fetch = async (url, init = {}) => {
    asked.push({ url: String(url), init });
    const answer = answers[asked.length - 1];
    if (!answer) throw new Error('asked more often than expected');
    return answer();
  };
  return { fetch: serve, asked };
}

const url = '/chatkit';
const turn: StreamRequestInput = {
  type: 'threads.create',
  params: { input: toUserMessageInput({ content: [{ type: 'input_text', text: 'hi' }] }) },
};
const stream =
  (text: string, type = 'text/event-stream') =>
  () =>
    new Response(text, { headers: { 'content-type': type } });
const json = (body: unknown, init?: ResponseInit) => () => Response.json(body, init);
const progress = { type: 'progress_update', text: 'x' };

async function read(events: AsyncIterable<ThreadStreamEvent>) {
  const all: ThreadStreamEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const failureOf = async (attempt: Promise<unknown>): Promise<ProtocolError> => {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProtocolError) return error;
  throw new Error(`expected a ProtocolError, got ${String(error)}`);
};

describe('the client', () => {
  it('posts through the given fetch as (url, init), with headers in a plain object [P016]', async () => {
    const server = fakeServer(json({ data: [] }));
    await createClient({ url, fetch: server.fetch, headers: () => ({ 'Accept-Language': 'de-DE' }) }).request({
      type: 'threads.list',
      params: { limit: 9999 },
    });
    const [{ url: askedUrl, init } = { url: '', init: {} }] = server.asked;
    expect(askedUrl).toBe('/chatkit');
    expect(init.method).toBe('POST');
    expect(Object.getPrototypeOf(init.headers)).toBe(Object.prototype);
    expect({ ...init.headers }).toMatchObject({ 'Content-Type': 'application/json', 'Accept-Language': 'de-DE' });
    expect(JSON.parse(String(init.body))).toEqual({ type: 'threads.list', params: { limit: 9999 } });
  });

  it('yields the events of a stream', async () => {
    const server = fakeServer(stream(`data: ${JSON.stringify(progress)}\n\n`));
    expect(await read(createClient({ url, fetch: server.fetch }).stream(turn))).toEqual([progress]);
  });

  it('accepts an empty stream [P131]', async () => {
    const server = fakeServer(stream(''));
    expect(await read(createClient({ url, fetch: server.fetch }).stream(turn))).toEqual([]);
  });

  it.each([
    [
      'an HTTP 503',
      json({ error: { code: 'busy', message: 'Come back later.' } }, { status: 503, headers: { 'retry-after': '7' } }),
      'http-status',
    ],
    ['a page instead of a stream', stream('<!doctype html>', 'text/html'), 'wrong-content-type'],
    ['a body that breaks off', stream('data: {"type":"prog'), 'stream-cut'],
    ['a network failure', () => Promise.reject(new TypeError('failed')), 'network'],
    ['a broken event', stream('data: {oops}\n\n'), 'invalid-event'],
  ])('fails the turn without a retry on %s [P022 P023]', async (_, answer, code) => {
    const server = fakeServer(answer, stream(''));
    const failure = await failureOf(read(createClient({ url, fetch: server.fetch }).stream(turn)));
    expect(failure.code).toBe(code);
    expect(server.asked).toHaveLength(1);
  });

  it('passes on an error event in the stream, without a retry [P022]', async () => {
    const event = { type: 'error', code: 'stream.error', allow_retry: true };
    const server = fakeServer(stream(`data: ${JSON.stringify(event)}\n\n`), stream(''));
    expect(await read(createClient({ url, fetch: server.fetch }).stream(turn))).toEqual([event]);
    expect(server.asked).toHaveLength(1);
  });

  it("reports the server's reason for a refusal", async () => {
    const ask = (answer: () => Response) =>
      failureOf(
        createClient({ url, fetch: fakeServer(answer).fetch }).request({
          type: 'threads.delete',
          params: { thread_id: 't' },
        }),
      );
    expect(
      await ask(
        json(
          { error: { code: 'rate_limited', message: 'Too many messages.' } },
          { status: 429, headers: { 'retry-after': '7' } },
        ),
      ),
    ).toMatchObject({
      code: 'http-status',
      status: 429,
      serverCode: 'rate_limited',
      message: 'Too many messages.',
      retryAfterMs: 7000,
    });
    expect(await ask(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))).toMatchObject({
      code: 'http-status',
      status: 502,
      serverCode: undefined,
      retryAfterMs: undefined,
    });
    const soon = new Date(Date.now() + 60_000).toUTCString();
    const dated = await ask(() => new Response('', { status: 503, headers: { 'retry-after': soon } }));
    expect(dated.retryAfterMs).toBeGreaterThan(50_000);
    expect(await ask(() => new Response('ok'))).toMatchObject({ code: 'invalid-response' });
  });

  it('reports an abort before or during a turn as an abort', async () => {
    const stopping = new AbortController();
    const waiting: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)));
    const attempt = read(createClient({ url, fetch: waiting }).stream(turn, { signal: stopping.signal }));
    stopping.abort();
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('skips unknown items in a thread, and broken ones, which it reports [P077]', async () => {
    const item = { id: 'm', thread_id: 't', created_at: 'x', type: 'assistant_message', content: [] };
    const items = {
      data: [item, { ...item, type: 'hologram' }, { ...item, type: 'widget', widget: { type: 'Table' } }],
      has_more: true,
      after: 'm',
    };
    const thread = { id: 't', created_at: 'x', items };
    const problems: ProtocolError[] = [];
    const client = createClient({
      url,
      fetch: fakeServer(json(thread), json({ data: [thread] })).fetch,
      onProblem: (problem) => problems.push(problem),
    });
    const loaded = await client.request({ type: 'threads.get_by_id', params: { thread_id: 't' } });
    expect(loaded.items).toEqual({ data: [item], has_more: true, after: 'm' });
    expect(problems).toHaveLength(1);
    const list = await client.request({ type: 'threads.list', params: {} });
    expect(list.data.map(({ id, status }) => [id, status.type])).toEqual([['t', 'active']]);
  });

  it('reads the result of a sync action, with and without an item', async () => {
    const item = { id: 'w', thread_id: 't', created_at: 'x', type: 'widget', widget: { type: 'Card' } };
    const client = createClient({ url, fetch: fakeServer(json({}), json({ updated_item: item })).fetch });
    const act = () =>
      client.request({
        type: 'threads.sync_custom_action',
        params: { thread_id: 't', item_id: 'w', action: { type: 'x' } },
      });
    expect(await act()).toEqual({});
    expect(await act()).toEqual({ updated_item: item });
  });
});

describe('the platform fetch', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is looked up per request, not when the client is created', async () => {
    const client = createClient({ url });
    const server = fakeServer(json({}));
    vi.stubGlobal('fetch', server.fetch);
    await client.request({ type: 'threads.delete', params: { thread_id: 't' } });
    expect(server.asked).toHaveLength(1);
  });
});

describe('user input', () => {
  it('always has attachments, inference options and quoted text [P035 P036]', () => {
    expect(toUserMessageInput({ content: [] })).toEqual({
      content: [],
      quoted_text: '',
      attachments: [],
      inference_options: {},
    });
    expect(
      toUserMessageInput({ content: [], attachmentIds: ['a'], quotedText: 'q', toolChoiceId: 's', model: 'm' }),
    ).toEqual({
      content: [],
      quoted_text: 'q',
      attachments: ['a'],
      inference_options: { tool_choice: { id: 's' }, model: 'm' },
    });
  });

  it('gets empty data for tags without any [P037]', () => {
    const { content } = toUserMessageInput({
      content: [
        { type: 'input_tag', id: 'o', text: 'Order' },
        { type: 'input_tag', id: 'p', text: 'P', data: { a: null }, interactive: true },
      ],
    });
    expect(content).toEqual([
      { type: 'input_tag', id: 'o', text: 'Order', data: {}, interactive: false },
      { type: 'input_tag', id: 'p', text: 'P', data: { a: null }, interactive: true },
    ]);
  });
});
