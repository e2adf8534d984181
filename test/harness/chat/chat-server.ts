/** A ChatKit server whose answers a test scripts, called through its Fetch handler as a client would. */
import type { AssistantMessageItem, ThreadItem, UserMessageItem, WidgetItem } from '@chatdock/protocol/thread/items';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import type { RequestContext } from '../../../server/src/core/context.ts';
import type { EndpointOptions } from '../../../server/src/core/http/endpoint.ts';
import { createFetchHandler } from '../../../server/src/core/http/fetch-handler.ts';
import type { ChatKitHooks } from '../../../server/src/core/hooks.ts';
import { type ServerLog, silentLog } from '../../../server/src/core/telemetry/log.ts';
import type { MessageLimits } from '../../../server/src/core/requests/message-limits.ts';
import { ChatKitServer } from '../../../server/src/core/server.ts';
import type { AttachmentStore, Store } from '../../../server/src/core/store.ts';
import { joinTelemetry, type Telemetry } from '../../../server/src/core/telemetry/telemetry.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';

type Hooks = ChatKitHooks<RequestContext>;
type Respond = Hooks['respond'];

/** The hooks that a test may define; the rest have the server's defaults. */
export type Script = Partial<
  Pick<
    Hooks,
    'respond' | 'action' | 'syncAction' | 'addFeedback' | 'transcribe' | 'getStreamOptions' | 'handleStreamCancelled'
  >
> & {
  store?: Store | undefined;
  attachmentStore?: AttachmentStore | undefined;
  partialTextMs?: number | undefined;
  messageLimits?: MessageLimits | undefined;
  imageDomains?: readonly string[] | undefined;
  resumable?: boolean | undefined;
  log?: ServerLog | undefined;
  telemetry?: Partial<Telemetry> | undefined;
  endpoint?: Partial<EndpointOptions<RequestContext>>;
};

class ScriptedServer extends ChatKitServer {
  readonly #respond: Respond;
  constructor({
    respond = yieldsNothing,
    store = new MemoryStore(),
    attachmentStore,
    partialTextMs,
    messageLimits,
    imageDomains,
    resumable,
    log = silentLog,
    telemetry = {},
    ...script
  }: Script) {
    const joined = joinTelemetry(telemetry);
    super({ store, attachmentStore, partialTextMs, messageLimits, imageDomains, resumable, log, telemetry: joined });
    this.#respond = respond;
    Object.assign(this, script);
  }
  override respond(...args: Parameters<Respond>) {
    return this.#respond(...args);
  }
}

async function* yieldsNothing() {}

export const ADDRESS = 'https://chat.example/chatkit';

/** A visitor and their server. */
export function openChat(script: Script = {}) {
  const server = new ScriptedServer(script);
  const { store } = server;
  const handle = createFetchHandler(server, {
    authenticate: (request) => ({ userId: request.headers.get('x-user') ?? 'ada' }),
    ...script.endpoint,
  });
  /** Posts any body; a string is sent unchanged. */
  const post = (
    body: unknown,
    { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
  ) =>
    handle(
      new Request(ADDRESS, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal ? { signal } : {}),
      }),
    );
  return {
    server,
    store,
    handle,
    post,
    /** The answer of a JSON request. */
    ask: async (body: object) => asRecord(await (await post(body)).json()),
    /** The events of a stream request. */
    stream: async (body: object): Promise<ThreadStreamEvent[]> => toEvents(await (await post(body)).text()),
    /** Creates a stored thread. */
    async thread(values: Partial<ThreadMetadata> = {}): Promise<ThreadMetadata> {
      const thread: ThreadMetadata = {
        id: store.generateThreadId(ada()),
        created_at: '2026-01-02T03:04:05Z',
        status: { type: 'active' },
        metadata: {},
        ...values,
      };
      await store.saveThread(thread, ada());
      return thread;
    },
    /** Everything stored in a thread, oldest first, including hidden items. A page ends after some megabytes. */
    async stored(threadId: string) {
      const items: ThreadItem[] = [];
      for (let after: string | null | undefined; ;) {
        const page = await store.loadThreadItems(threadId, { limit: 9999, order: 'asc', after }, ada());
        items.push(...page.data);
        if (!page.has_more) return items;
        after = page.after;
      }
    },
  };
}

export type Chat = ReturnType<typeof openChat>;

/** The context of the default visitor. */
export const ada = (): RequestContext => ({ userId: 'ada', signal: new AbortController().signal });

/** Parses a body strictly: `data: `, one line of JSON, a blank line, and nothing else. */
export function toEvents(body: string): ThreadStreamEvent[] {
  if (body === '') return [];
  if (!body.endsWith('\n\n')) throw new Error(`The stream was cut: ${JSON.stringify(body.slice(-80))}`);
  return body
    .slice(0, -2)
    .split('\n\n')
    .map((frame) => {
      if (!frame.startsWith('data: ') || frame.includes('\n'))
        throw new Error(`Not one data line: ${JSON.stringify(frame)}`);
      return JSON.parse(frame.slice('data: '.length));
    });
}

export const asRecord = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) throw new Error(`Not an object: ${JSON.stringify(value)}`);
  return { ...value };
};

// Requests

export const input = (text = 'Where is my parcel?', more: object = {}) => ({
  content: [{ type: 'input_text', text }],
  quoted_text: '',
  attachments: [],
  inference_options: {},
  ...more,
});
export const create = (text?: string, more?: object) => ({
  type: 'threads.create',
  params: { input: input(text, more) },
});
export const addMessage = (threadId: string, text?: string, more?: object) => ({
  type: 'threads.add_user_message',
  params: { input: input(text, more), thread_id: threadId },
});

// Items and events

const stamp = (threadId: string, id: string) => ({ id, thread_id: threadId, created_at: '2026-01-02T03:04:06Z' });

export const message = (threadId: string, id: string, text: string): AssistantMessageItem => ({
  type: 'assistant_message',
  ...stamp(threadId, id),
  content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
});
/** A file of a message, with what only the server knows of it. */
export const file = (id: string) => ({
  type: 'file' as const,
  id,
  name: 'a.txt',
  mime_type: 'text/plain',
  metadata: { path: '/secret' },
});

export const userMessage = (threadId: string, id: string, text = 'hello'): UserMessageItem => ({
  type: 'user_message',
  ...stamp(threadId, id),
  content: [{ type: 'input_text', text }],
  attachments: [],
  inference_options: {},
});
export const widget = (
  threadId: string,
  id: string,
  root: WidgetItem['widget'] = { type: 'Card', children: [] },
): WidgetItem => ({ type: 'widget', ...stamp(threadId, id), widget: root });
export const toolCall = (threadId: string, id: string, status: 'pending' | 'completed' = 'pending') => ({
  type: 'client_tool_call' as const,
  ...stamp(threadId, id),
  status,
  call_id: `call_${id}`,
  name: 'get_selection',
  arguments: {},
});
export const hidden = (threadId: string, id: string) => ({
  type: 'hidden_context_item' as const,
  ...stamp(threadId, id),
  content: 'a secret',
});
export const workflow = (threadId: string, id: string) => ({
  type: 'workflow' as const,
  ...stamp(threadId, id),
  workflow: { type: 'custom' as const, tasks: [], expanded: false },
});

export const added = (item: AssistantMessageItem | WidgetItem | ReturnType<typeof workflow>): ThreadStreamEvent => ({
  type: 'thread.item.added',
  item,
});
export const done = (item: Extract<ThreadStreamEvent, { type: 'thread.item.done' }>['item']): ThreadStreamEvent => ({
  type: 'thread.item.done',
  item,
});
export const delta = (itemId: string, text: string): ThreadStreamEvent => ({
  type: 'thread.item.updated',
  item_id: itemId,
  update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta: text },
});

/** The type of an event in short: `thread.item.done user_message`. */
export const outline = (events: readonly ThreadStreamEvent[]) =>
  events.map((event) => ('item' in event ? `${event.type} ${event.item.type}` : event.type));

/** A gate that a test opens to let the other side continue. */
export function gate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  return { opened, open: () => open() };
}

/** Resolves with the first truthy result of `check`. The test's own timeout is the only limit. */
export async function until<Value>(check: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  for (;;) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
