import { describe, expect, it, vi } from 'vitest';
import {
  added,
  addMessage,
  ADDRESS,
  create,
  done,
  gate,
  message,
  openChat,
  toolCall,
  ada,
} from '../../../../test/harness/chat/chat-server.ts';
import { HttpError } from '../errors.ts';
import { StoreUnavailableError } from '../store.ts';
import { MemoryStore } from '../../stores/memory.ts';

const list = { type: 'threads.list', params: {} };

const refusal = async (response: Response) => [
  response.status,
  ((await response.json()) as { error: { code: string } }).error.code,
];

describe('requests', () => {
  it.each([
    ['not JSON', '{', [400, 'invalid_json']],
    ['nothing', '', [400, 'invalid_json']],
    ['text', '"threads.list"', [400, 'invalid_request']],
    ['an unknown type', '{"type":"threads.stop","params":{}}', [400, 'invalid_request']],
    ['no type', '{"params":{}}', [400, 'invalid_request']],
    ['5,000 levels', `${'['.repeat(5000)}${']'.repeat(5000)}`, [400, 'too_deep']],
    ['200,000 levels', '{"a":'.repeat(50_000), [400, 'too_deep']],
    [
      '33 levels',
      `{"type":"threads.list","params":{},"metadata":${'{"a":'.repeat(32)}1${'}'.repeat(33)}`,
      [400, 'too_deep'],
    ],
    ['10 MB', 'x'.repeat(10_000_000), [413, 'too_large']],
    [
      'an object with a prototype of its own',
      '{"__proto__":{"type":"threads.list","params":{}}}',
      [400, 'invalid_request'],
    ],
  ])('%s is refused with a plain message [P001]', async (_what, body, expected) => {
    const response = await openChat().post(body);
    const text = await response.clone().text();
    expect(await refusal(response)).toEqual(expected);
    expect(text).not.toMatch(/ at |\.ts:|node:/);
  });

  it('brackets inside strings do not count as nesting', async () => {
    for (const note of ['['.repeat(5000), `"${'['.repeat(100)}`, `\\"${'{'.repeat(100)}`])
      expect((await openChat().post({ ...list, metadata: { note } })).status).toBe(200);
  });

  it('bytes that are not UTF-8 are refused', async () => {
    const body = Uint8Array.from([
      ...new TextEncoder().encode('{"type":"threads.list","params":{},"x":"'),
      0xff,
      0x22,
      0x7d,
    ]);
    const response = await openChat().handle(
      new Request(ADDRESS, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    );
    expect(await refusal(response)).toEqual([400, 'invalid_json']);
  });

  it('params may be empty but not missing [P002]', async () => {
    const chat = openChat();
    expect((await chat.post({ type: 'threads.list' })).status).toBe(400);
    expect((await chat.post(list)).status).toBe(200);
  });

  it('unknown members are ignored everywhere [P003]', async () => {
    const seen: unknown[] = [];
    const chat = openChat({
      // oxlint-disable-next-line require-yield -- says nothing
      async *action(_thread, action) {
        seen.push(action);
      },
    });
    const { id } = await chat.thread();
    await chat.stream({
      type: 'threads.custom_action',
      params: { thread_id: id, action: { type: 'a', payload: 1, streaming: true, new: 1 }, new: 1 },
      new: 1,
    });
    expect(seen).toEqual([{ type: 'a', payload: 1 }]);
  });

  it('metadata may be missing but not null [P004]', async () => {
    const chat = openChat();
    expect((await chat.post({ ...list, metadata: null })).status).toBe(400);
    expect((await chat.post({ ...list, metadata: { tenant: 'acme' } })).status).toBe(200);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json; charset=latin1',
    '',
  ])('a body of type %j is refused, because any page could send it', async (type) => {
    const response = await openChat().handle(
      new Request(ADDRESS, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(list) }),
    );
    expect(await refusal(response)).toEqual([415, 'not_json']);
  });

  it('any method but POST is refused', async () => {
    const response = await openChat().handle(new Request(ADDRESS));
    expect([...(await refusal(response)), response.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'POST, OPTIONS',
    ]);
  });
});

describe('answers', () => {
  it('six types answer with unbuffered event streams, the ten others with JSON [P005]', async () => {
    const chat = openChat({
      attachmentStore: {
        generateAttachmentId: () => 'atc_1',
        createAttachment: async () => ({ type: 'file', id: 'atc_1', name: 'a', mime_type: 'text/plain' }),
        deleteAttachment: async () => {},
      },
      transcribe: async () => ({ text: '' }),
      syncAction: async () => ({}),
    });
    const thread = async () => (await chat.thread()).id;
    const id = await thread();
    const waiting = await thread();
    await chat.store.addThreadItem(waiting, toolCall(waiting, 'tc'), ada());
    const asking = await thread();
    await chat.store.addThreadItem(
      asking,
      {
        type: 'structured_input',
        id: 'q',
        thread_id: asking,
        created_at: '2026-01-01T00:00:00Z',
        status: 'pending',
        inputs: [],
      },
      ada(),
    );
    const streams = [
      create(),
      addMessage(id),
      { type: 'threads.add_client_tool_output', params: { thread_id: waiting, result: {} } },
      { type: 'threads.add_structured_input', params: { thread_id: asking, item_id: 'q', input: {} } },
      { type: 'threads.retry_after_item', params: { thread_id: id, item_id: 'nobodys' } },
      { type: 'threads.custom_action', params: { thread_id: id, action: { type: 'a' } } },
    ];
    for (const request of streams) {
      const { status, headers, body } = await chat.post(request);
      expect([
        status,
        headers.get('content-type'),
        headers.get('cache-control'),
        headers.get('x-accel-buffering'),
      ]).toEqual([200, 'text/event-stream', 'no-store, no-transform', 'no']);
      await body?.cancel();
    }
    const queries = [
      { type: 'threads.get_by_id', params: { thread_id: id } },
      list,
      { type: 'items.list', params: { thread_id: id } },
      { type: 'items.feedback', params: { thread_id: id, item_ids: [], kind: 'positive' } },
      { type: 'attachments.create', params: { name: 'a', size: 1, mime_type: 'text/plain' } },
      { type: 'attachments.delete', params: { attachment_id: 'atc_1' } },
      { type: 'threads.update', params: { thread_id: id, title: 'x' } },
      { type: 'threads.sync_custom_action', params: { thread_id: id, action: { type: 'a' } } },
      { type: 'input.transcribe', params: { audio_base64: '', mime_type: 'audio/webm' } },
      { type: 'threads.delete', params: { thread_id: id } },
    ];
    for (const request of queries) {
      const { status, headers } = await chat.post(request);
      expect([request.type, status, headers.get('content-type')]).toEqual([request.type, 200, 'application/json']);
    }
  });

  it('a client that accepts NDJSON gets one JSON object per line', async () => {
    const chat = openChat({
      async *respond({ id }) {
        yield done(message(id, 'a', 'two\nlines'));
      },
    });
    const response = await chat.post(create(), { headers: { accept: 'application/x-ndjson' } });
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual([
      'thread.created',
      'thread.item.done',
      'stream_options',
      'thread.item.done',
    ]);
  });

  it('a database failure answers 503 with Retry-After', async () => {
    class Gone extends MemoryStore {
      override async loadThreads(): Promise<never> {
        throw new StoreUnavailableError('locked');
      }
    }
    const response = await openChat({ store: new Gone() }).post(list);
    expect([response.headers.get('retry-after'), ...(await refusal(response))]).toEqual([
      '5',
      503,
      'store_unavailable',
    ]);
  });

  it('an unexpected failure reveals no details to the client', async () => {
    class Broken extends MemoryStore {
      override async loadThreads(): Promise<never> {
        throw new Error('password: hunter2');
      }
    }
    const response = await openChat({ store: new Broken() }).post(list);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
  });
});

describe('callers', () => {
  it("an unauthorised caller is refused before anything is read, with the reply's headers [P024]", async () => {
    const chat = openChat({
      endpoint: {
        authenticate: (_request, reply) => {
          reply.append('set-cookie', 'visitor=; Max-Age=0');
          throw new HttpError(401, 'unauthenticated', 'Sign in first.');
        },
      },
    });
    for (const body of [create(), '{']) {
      const response = await chat.post(body);
      expect(response.headers.get('set-cookie')).toContain('visitor');
      expect(await refusal(response)).toEqual([401, 'unauthenticated']);
    }
  });

  it('the application may refuse a request by its user and type', async () => {
    const chat = openChat({
      endpoint: {
        admit: ({ type }, { userId }) => {
          if (type === 'threads.create')
            throw new HttpError(429, 'too_many_requests', `Slow down, ${userId}.`, {
              headers: { 'retry-after': '30' },
            });
        },
      },
    });
    const response = await chat.post(create());
    expect([response.headers.get('retry-after'), ...(await refusal(response))]).toEqual([
      '30',
      429,
      'too_many_requests',
    ]);
    expect(await chat.ask(list)).toMatchObject({ data: [] });
  });

  it('a turn keeps its place in the limits as long as it runs, also without its connection', async () => {
    const rest = gate();
    const left: string[] = [];
    const chat = openChat({
      endpoint: {
        admit:
          ({ type }) =>
          () =>
            void left.push(type),
      },
      async *respond(thread) {
        yield added(message(thread.id, 'msg_1', ''));
        await rest.opened;
        yield done(message(thread.id, 'msg_1', 'All of it.'));
      },
    });
    const metadata = { chatdock: { key: 'a-key-of-this-test', resume: true } };
    const response = await chat.post({ ...create(), metadata });
    await response.body?.cancel();
    await chat.ask(list);
    expect(left).toEqual(['threads.list']);
    rest.open();
    await vi.waitFor(() => expect(left).toEqual(['threads.list', 'threads.create']));
  });

  it("the application gets the caller's language and the request's id", async () => {
    const seen: unknown[] = [];
    const chat = openChat({
      // oxlint-disable-next-line require-yield -- says nothing
      async *respond(_thread, _message, { userId, locale, requestId }) {
        seen.push({ userId, locale, requestId });
      },
    });
    await (await chat.post(create(), { headers: { 'accept-language': 'de-AT', 'x-request-id': 'r-1' } })).text();
    expect(seen).toEqual([{ userId: 'ada', locale: 'de-AT', requestId: 'r-1' }]);
  });
});
