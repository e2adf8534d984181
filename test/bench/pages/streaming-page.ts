/** A page with the built element, a bare text node, and a server that streams a reply of any length to either. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { text as readText } from 'node:stream/consumers';
import { chromium, type Page } from 'playwright-core';
import { browserArgs, findBrowser } from '../../harness/browsers/find-browser.ts';
import type { Reply } from './page-cost.ts';

const common = { thread_id: 'thr_1', created_at: '2025-01-02T03:04:05Z' };

const passage = `## A part of the answer

Every *paragraph* has **some** emphasis, a [link](https://example.com) and \`code\`, as answers do. It goes on for a while,
so that lines wrap and the reader has something to read.

- a list with one entry
- and another, of ~~three~~ two

| Name | Value |
| --- | --- |
| alpha | 1 |
| beta | 2 |

\`\`\`ts
export const answer = (question: string) => question.length * 42;
\`\`\`

`;

/** Markdown of exactly so many characters, of the kinds that answers have. */
export const markdownOf = (chars: number) => passage.repeat(Math.ceil(chars / passage.length)).slice(0, chars);

/** Message `index` of a long thread: questions and short Markdown answers, in turns. */
function itemOf(index: number) {
  const text = `Item ${index}: ${passage.slice(0, 160)}`;
  return index % 2 === 0
    ? {
        ...common,
        id: `old_${index}`,
        type: 'user_message',
        content: [{ type: 'input_text', text }],
        attachments: [],
        inference_options: {},
      }
    : {
        ...common,
        id: `old_${index}`,
        type: 'assistant_message',
        content: [{ type: 'output_text', text, annotations: [] }],
      };
}

const lengthOf = (threadId: string) => Number(threadId.split('_')[1] ?? 0);

/**
 * `long_400` is a thread of 400 items. Up to 1,000 come with the thread; of a longer one the first twenty, as the protocol has it.
 * All of `whole_10000` come with the thread.
 */
function longThread(id: string) {
  const all = lengthOf(id);
  const length = all > 1000 && !id.startsWith('whole') ? 20 : all;
  const data = Array.from({ length }, (_, index) => itemOf(index));
  const items = { data, has_more: length < all, ...(length < all ? { after: `old_${length - 1}` } : {}) };
  return { id, created_at: common.created_at, status: { type: 'active' }, metadata: {}, items };
}

/** A page of its items, newest first. */
function pageOf(threadId: string, limit: number, after: string | undefined) {
  const before = after ? Number(after.split('_')[1]) : lengthOf(threadId);
  const data = Array.from({ length: Math.min(limit, before) }, (_, index) => itemOf(before - 1 - index));
  const has_more = before > limit;
  return { data, has_more, ...(has_more ? { after: data.at(-1)?.id } : {}) };
}

/** The reply as a model sends it: some twenty characters a delta. */
async function streamReply(res: ServerResponse, { chars, deltaMs = 0, pattern }: Reply): Promise<void> {
  const write = (event: object) => res.write(`data: ${JSON.stringify(event)}\n\n`);
  const text = pattern ? pattern.repeat(Math.ceil(chars / pattern.length)).slice(0, chars) : markdownOf(chars);
  const item = { ...common, id: `msg_${chars}_${Math.random()}`, type: 'assistant_message', content: [] };
  const update = (change: object) =>
    write({ type: 'thread.item.updated', item_id: item.id, update: { content_index: 0, ...change } });
  write({ type: 'thread.item.added', item });
  const started = performance.now();
  for (let place = 0; place < chars; place += 20) {
    update({ type: 'assistant_message.content_part.text_delta', delta: text.slice(place, place + 20) });
    // On time over the whole reply, however late a timer is; else the network gets a turn now and then, so that the
    // reply arrives in many pieces.
    if (deltaMs > 0) await setTimeout(Math.max(0, started + (place / 20 + 1) * deltaMs - performance.now()));
    else if (place % 1000 === 0) await setImmediate();
  }
  write({ type: 'thread.item.done', item: { ...item, content: [{ type: 'output_text', text, annotations: [] }] } });
  res.end();
}

interface Request {
  type: string;
  params: { thread_id?: string; limit?: number; after?: string; input?: { content: { text: string }[] } };
}

async function answer(res: ServerResponse, body: string): Promise<void> {
  const { type, params } = JSON.parse(body) as Request;
  const reply = (json: object) =>
    void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  if (type === 'threads.get_by_id') return reply(longThread(params.thread_id ?? ''));
  if (type === 'items.list') return reply(pageOf(params.thread_id ?? '', params.limit ?? 20, params.after));
  if (!params.input) return reply({ data: [], has_more: false });
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const thread = {
    id: 'thr_1',
    created_at: common.created_at,
    status: { type: 'active' },
    metadata: {},
    items: { data: [], has_more: false },
  };
  const message = { ...common, id: `u_${Math.random()}`, type: 'user_message', ...params.input };
  const first = type === 'threads.create' ? [{ type: 'thread.created', thread }] : [];
  for (const event of [
    ...first,
    { type: 'thread.item.done', item: message },
    { type: 'stream_options', stream_options: { allow_cancel: true } },
  ]) {
    res.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  await streamReply(res, JSON.parse(params.input.content[0]?.text ?? '{}') as Reply);
}

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>
<style>body{margin:0;height:100vh}openai-chatkit{display:block;height:600px}#bare{white-space:pre-wrap;height:600px;overflow:auto}</style>
<body><script src="/dist/chatkit.js"></script></body></html>`;

async function startServer() {
  const server = createServer(async (req, res) => {
    const path = new URL(req.url ?? '/', 'http://localhost').pathname;
    if (req.method === 'POST') return answer(res, await readText(req));
    if (path === '/') return void res.writeHead(200, { 'content-type': 'text/html' }).end(html);
    const file =
      path.startsWith('/dist/') && !path.includes('..') ? await readFile(`.${path}`).catch(() => null) : null;
    if (!file) return void res.writeHead(404).end();
    res.writeHead(200, { 'content-type': path.endsWith('.css') ? 'text/css' : 'text/javascript' }).end(file);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** A loaded page, and a function that closes everything. */
export async function openPage(): Promise<{ page: Page; close(): Promise<void> }> {
  const server = await startServer();
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...browserArgs, ...args] });
  const page = await browser.newPage({ viewport: { width: 480, height: 700 } });
  await page.goto(server.origin);
  return {
    page,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
