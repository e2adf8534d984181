/**
 * A third-party site that serves `dist/` from its own origin, with a chat server whose turns the test plays over a real
 * network.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { normalize } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { setUpBrowser } from './site.ts';
import type { Visitor, VisitOptions } from '../browsers/visitor.ts';

/** A reply that the chat waits for. */
export interface Turn {
  /** The request's type. */
  type: string;
  params: Record<string, unknown>;
  send(...events: object[]): void;
  end(): void;
  /** Breaks the connection. */
  cut(): void;
}

export interface ElementHost {
  /** With a trailing slash. */
  url: string;
  /** Requests that start no turn, by type, in order. */
  requests: string[];
  /** Content Security Policy reports. */
  reports: string[];
  /** Paths whose connections are cut, as if the network were down. */
  lost: RegExp | null;
  /** Paths of scripts that arrive, but throw while they run. */
  broken: RegExp | null;
  threads: Map<string, { id: string; title: string; items: object[] }>;
  /** The oldest turn that the test has not taken yet. */
  nextTurn(): Promise<Turn>;
  /** Adds the page to this site under a new address. */
  addPage(page: ElementPage): string;
  /** Opens a page of this site; its context is closed after the test. */
  visit(page?: ElementPage, options?: VisitOptions): Promise<Visitor>;
}

export interface ElementPage {
  body?: string;
  /** A script of the page, run after `dist/chatkit.js`. `mount(options, place)` inserts a chat. */
  script?: string;
  csp?: string;
  /** Scripts that run before ours. */
  before?: string;
}

/** A page with a dock in place of the element; options without `data-`. */
export const dockPage = (options: Record<string, string> = {}): ElementPage => ({
  body: `<main><h1>A shop</h1></main><script src="/dist/chatdock.umd.js" ${Object.entries({
    'api-url': '/chatkit',
    ...options,
  })
    .map(([name, value]) => `data-${name}="${value}"`)
    .join(' ')}></script>`,
  script: '',
});

/** The message of the error that a broken script throws. */
export const FAULT = 'x is not a function';

const common = { thread_id: 'thr_1', created_at: '2026-11-22T10:00:00Z' };
export const assistantItem = (id: string, text = '') => ({
  type: 'assistant_message',
  id,
  ...common,
  content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
});
export const userItem = (id: string, text: string) => ({
  type: 'user_message',
  id,
  ...common,
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
});
export const widgetItem = (id: string, widget: object) => ({ type: 'widget', id, ...common, widget });
export const questionItem = (id: string) => ({
  type: 'structured_input',
  id,
  ...common,
  status: 'pending',
  inputs: [
    {
      type: 'multiple_choice',
      id: 'size',
      question: 'Which size?',
      options: [{ value: 'S' }, { value: 'M' }],
      multiple: false,
    },
  ],
});
export const added = (item: object) => ({ type: 'thread.item.added', item });
export const done = (item: object) => ({ type: 'thread.item.done', item });
export const delta = (id: string, text: string) => ({
  type: 'thread.item.updated',
  item_id: id,
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
});
export const threadOf = (id: string, title: string, items: object[] = []) => ({
  id,
  created_at: common.created_at,
  title,
  status: { type: 'active' },
  metadata: {},
  items: { data: items, has_more: false },
});
/** The first events of a new thread. */
export const begun = (text: string) => [
  { type: 'thread.created', thread: threadOf('thr_1', 'A talk') },
  done(userItem('msg_1', text)),
  { type: 'stream_options', stream_options: { allow_cancel: true } },
];

/** Part of every page. An option that is a function must be created in the page's own script. */
const mountScript = `
window.errors = [];
window.mount = (options = {}, place = document.body) => {
  const chat = document.createElement('openai-chatkit');
  chat.addEventListener('chatkit.error', ({ detail }) => window.errors.push(String(detail.error)));
  chat.setOptions({ api: { url: '/chatkit', domainKey: 'own', uploadStrategy: { type: 'two_phase' } }, ...options });
  place.append(chat);
  return chat;
};
`;

/** Starts the site and a browser before the tests of the calling file, and stops both afterwards. */
export function setUpElementHost(): ElementHost {
  const tested = setUpBrowser();
  const turns = createTurnQueue();
  const pages = new Map<string, ElementPage>();
  const host: ElementHost = {
    requests: [],
    reports: [],
    lost: null,
    broken: null,
    threads: new Map(),
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    },
    addPage(page) {
      const path = `/page-${pages.size + 1}`;
      pages.set(path, page);
      return new URL(path, host.url).href;
    },
    visit: (page = {}, options = {}) => tested.visit(host.addPage(page), options),
    nextTurn: turns.next,
  };

  const server = createServer(async (req, res) => {
    // Decode as file servers do, because a retried import spells its address differently.
    const pathname = decodeURIComponent(new URL(req.url ?? '/', 'http://host').pathname);
    if (host.lost?.test(pathname)) return void req.socket.destroy();
    if (host.broken?.test(pathname))
      return void res.writeHead(200, { 'content-type': 'text/javascript' }).end(`throw new TypeError('${FAULT}');`);
    if (req.method !== 'GET') {
      const text = await readBody(req);
      if (pathname === '/reports') host.reports.push(text);
      if (pathname === '/chatkit') return answerChat(host, turns, res, JSON.parse(text));
      return void res.writeHead(204).end();
    }
    const page = pages.get(pathname.split('.')[0] ?? '');
    return page ? servePage(res, pathname, page) : serveFile(res, pathname);
  });

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    host.lost = null;
    host.broken = null;
    host.threads.clear();
    host.reports.splice(0);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return host;
}

interface TurnQueue {
  next(): Promise<Turn>;
  open(res: ServerResponse, type: string, params: Record<string, unknown>): void;
}

/** Replies that the test has not played yet, in request order. */
function createTurnQueue(): TurnQueue {
  const waiting: Turn[] = [];
  const wake: (() => void)[] = [];
  return {
    async next() {
      for (;;) {
        const turn = waiting.shift();
        if (turn) return turn;
        await new Promise<void>((resume) => wake.push(resume));
      }
    },
    open(res, type, params) {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      waiting.push({
        type,
        params,
        send: (...events) => events.forEach((event) => res.write(`data: ${JSON.stringify(event)}\n\n`)),
        end: () => res.end(),
        cut: () => res.destroy(),
      });
      wake.splice(0).forEach((resume) => resume());
    },
  };
}

function answerChat(
  host: ElementHost,
  turns: TurnQueue,
  res: ServerResponse,
  { type, params }: { type: string; params: Record<string, unknown> },
): void {
  const json = (body: unknown) =>
    void res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const id = String(params['thread_id']);
  const thread = host.threads.get(id);
  host.requests.push(type);
  if (type === 'threads.list')
    return json({ data: [...host.threads.values()].map(({ id, title }) => threadOf(id, title)), has_more: false });
  if (type === 'threads.get_by_id')
    return thread ? json(threadOf(id, thread.title, thread.items)) : void res.writeHead(404).end();
  if (type === 'threads.delete') return (host.threads.delete(id), json({}));
  if (type === 'attachments.create')
    return json({
      type: 'file',
      id: 'file_1',
      name: params['name'],
      mime_type: params['mime_type'],
      upload_descriptor: { url: `${host.url}upload`, method: 'PUT', headers: {} },
    });
  if (/^threads\.(create|add|retry|custom)|client_tool/.test(type)) return turns.open(res, type, params);
  return json(thread ? threadOf(id, thread.title) : {});
}

/** Serves a page of the test and the scripts that it names. */
function servePage(res: ServerResponse, pathname: string, page: ElementPage): void {
  if (pathname.endsWith('.js'))
    return void res
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(pathname.endsWith('.before.js') ? page.before : `${mountScript}${page.script ?? 'mount();'}`);
  const headers = {
    'content-type': 'text/html',
    ...(page.csp && { 'content-security-policy': `${page.csp}; report-uri /reports` }),
  };
  const before = page.before ? `<script src="${pathname}.before.js"></script>` : '';
  res
    .writeHead(200, headers)
    .end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A site</title><link rel="icon" href="/demo/icon.svg"><link rel="stylesheet" href="/site.css">${before}</head><body>${page.body ?? ''}<script src="/dist/chatkit.js"></script><script src="${pathname}.js"></script></body></html>`,
    );
}

const fileTypes: Record<string, string> = {
  js: 'text/javascript',
  svg: 'image/svg+xml',
  html: 'text/html',
  css: 'text/css',
};

async function serveFile(res: ServerResponse, pathname: string): Promise<void> {
  if (pathname === '/site.css')
    return void res.writeHead(200, { 'content-type': 'text/css' }).end('html, body { height: 100%; margin: 0; }');
  const file = await readFile(`.${normalize(pathname)}`).catch(() => null);
  if (!file || !/^\/(dist|demo)\//.test(pathname)) return void res.writeHead(404).end();
  const type = fileTypes[pathname.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  res.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(file);
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The chat's text field, found by its role as a screen reader does. */
export const field = (page: Pick<Page, 'getByRole'>) => page.getByRole('textbox', { name: 'Message the AI' });

/** Types and sends a message; the test plays the turn that follows. */
export async function say(page: Page, host: ElementHost, text: string): Promise<Turn> {
  await field(page).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  return host.nextTurn();
}

/** The name of the focused element, through shadow roots; `body` if none. */
export const focusedName = (page: Page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body || active.shadowRoot) return 'body';
    return active.getAttribute('aria-label') ?? active.textContent?.trim().slice(0, 60) ?? active.tagName;
  });
