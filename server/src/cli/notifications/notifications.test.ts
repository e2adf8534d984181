/** Notifications, against a real HTTP receiver and the program of docs/notifications.md. */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { create, message, until, userMessage } from '../../../../test/harness/chat/chat-server.ts';
import { fileInDocs } from '../../../../test/harness/packages/docs-code.ts';
import { startFakeProvider } from '../../../../test/harness/providers/fake-provider.ts';
import { freePort } from '../../../../test/harness/servers/free-port.ts';
import { openProcess, stopProcesses } from '../../../../test/harness/servers/open-process.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { openNotifications } from './notifications.ts';
import { createWebhook } from './webhook.ts';

interface Call {
  headers: IncomingHttpHeaders;
  body: string;
  json: { type: string; timestamp: string; data: Record<string, unknown> };
}

const SECRET = 'a secret of at least thirty-two bytes';
let calls: Call[];
let answers: number[];
let receiver: Server;
let url: string;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  calls = [];
  answers = [];
  receiver = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    calls.push({ headers: req.headers, body, json: JSON.parse(body) });
    const status = answers.shift() ?? 200;
    res.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end();
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await stopProcesses();
  receiver.closeAllConnections();
  receiver.close();
});

const logged: { details: object; text: string }[] = [];
const log = {
  warn: (details: object, text: string) => void logged.push({ details, text }),
  error: (details: object, text: string) => void logged.push({ details, text }),
};
beforeEach(() => void logged.splice(0));

describe('a webhook', () => {
  const open = (retryAfterMs = [5, 5, 5]) => {
    const webhook = createWebhook({ url, secret: SECRET, log, retryAfterMs });
    closing.push(() => webhook.close());
    return webhook;
  };

  it('is signed as Standard Webhooks describe', async () => {
    open().send('turn.failed', { count: 1 });
    await until(() => calls.length > 0);
    const { headers, body, json } = calls[0] ?? ({} as Call);
    expect(json).toEqual({ type: 'turn.failed', timestamp: expect.any(String), data: { count: 1 } });
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`);
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('accepts a secret in the format of those libraries', async () => {
    // The example of https://github.com/standard-webhooks/standard-webhooks, whose signature is known.
    const webhook = createWebhook({ url, secret: `whsec_${Buffer.from(SECRET).toString('base64')}`, log });
    webhook.send('a', {});
    await until(() => calls.length > 0);
    const { headers, body } = calls[0] ?? ({} as Call);
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', SECRET).update(signed).digest('base64')}`);
    await webhook.close();
  });

  it('is retried with the same id until the receiver accepts it', async () => {
    answers = [503, 429];
    open().send('a', {});
    await until(() => calls.length === 3);
    expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(logged).toEqual([]);
  });

  it.each([[400], [404], [307]])('is not retried after %i, and the log says so', async (status) => {
    answers = [status];
    open().send('a', {});
    await until(() => logged.length > 0);
    expect(calls).toHaveLength(1);
    expect(logged).toEqual([
      { details: { type: 'a', status, err: undefined }, text: expect.stringContaining('could not be delivered') },
    ]);
  });

  it('is given up after the last attempt', async () => {
    answers = [500, 500, 500, 500, 500];
    open([1, 1]).send('a', {});
    await until(() => logged.length > 0);
    expect(calls).toHaveLength(3);
  });

  it('that waits when the process stops is dropped and logged, without delay', async () => {
    answers = [500];
    const webhook = open([60_000]);
    webhook.send('a', {});
    await until(() => calls.length > 0);
    await webhook.close();
    webhook.send('b', {});
    expect(calls).toHaveLength(1);
    expect(logged.map(({ text }) => text)).toEqual([expect.stringMatching(/dropped/)]);
  });
});

describe('notifications of the process', () => {
  const store = new MemoryStore();
  const config = {
    CHATDOCK_WEBHOOK: undefined,
    CHATDOCK_WEBHOOK_SECRET: undefined,
    CHATDOCK_WEBHOOK_TEXTS: '0' as const,
  };
  const sent: [type: string, data: object][] = [];
  const webhook = { send: (type: string, data: object) => void sent.push([type, data]), close: async () => undefined };
  beforeEach(() => void sent.splice(0));

  const record = {
    userId: 'visitor:eve',
    threadId: 'thr_1',
    itemIds: ['a1'],
    kind: 'negative' as const,
    comment: 'wrong',
    createdAt: '2026-01-01T00:00:00.000Z',
  };

  it('carry no text unless the owner asks for it', async () => {
    const context = { userId: 'visitor:eve', signal: new AbortController().signal };
    await store.saveThread(
      { id: 'thr_1', created_at: record.createdAt, status: { type: 'active' }, metadata: {} },
      context,
    );
    await store.addThreadItem('thr_1', userMessage('thr_1', 'q1', 'Have you got pears?'), context);
    await store.addThreadItem('thr_1', message('thr_1', 'a1', 'No pears.'), context);
    openNotifications({ config, store, log: silentLog, webhook }).feedback(record);
    openNotifications({ config, store, log: silentLog, webhook }).feedback({ ...record, kind: 'positive' });
    await until(() => sent.length > 0);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent)).not.toMatch(/pears|wrong/);
    expect(sent[0]).toMatchObject([
      'feedback.negative',
      { user_id: 'visitor:eve', thread_id: 'thr_1', has_comment: true },
    ]);
    openNotifications({ config: { ...config, CHATDOCK_WEBHOOK_TEXTS: '1' }, store, log: silentLog, webhook }).feedback(
      record,
    );
    await until(() => sent.length > 1);
    expect(sent[1]?.[1]).toMatchObject({
      comment: 'wrong',
      question: 'Have you got pears?',
      answer: 'No pears.',
      ai_generated: true,
    });
  });

  it('report at most 60 ratings per minute, and the log says so once', async () => {
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (_details: object, text: string) => void warnings.push(text) };
    const notifications = openNotifications({ config, store, log, webhook });
    for (let index = 0; index < 200; index += 1) notifications.feedback({ ...record, itemIds: [`a${index}`] });
    await until(() => sent.length >= 60);
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toHaveLength(60);
    expect(warnings).toEqual([expect.stringMatching(/^More than 60 answers .*chatdock-server feedback/)]);
  });

  it('count the failures of a minute together', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const notifications = openNotifications({ config, store, log: silentLog, webhook });
    for (let index = 0; index < 30; index += 1)
      notifications.turnFailed({ threadId: `thr_${index}`, requestId: `r${index}`, ms: 1 });
    expect(sent).toEqual([['turn.failed', { count: 1, turns: [{ thread_id: 'thr_0', request_id: 'r0' }] }]]);
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.[1]).toMatchObject({ count: 29 });
    expect(Reflect.get(sent[1]?.[1] ?? {}, 'turns')).toHaveLength(20);
    vi.advanceTimersByTime(60_000);
    notifications.turnFailed({ threadId: 'thr_x', requestId: undefined, ms: 1 });
    expect(sent).toHaveLength(3);
    await notifications.close();
  });

  it('report a failed answer and a thumbs-down of the running server', async () => {
    const provider = await startFakeProvider();
    closing.push(() => provider.close());
    provider.refuseWith = () => ({ status: 401, body: {} });
    const { post } = await openProcess({
      CHATDOCK_MODEL: 'compatible:fake',
      COMPATIBLE_BASE_URL: provider.baseURL(),
      CHATDOCK_WEBHOOK: url,
      CHATDOCK_WEBHOOK_SECRET: SECRET,
    });
    const answer = await post(create('Hi'));
    const said = await answer.text();
    const [, threadId = ''] = /"id":"(thr_\w+)"/.exec(said) ?? [];
    const [, itemId = ''] = /"type":"user_message","id":"(\w+)"/.exec(said) ?? [];
    await until(() => calls.length === 1);
    expect(calls[0]?.json).toMatchObject({ type: 'turn.failed', data: { count: 1, turns: [{ thread_id: threadId }] } });
    await post(
      { type: 'items.feedback', params: { thread_id: threadId, item_ids: [itemId], kind: 'negative' } },
      { 'chatdock-visitor-token': answer.headers.get('chatdock-visitor-token') ?? '' },
    );
    await until(() => calls.length === 2);
    expect(calls[1]?.json).toMatchObject({ type: 'feedback.negative', data: { thread_id: threadId } });
  });
});

describe('the program of docs/notifications.md', () => {
  it('passes signed calls to Slack and to sendmail, and refuses others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'forward-'));
    const program = join(folder, 'forward.mjs');
    const mails = join(folder, 'mails');
    writeFileSync(program, fileInDocs('docs/notifications.md', 'forward.mjs'));
    writeFileSync(join(folder, 'sendmail'), `#!/bin/sh\ncat >> "${mails}"\n`);
    chmodSync(join(folder, 'sendmail'), 0o755);
    const port = await freePort();
    const child = spawn(process.execPath, [program], {
      env: {
        PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        PORT: String(port),
        SECRET,
        SLACK_URL: url,
        MAIL_TO: 'owner@shop.example',
      },
      stdio: 'inherit',
    });
    closing.push(async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true });
    });
    const address = `http://127.0.0.1:${port}`;
    await until(() =>
      fetch(address).then(
        () => true,
        () => false,
      ),
    );
    const refused = await fetch(address, { method: 'POST', body: '{}' });
    expect(refused.status).toBe(401);
    answers = [500];
    const webhook = createWebhook({ url: address, secret: SECRET, log, retryAfterMs: [5] });
    webhook.send('budget.used_up', { limit: 20, unit: 'dollars', window: 'day', opens_at: 'tomorrow' });
    await until(() => calls.length === 2);
    expect(calls[1]?.json).toEqual({ text: '20 dollars/day used up until tomorrow.' });
    await until(() => {
      try {
        return readFileSync(mails, 'utf8').includes('used up until tomorrow');
      } catch {
        return false;
      }
    });
    await webhook.close();
    expect(readFileSync(mails, 'utf8')).toMatch(/^To: owner@shop.example\nSubject: Chat\n/);
  });
});
