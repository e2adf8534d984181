/** A page with the built element, a bare text node, and a server that streams a reply of any length to either. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { text as readText } from 'node:stream/consumers';
import { chromium, type Page } from 'playwright-core';
import { browserArgs, findBrowser } from '../harness/find-browser.ts';

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

/** `long_400` is a thread of 400 items: 200 questions, each with a short answer. */
function longThread(id: string) {
  const items = Array.from({ length: Number(id.split('_')[1]) }, (_, index) => {
    const text = `Item ${index}: ${passage.slice(0, 160)}`;
    return index % 2 === 0
      ? { ...common, id: `old_${index}`, type: 'user_message', content: [{ type: 'input_text', text }], attachments: [], inference_options: {} }
      : { ...common, id: `old_${index}`, type: 'assistant_message', content: [{ type: 'output_text', text, annotations: [] }] };
  });
  return { id, created_at: common.created_at, status: { type: 'active' }, metadata: {}, items: { data: items, has_more: false } };
}

/** The reply as a model sends it: some twenty characters a delta, and a flush now and then. */
async function streamReply(res: ServerResponse, chars: number, paceMs: number): Promise<void> {
  const write = (event: object) => res.write(`data: ${JSON.stringify(event)}\n\n`);
  const text = markdownOf(chars);
  const item = { ...common, id: `msg_${chars}_${Math.random()}`, type: 'assistant_message', content: [] };
  const update = (change: object) => write({ type: 'thread.item.updated', item_id: item.id, update: { content_index: 0, ...change } });
  write({ type: 'thread.item.added', item });
  for (let place = 0; place < chars; place += 20) {
    update({ type: 'assistant_message.content_part.text_delta', delta: text.slice(place, place + 20) });
    // Give the network a turn now and then, so that the reply arrives in many pieces.
    if (paceMs > 0 && place % 100 === 0) await setTimeout(paceMs);
    else if (place % 1000 === 0) await setImmediate();
  }
  write({ type: 'thread.item.done', item: { ...item, content: [{ type: 'output_text', text, annotations: [] }] } });
  res.end();
}

async function answerTurn(res: ServerResponse, body: string): Promise<void> {
  const { type, params } = JSON.parse(body) as { type: string; params: { thread_id?: string; input?: { content: { text: string }[] } } };
  if (type === 'threads.get_by_id') return void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(longThread(params.thread_id ?? '')));
  if (!params.input) return void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: [], has_more: false }));
  const [chars = 0, paceMs = 0] = (params.input.content[0]?.text ?? '').split(' ').map(Number);
  res.writeHead(200, { 'content-type': 'text/event-stream' });
  const thread = { id: 'thr_1', created_at: common.created_at, status: { type: 'active' }, metadata: {}, items: { data: [], has_more: false } };
  const message = { ...common, id: `u_${Math.random()}`, type: 'user_message', ...params.input };
  const first = type === 'threads.create' ? [{ type: 'thread.created', thread }] : [];
  for (const event of [...first, { type: 'thread.item.done', item: message }, { type: 'stream_options', stream_options: { allow_cancel: true } }]) {
    res.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  await streamReply(res, chars, paceMs);
}

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>
<style>body{margin:0;height:100vh}openai-chatkit{display:block;height:600px}#bare{white-space:pre-wrap;height:600px;overflow:auto}</style>
<body><script src="/dist/chatkit.js"></script></body></html>`;

async function startServer() {
  const server = createServer(async (req, res) => {
    const path = new URL(req.url ?? '/', 'http://localhost').pathname;
    if (req.method === 'POST') return answerTurn(res, await readText(req));
    if (path === '/') return void res.writeHead(200, { 'content-type': 'text/html' }).end(html);
    const file = path.startsWith('/dist/') && !path.includes('..') ? await readFile(`.${path}`).catch(() => null) : null;
    if (!file) return void res.writeHead(404).end();
    res.writeHead(200, { 'content-type': path.endsWith('.css') ? 'text/css' : 'text/javascript' }).end(file);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

/** A page that has loaded, and the way to end it all. */
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
