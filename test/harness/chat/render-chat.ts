/**
 * Renders a chat with a server that the test controls: every request waits for the test's answer, and streams are
 * pushed event by event, so that nothing depends on time.
 */
import type { ChatKitEvents, ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import { afterEach, expect, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { defineChatKit } from '../../../src/chatkit/define.ts';

export const apiUrl = '/chat-under-test';

/** A request of the element that waits for its answer. */
export interface Exchange {
  url: string;
  init: RequestInit;
  /** The JSON body without what our client says about itself; null for uploads. */
  body: { type: string; params: Record<string, unknown> } | null;
  /** Our client's data about itself: `metadata.chatdock`. */
  chatdock: unknown;
  /** Answers with JSON. */
  reply(json: unknown, init?: ResponseInit): void;
  /** Sends events of a stream, which stays open. */
  send(...events: unknown[]): void;
  /** Sends the text of a stream unchanged, with ids and comments. */
  write(text: string): void;
  /** Ends the stream. */
  end(): void;
  /** Breaks the connection in the middle of the stream. */
  cut(): void;
  /** Answers with an HTTP status and nothing else. */
  refuse(status: number, headers?: Record<string, string>, code?: string): void;
  /** Fails as if the server were unreachable. */
  drop(): void;
  /** Answers with an HTML page, like a network that requires a login. */
  showPage(): void;
  /** Whether the element has aborted the request. */
  readonly isAborted: boolean;
}

export interface RenderOptions extends Partial<Omit<ChatKitOptions, 'api'>> {
  api?: Partial<Extract<ChatKitOptions['api'], { url: string }>>;
}

const names = [
  'chatkit.ready', 'chatkit.error', 'chatkit.effect', 'chatkit.deeplink', 'chatkit.response.start', 'chatkit.response.end', 'chatkit.history.open',
  'chatkit.history.close', 'chatkit.thread.change', 'chatkit.thread.load.start', 'chatkit.thread.load.end', 'chatkit.tool.change', 'chatkit.log',
] as const satisfies (keyof ChatKitEvents)[]; // prettier-ignore

const cleanups: (() => void)[] = [];
const errors = vi.spyOn(console, 'error');

afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
  localStorage.clear();
  sessionStorage.clear();
  const unexpected = errors.mock.calls.splice(0);
  expect(unexpected).toEqual([]);
});

/** Typed by `@openai/chatkit`, whose global types the compiler does not load here. */
export const createElement = (): OpenAIChatKit =>
  document.createElement('openai-chatkit') as HTMLElement as OpenAIChatKit;

export function register(): void {
  defineChatKit('openai-chatkit', { loadView: () => import('../../../src/chatkit/view.tsx') });
}

/** Answers to requests that a test does not care about. */
const quietAnswers: Record<string, unknown> = { 'threads.list': { data: [], has_more: false } };

/** The element's server without the element. */
export function createScriptedServer(answers: Record<string, unknown> = {}) {
  const waiting: Exchange[] = [];
  const requests: { type: string; params: Record<string, unknown> }[] = [];
  let wake: (() => void)[] = [];

  const fetchFromTest: typeof fetch = (input, init = {}) =>
    new Promise((resolve, reject) => {
      const { body, chatdock } = readBody(init.body);
      if (body) requests.push(body);
      const given = body && { ...quietAnswers, ...answers }[body.type];
      if (given !== undefined && given !== null)
        return resolve(Response.json(typeof given === 'function' ? given(body?.params) : given));
      const exchange = createExchange(String(input), init, { body, chatdock }, resolve, reject);
      waiting.push(exchange);
      for (const resume of wake.splice(0)) resume();
    });

  /** The oldest unanswered request, of these types if given. */
  async function next(...types: string[]): Promise<Exchange> {
    for (;;) {
      const position = waiting.findIndex(({ body }) => types.length === 0 || types.includes(body?.type ?? ''));
      const found = position === -1 ? undefined : waiting.splice(position, 1)[0];
      if (found) return found;
      await new Promise<void>((resume) => wake.push(resume));
    }
  }

  return { fetch: fetchFromTest, next, requests, waiting };
}

function readBody(text: unknown): Pick<Exchange, 'body' | 'chatdock'> {
  if (typeof text !== 'string') return { body: null, chatdock: undefined };
  const { metadata, ...body } = JSON.parse(text);
  const { chatdock, ...rest } = metadata ?? {};
  return { body: Object.keys(rest).length > 0 ? { ...body, metadata: rest } : body, chatdock };
}

function createExchange(
  url: string,
  init: RequestInit,
  { body, chatdock }: Pick<Exchange, 'body' | 'chatdock'>,
  resolve: (response: Response) => void,
  reject: (cause: unknown) => void,
): Exchange {
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const encoder = new TextEncoder();
  const open = () => {
    if (stream) return stream;
    const readable = new ReadableStream<Uint8Array>({ start: (controller) => void (stream = controller) });
    resolve(new Response(readable, { headers: { 'Content-Type': 'text/event-stream' } }));
    return stream as unknown as ReadableStreamDefaultController<Uint8Array>;
  };
  init.signal?.addEventListener('abort', () => {
    reject(init.signal?.reason);
    try {
      stream?.error(init.signal?.reason);
    } catch {
      // the stream had already ended
    }
  });
  return {
    url,
    init,
    body,
    chatdock,
    reply: (json, responseInit) => resolve(Response.json(json, responseInit)),
    send: (...events) => {
      const controller = open();
      for (const event of events) controller.enqueue(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
    },
    write: (text) => open().enqueue(encoder.encode(text)),
    end: () => open().close(),
    cut: () => open().error(new TypeError('network error')),
    refuse: (status, headers = {}, code = 'test') =>
      resolve(new Response(JSON.stringify({ error: { code, message: 'from the test' } }), { status, headers })),
    drop: () => reject(new TypeError('Failed to fetch')),
    showPage: () => resolve(new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } })),
    get isAborted() {
      return init.signal?.aborted ?? false;
    },
  };
}

export interface RenderSetup {
  /** Immediate JSON answers by request type; a function gets the params. */
  answers?: Record<string, unknown>;
  /** The element's parent. @defaultValue a box of 480 × 640 in the page */
  parent?: HTMLElement;
}

/** Creates a chat as a plain custom element and waits until it is ready. */
export async function renderChat(options: RenderOptions = {}, { answers = {}, parent }: RenderSetup = {}) {
  register();
  const server = createScriptedServer(answers);
  const element = createElement();
  const events = recordEvents(element);
  const full = (given: RenderOptions): ChatKitOptions => ({
    ...given,
    api: { url: apiUrl, domainKey: 'local-dev', fetch: server.fetch, ...given.api },
  });
  const box = parent ?? createBox();
  element.setOptions(full(options));
  box.append(element);
  cleanups.push(() => (parent ? element.remove() : box.remove()));
  await expect.poll(() => events.some(({ name }) => name === 'chatkit.ready'), { timeout: 15_000 }).toBe(true);
  return { ...parts(element, events, server), setOptions: (given: RenderOptions) => element.setOptions(full(given)) };
}

export type Chat = Awaited<ReturnType<typeof renderChat>>;

/** Sends the first message of a thread, and waits until its answer has ended. */
export async function answered(chat: Pick<Chat, 'say' | 'logs'>, answer: string, message = 'hello'): Promise<void> {
  const turn = await chat.say(message);
  turn.send(...firstTurn(message), done(assistantItem('msg_2', answer)));
  turn.end();
  await chat.logs(answer);
}

export function parts(
  element: OpenAIChatKit,
  events: ReturnType<typeof recordEvents>,
  server: ReturnType<typeof createScriptedServer>,
) {
  const root = () => {
    const { shadowRoot } = element;
    if (!shadowRoot) throw new Error('The element has no shadow root.');
    return shadowRoot;
  };
  const editor = () => {
    const found = root().querySelector<HTMLElement>('[role="textbox"]');
    if (!found) throw new Error('There is no text field.');
    return found;
  };
  const named = (name: string) => events.filter((event) => event.name === name).map(({ detail }) => detail);
  return {
    element,
    root,
    editor,
    events,
    /** The details of every event with this name so far, in order. */
    named,
    errors: () => named('chatkit.error').map((detail) => (detail as { error: Error }).error),
    server,
    next: server.next,
    requests: server.requests,
    button: (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }),
    log: () => page.getByRole('log'),
    /** Waits until the chat contains this text. */
    shows: (text: string) =>
      expect.poll(() => root().querySelector('.root')?.textContent, { timeout: 20_000 }).toContain(text),
    /** Waits until the message list contains this text. Checks the real thread view, not its plain fallback. */
    logs: (text: string) =>
      expect
        .poll(() => root().querySelector('[role="log"]:not(.plain-thread)')?.textContent, { timeout: 20_000 })
        .toContain(text),
    /** Waits until a visible error contains this text. */
    complains: (text: string) =>
      expect
        .poll(() => [...root().querySelectorAll('[role="alert"]')].map(({ textContent }) => textContent).join(), {
          timeout: 20_000,
        })
        .toContain(text),
    /** Waits until all opening animations have ended. */
    settle: () =>
      Promise.all(
        root()
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().iterations === 1)
          .map(({ finished }) => finished.catch(() => undefined)),
      ),
    /** Waits until the focused element has this name or, without a name, this text. */
    focuses: (name: string) =>
      expect
        .poll(() => root().activeElement?.getAttribute('aria-label') ?? root().activeElement?.textContent, {
          timeout: 20_000,
        })
        .toBe(name),
    /** The text in the text field. */
    draft: () => editor().innerText.replace(/\n$/, ''),
    async type(text: string) {
      editor().focus();
      await userEvent.keyboard(text);
    },
    /** Types and sends; returns the request that follows. */
    async say(text: string) {
      editor().focus();
      await userEvent.keyboard(text.replaceAll(/[{[]/g, '$&$&'));
      await userEvent.keyboard('{Enter}');
      return server.next('threads.create', 'threads.add_user_message');
    },
  };
}

export function createBox(): HTMLElement {
  const box = document.createElement('div');
  box.style.width = '480px';
  box.style.height = '640px';
  document.body.append(box);
  return box;
}

export function recordEvents(element: HTMLElement) {
  const events: { name: string; detail: unknown }[] = [];
  for (const name of names)
    element.addEventListener(name, (event) =>
      events.push({ name, detail: event instanceof CustomEvent ? event.detail : undefined }),
    );
  return events;
}

export function onCleanup(clean: () => void): void {
  cleanups.push(clean);
}

/** Short forms of a server's events. */
export const at = '2026-11-22T10:00:00Z';
export const thread = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  created_at: at,
  status: { type: 'active' },
  metadata: {},
  items: { data: [], has_more: false },
  ...more,
});
export const created = (id: string, more: Record<string, unknown> = {}) => ({
  type: 'thread.created',
  thread: thread(id, more),
});
export const userItem = (id: string, text: string, threadId = 'thr_1', more: Record<string, unknown> = {}) => ({
  type: 'user_message',
  id,
  thread_id: threadId,
  created_at: at,
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
  ...more,
});
export const assistantItem = (id: string, text: string, threadId = 'thr_1', more: Record<string, unknown> = {}) => ({
  type: 'assistant_message',
  id,
  thread_id: threadId,
  created_at: at,
  content: [{ type: 'output_text', text, annotations: [] }],
  ...more,
});
export const done = (item: unknown) => ({ type: 'thread.item.done', item });
export const added = (item: unknown) => ({ type: 'thread.item.added', item });
export const options = (allow_cancel: boolean) => ({ type: 'stream_options', stream_options: { allow_cancel } });
export const delta = (id: string, text: string): ThreadStreamEvent => ({
  type: 'thread.item.updated',
  item_id: id,
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
});
/** The first events of a new thread's first turn. */
export const firstTurn = (text: string, threadId = 'thr_1') => [
  created(threadId),
  done(userItem('msg_1', text, threadId)),
  options(true),
];

/** The answer to `threads.list` with one thread. */
export const listOf = (title: string) => ({ data: [thread('thr_1', { title })], has_more: false });
/** The answer to `threads.get_by_id` with one message, which names the thread. */
export const threadOfWords = ({ thread_id: id }: { thread_id: string }) =>
  thread(id, { items: { data: [userItem('m', `Words of ${id}`, id)], has_more: false } });
