/** Our server with a provider of one dialect. Records what the visitor receives, and the requests to the provider. */
import * as z from 'zod';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import { AgentServer } from '../../../server/src/agents/agent-server.ts';
import type { ModelAddress } from '../../../server/src/agents/providers/address.ts';
import { FallbackModel, type FallbackLimits } from '../../../server/src/agents/providers/fallback/fallback-model.ts';
import { toModelChoice } from '../../../server/src/agents/providers/models.ts';
import { clientTool } from '../../../server/src/agents/tools/client-tool.ts';
import { tool } from '../../../server/src/agents/tools/function-tool.ts';
import { silentLog, type ServerLog } from '../../../server/src/core/telemetry/log.ts';
import { MemoryStore } from '../../../server/src/stores/memory.ts';
import { startConversation, type Conversation, type Turn } from '../chat/conversation.ts';
import { startFakeProvider, type FakeProvider, type ProviderRequest } from './fake-provider.ts';

export type Chunk = object | string;

/** One piece of an answer in OpenAI's own form. */
export const piece = (delta: object, finish_reason: string | null = null, more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'fake',
  choices: [{ index: 0, delta, finish_reason, ...more }],
});
export const DONE = '[DONE]';
/** An answer of these pieces that ends correctly. */
export const answer = (...deltas: readonly object[]): Chunk[] => [
  ...deltas.map((delta) => piece(delta)),
  piece({}, 'stop'),
  DONE,
];
/** Pieces of tool calls, one event each, and the end. */
export const calling = (...entries: readonly (object | readonly object[])[]): Chunk[] => [
  piece({ role: 'assistant', content: null }),
  ...entries.map((entry) => piece({ tool_calls: Array.isArray(entry) ? entry : [entry] })),
  piece({}, 'tool_calls'),
  DONE,
];
export const call = (name: string, args: unknown, more: object = {}) => ({
  type: 'function',
  function: { name, arguments: args },
  ...more,
});

export interface Message {
  role: string;
  content?: unknown;
  tool_calls?: { id: string; function: { name: string; arguments: string }; [more: string]: unknown }[];
  tool_call_id?: string;
  [more: string]: unknown;
}
export const messagesOf = (request: ProviderRequest | undefined) => (request?.body['messages'] ?? []) as Message[];

export interface Received {
  text: string;
  thoughts: string[];
  notices: string[];
  error: { message: string | undefined; retry: boolean } | null;
  /** Names and arguments of our tools that ran. */
  ran: [name: string, args: unknown][];
  events: ThreadStreamEvent[];
}

export interface Dialect {
  provider: FakeProvider;
  chat: Conversation;
  server: AgentServer;
  send(text?: string): Promise<Received>;
  toReceived(turn: Turn): Received;
  /** Messages of each request so far. */
  asked(): Message[][];
}

const LIMITS: Partial<FallbackLimits> = { firstTokenMs: 3000, silenceMs: 3000, repeatAfterMs: 5 };

/** `first` is the answer to a request without tool results. A request with tool results is answered with their texts. */
export async function speak(
  first: readonly Chunk[] | ((request: ProviderRequest) => readonly Chunk[]),
  { log = silentLog, api = 'chat-completions' }: { log?: ServerLog; api?: ModelAddress['api'] } = {},
): Promise<Dialect> {
  const provider = await startFakeProvider();
  provider.events = (request) => {
    const messages = messagesOf(request);
    const lastUser = messages.findLastIndex(({ role }) => role === 'user');
    const results = messages.slice(lastUser).filter(({ role }) => role === 'tool');
    if (typeof first === 'function') return first(request);
    if (results.length === 0) return first;
    return answer({
      content: `RESULTS=${results.length} ${results.map(({ content }) => String(content)).join(' | ')}`,
    });
  };
  const ran: Received['ran'] = [];
  const model = new FallbackModel({
    choices: [
      toModelChoice(
        {
          provider: 'compatible',
          model: 'fake',
          baseURL: provider.baseURL(),
          apiKey: 'key',
          api,
          label: 'compatible:fake',
        },
        { log },
      ),
    ],
    log,
    limits: LIMITS,
  });
  const search = tool({
    name: 'search',
    description: 'Searches',
    parameters: z.object({ query: z.string() }),
    execute: (args) => (ran.push(['search', args]), `found ${args.query}`),
  });
  const isOpen = tool({
    name: 'is_open',
    description: 'Whether the shop is open',
    parameters: z.object({}),
    execute: (args) => (ran.push(['is_open', args]), 'open'),
  });
  const server = new AgentServer({
    store: new MemoryStore(),
    log,
    model: () => model,
    instructions: 'Be brief.',
    tools: [
      search,
      isOpen,
      clientTool({ name: 'get_cart', description: 'The cart' }),
      clientTool({ name: 'get_page', description: 'The page' }),
    ] as never,
    clientTools: ['get_cart', 'get_page'],
  });
  const chat = startConversation(server);
  const toReceived = (turn: Turn): Received => ({ ...receivedIn(turn), ran });
  open.push(provider);
  return {
    provider,
    chat,
    server,
    toReceived,
    send: async (text = 'go') => toReceived(await chat.send(text)),
    asked: () => provider.requests.map(messagesOf),
  };
}

function receivedIn({ events, text }: Turn): Omit<Received, 'ran'> {
  const failure = events.find((event) => event.type === 'error');
  return {
    text,
    thoughts: events.flatMap((event) =>
      event.type === 'thread.item.done' && event.item.type === 'workflow' && event.item.workflow.type === 'reasoning'
        ? event.item.workflow.tasks.map((task) => ('content' in task ? String(task.content).trim() : ''))
        : [],
    ),
    notices: events.flatMap((event) => (event.type === 'notice' ? [event.message] : [])),
    error: failure === undefined ? null : { message: failure.message, retry: failure.allow_retry },
    events,
  };
}

const open: FakeProvider[] = [];
/** For `afterEach`. */
export async function closeDialects() {
  await Promise.all(open.splice(0).map((provider) => provider.close()));
}

/** The expected output of a successful turn. */
export const answered = (text: string, thoughts: readonly string[] = []) => ({
  text,
  thoughts,
  error: null,
  notices: [],
});
