/**
 * Twenty-four operations by eight callers who are not the owner, over real HTTP: nothing of the owner's is read, changed
 * or even confirmed to exist.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64url, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VISITOR_TOKEN_HEADER } from '@chatdock/protocol/client/visitor-token';
import {
  asRecord,
  input,
  message,
  openChat,
  toolCall,
  userMessage,
  widget,
} from '../../../test/harness/chat/chat-server.ts';
import { createApp } from '../cli/app.ts';
import { openAttachments } from '../cli/attachments.ts';
import { parseConfig } from '../cli/settings/config.ts';
import { MemoryFiles } from '../stores/files.ts';
import { MemorySessions } from '../stores/sessions.ts';
import { openLimits } from '../cli/limits.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { createBudgets } from './budgets/budgets.ts';
import { chooseIdentity } from '../cli/access/identity.ts';
import { createMetrics } from '../cli/monitoring/metrics.ts';
import { generateId } from '../core/ids.ts';
import type { AttachmentStore } from '../core/store.ts';

const KEY = 'a key of this test, thirty-two bytes or more';
const SECRET_TEXT = 'the-owner-alone-may-read-this';
const unlimited = Object.fromEntries(
  [
    'REQUESTS_PER_ADDRESS',
    'REQUESTS_PER_USER',
    'TURNS_PER_ADDRESS',
    'TURNS_PER_USER',
    'STREAMS_PER_ADDRESS',
    'STREAMS_PER_USER',
    'STREAMS',
    'UPLOADS_PER_ADDRESS',
    'UPLOADS_PER_USER',
    'SEARCHES_PER_USER',
  ].map((name) => [`CHATDOCK_LIMIT_${name}`, '0']),
);
const config = parseConfig({
  CHATDOCK_LIMIT_NEW_VISITORS_PER_ADDRESS: '0',
  DATABASE_URL: 'memory:',
  CHATDOCK_IDENTITY: 'both',
  CHATDOCK_SECRET: 'a secret of this test, thirty-two bytes or more',
  CHATDOCK_JWT_ISSUER: 'https://shop.example',
  CHATDOCK_JWT_AUDIENCE: 'chat',
  CHATDOCK_JWT_KEY: KEY,
  CHATDOCK_JWT_TENANT_CLAIM: 'tenant',
  ...unlimited,
});

// Callers

interface Claims {
  sub?: string;
  tenant?: string;
  aud?: string;
  exp?: string;
}

const sign = ({ sub = 'vera', tenant = 'acme', aud = 'chat', exp = '5 minutes' }: Claims = {}) =>
  new SignJWT({ tenant })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setIssuer('https://shop.example')
    .setAudience(aud)
    .setExpirationTime(exp)
    .sign(new TextEncoder().encode(KEY));
const part = (value: object) => base64url.encode(JSON.stringify(value));
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The owner is vera of acme. Each of these callers is another person, or cannot prove to be vera. */
const callers: Record<string, () => Promise<Record<string, string>>> = {
  'nobody in particular': async () => ({}),
  'another user of the same tenant': async () => bearer(await sign({ sub: 'mallory' })),
  'a user of the same name in another tenant': async () => bearer(await sign({ tenant: 'globex' })),
  'the owner with an expired token': async () => bearer(await sign({ exp: '5 minutes ago' })),
  'the owner with a token for another service': async () => bearer(await sign({ aud: 'billing' })),
  'the owner’s claims without a signature (alg: none)': async () =>
    bearer(
      `${part({ alg: 'none' })}.${part({ sub: 'vera', tenant: 'acme', iss: 'https://shop.example', aud: 'chat', exp: 9_999_999_999 })}.`,
    ),
  'the owner’s claims under another user’s signature': async () => {
    const [header, , signature] = (await sign({ sub: 'mallory' })).split('.');
    return bearer(`${header}.${(await sign()).split('.')[1]}.${signature}`);
  },
  'a visitor who is not signed in': async () => {
    const introduced = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"threads.list","params":{}}',
    });
    return { [VISITOR_TOKEN_HEADER]: introduced.headers.get(VISITOR_TOKEN_HEADER) ?? '' };
  },
};
const refused = ['expired', 'another service', 'alg: none', 'under another'];

// Operations

/** The ids that an operation may use: those of the owner's records, or ids that never existed. */
interface Target {
  thread: string;
  userItem: string;
  widgetItem: string;
  questions: string;
  attachment: string;
  /** A thread whose newest item is a client tool call. */
  toolThread: string;
}

interface Operation {
  send: (target: Target, ownThread: string, headers: Record<string, string>) => Promise<Answer>;
  /** Uses no stored data, so it must work for every caller that is let in. */
  free?: true;
}

interface Answer {
  status: number;
  body: string;
}

const on = (type: string, params: (target: Target, ownThread: string) => object): Operation => ({
  send: (target, ownThread, headers) => post({ type, params: params(target, ownThread) }, headers),
});
const atFile = (method: 'GET' | 'PUT', content?: string): Operation => ({
  send: ({ attachment }, _ownThread, headers) =>
    answerOf(fetch(`${base}/attachments/${attachment}`, { method, headers, ...(content ? { body: content } : {}) })),
});
const audio = { audio_base64: 'AAAA', mime_type: 'audio/webm' };
const operations: Record<string, Operation> = {
  'threads.create': { ...on('threads.create', () => ({ input: input('hi') })), free: true },
  'threads.create with somebody’s file': on('threads.create', ({ attachment }) => ({
    input: input('hi', { attachments: [attachment] }),
  })),
  'threads.add_user_message': on('threads.add_user_message', ({ thread }) => ({
    thread_id: thread,
    input: input('hi'),
  })),
  'threads.add_user_message with somebody’s file': on('threads.add_user_message', ({ attachment }, ownThread) => ({
    thread_id: ownThread,
    input: input('hi', { attachments: [attachment] }),
  })),
  'threads.add_client_tool_output': on('threads.add_client_tool_output', ({ toolThread }) => ({
    thread_id: toolThread,
    result: 'forged',
  })),
  'threads.add_structured_input': on('threads.add_structured_input', ({ thread, questions }) => ({
    thread_id: thread,
    item_id: questions,
    input: { status: 'skipped', answers: {} },
  })),
  'threads.retry_after_item': on('threads.retry_after_item', ({ thread, userItem }) => ({
    thread_id: thread,
    item_id: userItem,
  })),
  'threads.retry_after_item with another text': on('threads.retry_after_item', ({ thread, userItem }) => ({
    thread_id: thread,
    item_id: userItem,
    input: input('forged'),
  })),
  'threads.retry_after_item with somebody’s file': {
    async send({ attachment }, ownThread, headers) {
      const list = { thread_id: ownThread, order: 'asc' };
      const { body } = await post({ type: 'items.list', params: list }, headers);
      const [, itemId = 'none'] = /"id":"(msg_\w+)"/.exec(body) ?? [];
      const params = { thread_id: ownThread, item_id: itemId, input: input('hi', { attachments: [attachment] }) };
      return post({ type: 'threads.retry_after_item', params }, headers);
    },
  },
  'threads.custom_action': on('threads.custom_action', ({ thread, widgetItem }) => ({
    thread_id: thread,
    item_id: widgetItem,
    action: { type: 'pick' },
  })),
  'threads.custom_action on an item of another thread': on('threads.custom_action', ({ widgetItem }, ownThread) => ({
    thread_id: ownThread,
    item_id: widgetItem,
    action: { type: 'pick' },
  })),
  'threads.sync_custom_action': on('threads.sync_custom_action', ({ thread, widgetItem }) => ({
    thread_id: thread,
    item_id: widgetItem,
    action: { type: 'pick' },
  })),
  'threads.get_by_id': on('threads.get_by_id', ({ thread }) => ({ thread_id: thread })),
  'threads.list': { ...on('threads.list', () => ({ limit: 9999 })), free: true },
  'threads.list after somebody’s thread': on('threads.list', ({ thread }) => ({ after: thread, order: 'asc' })),
  'threads.search': { ...on('threads.search', () => ({ query: '' })), free: true },
  'items.list': on('items.list', ({ thread }) => ({ thread_id: thread })),
  'items.feedback': on('items.feedback', ({ thread, userItem }) => ({
    thread_id: thread,
    item_ids: [userItem],
    kind: 'positive',
  })),
  'threads.update': on('threads.update', ({ thread }) => ({ thread_id: thread, title: 'forged' })),
  'threads.delete': on('threads.delete', ({ thread }) => ({ thread_id: thread })),
  'attachments.create': {
    ...on('attachments.create', () => ({ name: 'a.txt', size: 3, mime_type: 'text/plain' })),
    free: true,
  },
  'attachments.delete': on('attachments.delete', ({ attachment }) => ({ attachment_id: attachment })),
  'input.transcribe': { ...on('input.transcribe', () => audio), free: true },
  'fetching a file': atFile('GET'),
  'putting a file in place': atFile('PUT', 'forged'),
};
/** A permission that its address carries is needed for this one; who asks does not matter. */
const NEEDS_NO_NAME = 'putting a file in place';

// The server

const deletedFiles: string[] = [];
const feedback: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'chatdock-ownership-'));
const attachments = await openAttachments({ ...config, CHATDOCK_ATTACHMENTS_FOLDER: folder }, new MemoryFiles());
const files: AttachmentStore = {
  generateAttachmentId: () => generateId('attachment'),
  createAttachment: async ({ name, mime_type }) => ({ type: 'file', id: generateId('attachment'), name, mime_type }),
  deleteAttachment: async (id) => void deletedFiles.push(id),
};
// In memory, to be quick: that every database keeps users apart in the same way is the store contract's to show.
const chat = openChat({
  attachmentStore: files,
  async *respond(thread) {
    yield { type: 'thread.item.done', item: message(thread.id, generateId('message'), 'An answer.') };
  },
  async *action(thread) {
    yield { type: 'thread.item.done', item: message(thread.id, generateId('message'), 'Done.') };
  },
  syncAction: async (_thread, _action, sender) => ({ updated_item: sender ?? undefined }),
  transcribe: async () => ({ text: 'spoken' }),
  addFeedback: async (threadId) => void feedback.push(threadId),
});
const limits = openLimits(config, createBudgets(), {}, silentLog);
const app = createApp({
  config,
  server: chat.server,
  attachments,
  ...chooseIdentity(config, { sessions: new MemorySessions(), admitNewVisitor: limits.admitNewVisitor }),
  limits,
  siteRoot: tmpdir(),
  metrics: createMetrics(),
  checkReady: async () => undefined,
});
const http = createServer(app);
let base = '';
let url = '';
beforeAll(async () => {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  url = `${base}/chatkit`;
});
afterAll(async () => {
  http.close();
  http.closeAllConnections();
  await once(http, 'close');
  rmSync(folder, { recursive: true });
});

const post = (body: object, headers: Record<string, string>) =>
  answerOf(
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }),
  );

async function answerOf(sent: Promise<Response>): Promise<Answer> {
  const response = await sent;
  return { status: response.status, body: await response.text() };
}

const owner = { userId: 'user:acme:vera', signal: new AbortController().signal };
const stamp = { created_at: '2026-01-02T03:04:06Z' };

/** Creates everything that an operation can aim at. */
async function ownersBelongings(): Promise<Target> {
  const { store } = chat;
  const target = neverMade();
  const { thread, toolThread, attachment } = target;
  await store.saveThread({ id: thread, title: SECRET_TEXT, status: { type: 'active' }, metadata: {}, ...stamp }, owner);
  await store.saveThread(
    { id: toolThread, title: SECRET_TEXT, status: { type: 'active' }, metadata: {}, ...stamp },
    owner,
  );
  await store.addThreadItem(thread, userMessage(thread, target.userItem, SECRET_TEXT), owner);
  await store.addThreadItem(
    thread,
    widget(thread, target.widgetItem, { type: 'Card', children: [{ type: 'Text', value: SECRET_TEXT }] }),
    owner,
  );
  await store.addThreadItem(
    thread,
    { type: 'structured_input', id: target.questions, thread_id: thread, status: 'pending', inputs: [], ...stamp },
    owner,
  );
  await store.addThreadItem(toolThread, toolCall(toolThread, generateId('tool_call')), owner);
  await store.saveAttachment(
    { type: 'file', id: attachment, name: `${SECRET_TEXT}.txt`, mime_type: 'text/plain' },
    owner,
  );
  writeFileSync(join(folder, attachment), SECRET_TEXT);
  return target;
}

const neverMade = (): Target => ({
  thread: generateId('thread'),
  toolThread: generateId('thread'),
  userItem: generateId('message'),
  widgetItem: generateId('message'),
  questions: generateId('message'),
  attachment: generateId('attachment'),
});

/** All the owner has in `target`, as the store holds it. */
async function stateOf({ thread, toolThread, attachment }: Target) {
  const page = { limit: 9999, order: 'asc' } as const;
  return {
    threads: [await chat.store.loadThread(thread, owner), await chat.store.loadThread(toolThread, owner)],
    items: [
      await chat.store.loadThreadItems(thread, page, owner),
      await chat.store.loadThreadItems(toolThread, page, owner),
    ],
    attachment: await chat.store.loadAttachment(attachment, owner),
    content: readFileSync(join(folder, attachment), 'utf8'),
    filesDeleted: deletedFiles.includes(attachment),
    feedback: feedback.includes(thread),
  };
}

/** An answer without what differs between any two answers: the ids and times made for it. */
const shapeOf = ({ status, body }: Answer) => ({
  status,
  body: body
    .replaceAll(/\b(thr|msg|atc|tc|wf|tsk|shcx)_[0-9a-f]{32}/g, '$1')
    .replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"then"'),
});

/** A thread of the caller's own; empty for callers who get none. */
async function ownThreadOf(headers: Record<string, string>): Promise<string> {
  const { status, body } = await post({ type: 'threads.create', params: { input: input('mine') } }, headers);
  return status === 200
    ? String(asRecord(asRecord(JSON.parse(body.split('\n')[0]?.slice('data: '.length) ?? '{}'))['thread'])['id'])
    : generateId('thread');
}

it('covers twenty-five operations as eight callers', () => {
  expect([Object.keys(operations).length, Object.keys(callers).length]).toEqual([25, 8]);
});

describe.each(Object.keys(callers))('%s', (caller) => {
  it.each(Object.keys(operations))('%s', async (name) => {
    const { send, free } = operations[name] ?? {};
    if (!send) throw new Error(`There is no operation "${name}".`);
    const isRefused = name !== NEEDS_NO_NAME && refused.some((words) => caller.includes(words));
    const headers = (await callers[caller]?.()) ?? {};
    const ownThread = await ownThreadOf(headers);
    const target = await ownersBelongings();
    const before = await stateOf(target);

    const answer = await send(target, ownThread, headers);
    const answerToMissing = await send(neverMade(), ownThread, headers);

    expect(answer.body).not.toContain(SECRET_TEXT);
    expect(await stateOf(target)).toEqual(before);
    expect([answer.status, answerToMissing.status].map((status) => status === 401)).toEqual([isRefused, isRefused]);
    // An operation without stored data works; its second answer may contain more of the caller's own data.
    const expected = free ? { status: isRefused ? 401 : 200, body: answer.body } : answerToMissing;
    expect(shapeOf(answer)).toEqual(shapeOf(expected));
  });
});

describe('the owner', () => {
  const aimed = Object.keys(operations).filter((name) => !operations[name]?.free && name !== NEEDS_NO_NAME);

  it.each(aimed)('can run %s, which proves that the tests above could fail', async (name) => {
    const headers = bearer(await sign());
    const ownThread = await ownThreadOf(headers);
    const target = await ownersBelongings();
    const before = await stateOf(target);
    const send = operations[name]?.send;
    if (!send) throw new Error(`There is no operation "${name}".`);
    // An item that is in another thread is missing for its owner too.
    const ownTarget = name.includes('of another thread') ? target.thread : ownThread;
    const answer = await send(target, ownTarget, headers);
    expect(answer.status).toBe(200);
    const seen =
      shapeOf(answer).body === shapeOf(await send(neverMade(), ownTarget, headers)).body
        ? 'the same answer'
        : 'another answer';
    const left = await stateOf(target).catch(() => 'gone');
    expect([
      seen,
      JSON.stringify(left) === JSON.stringify(before) ? 'nothing changed' : 'something changed',
    ]).not.toEqual(['the same answer', 'nothing changed']);
  });
});
