import { setupServer } from 'msw/node';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '@chatdock/protocol/client/client';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { reduce } from '@chatdock/protocol/reducer/reduce';
import { emptyThreadState, type ThreadState } from '@chatdock/protocol/reducer/thread-state';
import type { StreamRequestInput } from '@chatdock/protocol/requests/requests';
import { pendingClientToolCall } from '@chatdock/protocol/reducer/turn';
import { toUserMessageInput } from '@chatdock/protocol/requests/user-input';
import { chatHandlers, type ChatHandlersOptions } from './chat-handlers.ts';
import { say } from './script.ts';

const url = 'https://api.test/chatkit';
const running: { close(): void }[] = [];
afterEach(() => running.splice(0).forEach((server) => server.close()));

/** A mock server and a client that talks to it. */
function startMock(options: ChatHandlersOptions = {}) {
  const server = setupServer(...chatHandlers({ url, delayMs: 0, ...options }));
  server.listen({ onUnhandledFrame: 'error' });
  running.push(server);
  return createClient({ url });
}

const create = (text = 'hello', attachmentIds: string[] = []): StreamRequestInput => ({
  type: 'threads.create',
  params: { input: toUserMessageInput({ content: [{ type: 'input_text', text }], attachmentIds }) },
});

async function readInto(state: ThreadState, events: AsyncIterable<ThreadStreamEvent>) {
  const seen: ThreadStreamEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    state = reduce(state, event);
  }
  return { state, types: seen.map(({ type }) => type), seen };
}

const collect = (client: ReturnType<typeof startMock>, request = create()) =>
  readInto(emptyThreadState, client.stream(request));
const kinds = (state: ThreadState) => state.items.map(({ type }) => type);

describe('the mock', () => {
  it('answers a message with Markdown and keeps the thread', async () => {
    const client = startMock();
    const { state, types } = await collect(client);
    expect(types.slice(0, 3)).toEqual(['thread.created', 'thread.item.done', 'stream_options']);
    expect(kinds(state)).toEqual(['user_message', 'assistant_message']);
    const history = await client.request({ type: 'threads.list', params: { limit: 9999 } });
    expect(history.data.map(({ id, title }) => ({ id, title }))).toEqual([{ id: state.thread?.id, title: 'hello' }]);
    const stored = await client.request({ type: 'threads.get_by_id', params: { thread_id: String(state.thread?.id) } });
    expect(stored.items.data).toEqual(state.items);
  });

  it.each([
    ['widget', ['user_message', 'widget']],
    ['workflow', ['user_message', 'workflow', 'assistant_message']],
    ['reasoning', ['user_message', 'workflow', 'assistant_message']],
    ['image', ['user_message', 'generated_image']],
    ['structured-input', ['user_message', 'structured_input']],
    ['citations', ['user_message', 'assistant_message']],
    ['slow', ['user_message', 'assistant_message']],
    ['silent', ['user_message']],
  ] as const)('scenario %s leaves finished items that a reload returns', async (scenario, expected) => {
    const client = startMock({ scenario });
    const { state } = await collect(client);
    expect(kinds(state)).toEqual(expected);
    expect(state.open.size).toBe(0);
    const stored = await client.request({ type: 'threads.get_by_id', params: { thread_id: String(state.thread?.id) } });
    expect(stored.items.data).toEqual(state.items);
  });

  it.each([
    ['notice', { notices: [{ level: 'warning' }] }],
    ['error', { error: { code: 'custom', allow_retry: false } }],
    ['error-retry', { error: { code: 'stream.error', allow_retry: true } }],
    ['locked', { thread: { status: { type: 'locked' } } }],
    ['closed', { thread: { status: { type: 'closed' } } }],
  ] as const)('scenario %s shows in the state', async (scenario, expected) => {
    expect((await collect(startMock({ scenario }))).state).toMatchObject(expected);
  });

  it('scenarios progress and effect send what they are named after', async () => {
    expect((await collect(startMock({ scenario: 'progress' }))).types).toContain('progress_update');
    running.splice(0).forEach((server) => server.close());
    expect((await collect(startMock({ scenario: 'effect' }))).types).toContain('client_effect');
  });

  it('scenario client-tool asks the page and continues with its answer', async () => {
    const client = startMock({ scenario: 'client-tool' });
    const { state } = await collect(client);
    expect(pendingClientToolCall(state)).toMatchObject({ name: 'get_selection', arguments: { question: 'hello' } });
    const next = await readInto(
      state,
      client.stream({
        type: 'threads.add_client_tool_output',
        params: { thread_id: String(state.thread?.id), result: { rows: [4] } },
      }),
    );
    expect(JSON.stringify(next.state.items.at(-1))).toContain('rows');
  });

  it('answers a widget action by replacing the widget', async () => {
    const client = startMock({ scenario: 'widget' });
    const { state } = await collect(client);
    const item_id = String(state.items.at(-1)?.id);
    const action = { type: 'mock.order', payload: { drink: 'mocha' } };
    const next = await readInto(
      state,
      client.stream({
        type: 'threads.custom_action',
        params: { thread_id: String(state.thread?.id), item_id, action },
      }),
    );
    expect(next.state.items.find(({ id }) => id === item_id)).toMatchObject({
      widget: { children: [{ value: 'Ordered' }, { value: '{"drink":"mocha"}' }] },
    });
  });

  it.each([
    ['http-500', { code: 'http-status', status: 500 }],
    ['http-401', { code: 'http-status', status: 401 }],
    ['http-429', { code: 'http-status', status: 429, retryAfterMs: 2000 }],
    ['not-a-stream', { code: 'wrong-content-type' }],
    ['offline', { code: 'network' }],
    ['cut', { code: 'stream-cut' }],
  ] as const)('scenario %s fails the turn, and history still loads', async (scenario, expected) => {
    const client = startMock({ scenario });
    const failure: unknown = await collect(client).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProtocolError);
    expect(failure).toMatchObject(expected);
    expect(await client.request({ type: 'threads.list', params: {} })).toHaveProperty('data');
  });

  it('chooses a scenario by the message, and accepts a custom script', async () => {
    const byText = startMock({ scenario: (text) => (text.includes('form') ? 'widget' : 'answer') });
    expect(kinds((await collect(byText, create('a form, please'))).state)).toContain('widget');
    running.splice(0).forEach((server) => server.close());
    const own = startMock({ scenario: { script: (turn) => say(turn, turn.text.toUpperCase()) } });
    expect((await collect(own, create('loud'))).state.items.at(-1)).toMatchObject({ content: [{ text: 'LOUD' }] });
  });

  it('has a long thread to page through on request', async () => {
    const client = startMock({ longThread: 50 });
    const first = await client.request({
      type: 'items.list',
      params: { thread_id: 'thr_long', limit: 20, order: 'desc' },
    });
    expect(first.data).toHaveLength(20);
    expect(first.data[0]?.id).toBe('msg_long_49');
    const second = await client.request({
      type: 'items.list',
      params: { thread_id: 'thr_long', limit: 40, order: 'desc', after: first.after },
    });
    expect([second.data.length, second.has_more]).toEqual([30, false]);
  });

  it('accepts direct and two-phase uploads, and attaches them', async () => {
    const client = startMock();
    const form = () => {
      const data = new FormData();
      data.append('file', new File(['pixels'], 'box.png', { type: 'image/png' }));
      return data;
    };
    const direct: unknown = await (await fetch(`${url}/uploads`, { method: 'POST', body: form() })).json();
    expect(direct).toMatchObject({ type: 'image', name: 'box.png' });
    const created = await client.request({
      type: 'attachments.create',
      params: { name: 'box.png', size: 6, mime_type: 'image/png' },
    });
    const sent = await fetch(String(created.upload_descriptor?.url), { method: 'POST', body: form() });
    expect(sent.ok).toBe(true);
    expect(await (await fetch(created.type === 'image' ? created.preview_url : '')).text()).toBe('pixels');
    const { state } = await collect(client, create('look', [created.id]));
    expect(state.items[0]).toMatchObject({ attachments: [{ id: created.id, thread_id: state.thread?.id }] });
  });
});
