import { Agent, getGlobalTraceProvider, type AgentOutputType, type Model } from '@openai/agents';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { startConversation } from '../../../test/harness/chat/conversation.ts';
import {
  ANSWER,
  startFakeProvider,
  type FakeProvider,
  type ProviderRequest,
} from '../../../test/harness/providers/fake-provider.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { noTelemetry } from '../core/telemetry/telemetry.ts';
import { MemoryStore } from '../stores/memory.ts';
import type { AgentContext } from './agent-context.ts';
import { ThreadItemConverter } from './bridge/input/to-agent-input.ts';
import { AgentServer, type AgentServerOptions } from './agent-server.ts';
import type { ModelAddress } from './providers/address.ts';
import { FallbackModel, type FallbackModelOptions } from './providers/fallback/fallback-model.ts';
import { toModelChoice, type ModelChoiceOptions } from './providers/models.ts';
import { titleFromModel } from './titles.ts';
import { clientTool } from './tools/client-tool.ts';
import { tool } from './tools/function-tool.ts';

let first: FakeProvider;
let second: FakeProvider;
const wellBehaved = {
  refuse: () => undefined,
  lacksResponses: false,
  fault: null,
  faultyAnswers: Number.POSITIVE_INFINITY,
  pieceMs: 0,
  retryAfter: '0',
};

beforeAll(async () => {
  first = await startFakeProvider();
  second = await startFakeProvider('Second.');
});
afterAll(() => Promise.all([first.close(), second.close()]));
beforeEach(() => {
  for (const provider of [first, second]) {
    Object.assign(provider, wellBehaved);
    provider.requests.length = 0;
    provider.reply = () => ({ text: provider === first ? ANSWER : 'Second.' });
  }
});

const choiceOf = (
  provider: FakeProvider,
  api: ModelAddress['api'] = 'chat-completions',
  options?: ModelChoiceOptions,
) =>
  toModelChoice(
    {
      provider: 'compatible',
      model: 'fake',
      baseURL: provider.baseURL(),
      apiKey: 'secret-key',
      api,
      label: provider === first ? 'first' : 'second',
    },
    options,
  );

interface Setup extends Partial<AgentServerOptions<never>> {
  choices?: FallbackModelOptions['choices'];
  fallback?: Partial<FallbackModelOptions>;
}

function serve({ choices = [choiceOf(first)], fallback = {}, ...options }: Setup = {}) {
  const model: Model = new FallbackModel({
    choices,
    log: silentLog,
    limits: { firstTokenMs: 5000, silenceMs: 5000, repeatAfterMs: 5 },
    ...fallback,
  });
  return new AgentServer({
    store: new MemoryStore(),
    log: silentLog,
    model: () => model,
    instructions: 'Be brief.',
    ...(options as object),
  });
}

const messagesOf = (request: ProviderRequest | undefined) =>
  (request?.body['messages'] ?? []) as { role: string; content: unknown; tool_calls?: unknown }[];
/** The role of the newest message: `tool` after a tool has run. */
const newestRole = (request: ProviderRequest) => messagesOf(request).at(-1)?.role;

describe('a conversation with a model', () => {
  it('sends the whole conversation and the instructions on each turn', async () => {
    const chat = startConversation(serve());
    await chat.send('My name is Ada.');
    await chat.send('What is my name?');
    expect(messagesOf(first.requests[1]).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(JSON.stringify(first.requests[1]?.body)).toContain('My name is Ada.');
    expect(first.requests[1]?.headers['authorization']).toBe('Bearer secret-key');
  });

  it('gives each reply its own id although the provider repeats one id', async () => {
    const chat = startConversation(serve());
    await chat.send('One');
    await chat.send('Two');
    expect(chat.state.items.map(({ type }) => type)).toEqual([
      'user_message',
      'assistant_message',
      'user_message',
      'assistant_message',
    ]);
    expect(await chat.stored()).toEqual(chat.state.items);
  });

  it('titles the thread from the message, or from the model', async () => {
    const plain = startConversation(serve());
    expect((await plain.send('what do apples cost? And pears?')).events.at(-1)).toMatchObject({
      type: 'thread.updated',
      thread: { title: 'What do apples cost?' },
    });
    first.reply = ({ body }) => ({
      text: JSON.stringify(body).includes('Name the conversation')
        ? '<think>hm</think>"Apple prices."<|im_end|>'
        : ANSWER,
    });
    const named = startConversation(serve({ titles: titleFromModel }));
    expect((await named.send('what do apples cost?')).events.at(-1)).toMatchObject({
      type: 'thread.updated',
      thread: { title: 'Apple prices' },
    });
  });

  it("stop closes the provider's connection and keeps the text shown so far", async () => {
    Object.assign(first, { pieceMs: 50 });
    first.reply = () => ({ text: 'word '.repeat(2000) });
    const chat = startConversation(serve());
    let stoppedAt = 0;
    await chat.sendAndStop('Go on', (event) => {
      const stop =
        event.type === 'thread.item.updated' &&
        event.update.type === 'assistant_message.content_part.text_delta' &&
        stoppedAt === 0;
      if (stop) stoppedAt = performance.now();
      return stop;
    });
    const closedAt = await first.requests[0]?.closed;
    expect((closedAt ?? Number.POSITIVE_INFINITY) - stoppedAt).toBeLessThan(2000); // it would have gone on for 70 s
    expect((await chat.stored()).map(({ type }) => type)).toEqual([
      'user_message',
      'assistant_message',
      'sdk_hidden_context',
    ]);
  });

  it('sends nothing to anyone but the provider, not even traces', async () => {
    const platformFetch = globalThis.fetch;
    const hosts = new Set<string>();
    globalThis.fetch = (input, init) => {
      hosts.add(new URL(input instanceof Request ? input.url : input).host);
      return platformFetch(input, init);
    };
    vi.stubEnv('OPENAI_API_KEY', 'a-key-that-traces-could-be-sent-with');
    try {
      const lookUp = tool({
        name: 'look_up',
        description: 'Looks up',
        parameters: z.object({}),
        execute: () => 'found',
      });
      first.reply = (request) =>
        newestRole(request) === 'tool' ? { text: ANSWER } : { toolCalls: [{ name: 'look_up', arguments: {} }] };
      await startConversation(serve({ tools: [lookUp] as never, titles: titleFromModel })).send('Hello');
      await getGlobalTraceProvider().forceFlush();
    } finally {
      globalThis.fetch = platformFetch;
      vi.unstubAllEnvs();
    }
    expect([...hosts]).toEqual([new URL(first.baseURL()).host]);
  });

  it('limits what one call may write, under the name that the provider takes', async () => {
    first.refuse = ({ body }) =>
      'max_tokens' in body ? "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." : undefined;
    expect((await startConversation(serve({ maxOutputTokens: 300 })).send('Hello')).text).toBe(ANSWER);
    expect(first.requests.map(({ body }) => [body['max_tokens'], body['max_completion_tokens']])).toEqual([
      [300, undefined],
      [undefined, 300],
    ]);
  });

  it('calls the model at most `maxTurns` times in one turn, and ends it with an error', async () => {
    const again = tool({ name: 'again', description: 'Again', parameters: z.object({}), execute: () => 'more' });
    first.reply = () => ({ toolCalls: [{ name: 'again', arguments: {} }] });
    const calls = async (setup: Setup) => {
      first.requests.length = 0;
      const { events } = await startConversation(serve({ tools: [again] as never, ...setup })).send('Go');
      expect(events.at(-1)).toMatchObject({ type: 'error' });
      return first.requests.length;
    };
    expect(await calls({ maxTurns: 3 })).toBe(3);
    expect(await calls({})).toBe(12);
  });

  it('lets a visitor choose a tool only if the composer offers it', async () => {
    const named = (name: string) =>
      tool({ name, description: 'Works', parameters: z.object({}), execute: () => 'found' });
    const tools = [named('look_up'), named('delete_all')] as never;
    const chat = startConversation(serve({ tools, composerTools: ['look_up'] }));
    for (const id of ['look_up', 'delete_all', 'no_such_tool'])
      await chat.send('Go', { inference_options: { tool_choice: { id } } });
    expect(first.requests.map(({ body }) => body['tool_choice'])).toEqual([
      { type: 'function', function: { name: 'look_up' } },
      undefined,
      undefined,
    ]);
  });
});

describe('tools', () => {
  const weather = tool({
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: z.object({ city: z.string() }),
    execute: async ({ city }, run) => {
      const context = run?.context as AgentContext | undefined;
      context?.progress(`Looking at ${city}`);
      if (city === 'Atlantis') throw new Error('No such city');
      if (city === 'Babel') throw new Error('many words\n'.repeat(500));
      return `Sunny in ${city}`;
    },
  });

  it.each(['chat-completions', 'responses'] as const)(
    'runs a function tool and continues with its result, over %s',
    async (api) => {
      first.reply = ({ body }) =>
        JSON.stringify(body).includes('Sunny in Oslo')
          ? { text: 'It is sunny.' }
          : { toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }] };
      const chat = startConversation(serve({ choices: [choiceOf(first, api)], tools: [weather] as never }));
      const { text, events } = await chat.send('Weather in Oslo?');
      expect(text).toBe('It is sunny.');
      expect(events).toContainEqual({ type: 'progress_update', text: 'Looking at Oslo' });
    },
  );

  it.each([
    ['that it failed, and why', { city: 'Atlantis' }, /^I read: The tool failed: No such city$/u],
    [
      'no more than the beginning of a long story',
      { city: 'Babel' },
      /^I read: The tool failed: (?:many words ){45}many …$/u,
    ],
    ['that its arguments did not fit', { town: 'Oslo' }, /^I read: The tool failed: Invalid JSON input/u],
  ])('tells the model about a tool %s', async (_what, args, words) => {
    first.reply = (request) =>
      newestRole(request) === 'tool'
        ? { text: `I read: ${String(messagesOf(request).at(-1)?.content)}` }
        : { toolCalls: [{ name: 'get_weather', arguments: args }] };
    const chat = startConversation(serve({ tools: [weather] as never }));
    const { text, events } = await chat.send('Weather?');
    expect(text).toMatch(words);
    expect(events.some(({ type }) => type === 'error')).toBe(false);
  });

  it("keeps a tool's own error message", async () => {
    const rude = tool({
      name: 'rude',
      description: 'Fails',
      parameters: z.object({}),
      execute: () => {
        throw new Error('inner');
      },
      errorFunction: () => 'Ask somebody else.',
    });
    first.reply = (request) =>
      newestRole(request) === 'tool'
        ? { text: String(messagesOf(request).at(-1)?.content) }
        : { toolCalls: [{ name: 'rude', arguments: {} }] };
    expect((await startConversation(serve({ tools: [rude] as never })).send('Go')).text).toBe('Ask somebody else.');
  });

  it('asks the page to run a client tool and continues with its answer', async () => {
    first.reply = (request) =>
      newestRole(request) === 'tool'
        ? { text: `The page said ${String(messagesOf(request).at(-1)?.content)}` }
        : { toolCalls: [{ name: 'get_selection', arguments: { deep: true } }] };
    const chat = startConversation(
      serve({
        tools: [
          clientTool({
            name: 'get_selection',
            description: 'What is selected',
            parameters: { type: 'object', properties: { deep: { type: 'boolean' } } },
          }),
        ] as never,
        clientTools: ['get_selection'],
      }),
    );
    const { events } = await chat.send('What have I selected?');
    expect(events.findLast((event) => event.type === 'thread.item.done')).toMatchObject({
      item: {
        type: 'client_tool_call',
        name: 'get_selection',
        arguments: { deep: true },
        call_id: 'call_get_selection_0',
      },
    });
    const { text } = await chat.request('threads.add_client_tool_output', { result: { rows: [4] } });
    expect(text).toBe('The page said {"rows":[4]}');
    expect(messagesOf(first.requests[1]).at(-2)?.tool_calls).toMatchObject([{ id: 'call_get_selection_0' }]);
  });

  it('hands over to another agent', async () => {
    const pirate = new Agent<AgentContext>({
      name: 'Pirate',
      instructions: 'You are a pirate.',
      handoffDescription: 'Speaks like a pirate',
      model: new FallbackModel({ choices: [choiceOf(first)], log: silentLog }),
    });
    first.reply = ({ body }) =>
      JSON.stringify(body).includes('You are a pirate')
        ? { text: 'Arr!' }
        : { toolCalls: [{ name: 'transfer_to_Pirate', arguments: {} }] };
    const chat = startConversation(serve({ handoffs: [pirate] as never }));
    expect((await chat.send('Talk like a pirate')).text).toBe('Arr!');
  });

  it('shows structured output as a widget', async () => {
    class WeatherServer extends AgentServer {
      protected override agentFor() {
        return new Agent<AgentContext, AgentOutputType>({
          name: 'Weather',
          model: new FallbackModel({ choices: [choiceOf(first)], log: silentLog }),
          outputType: z.object({ city: z.string(), degrees: z.number() }),
        });
      }
    }
    first.reply = () => ({ text: '{"city":"Oslo","degrees":19}' });
    const card = z.object({ city: z.string(), degrees: z.number() });
    const server = new WeatherServer({
      store: new MemoryStore(),
      log: silentLog,
      instructions: '',
      model: () => {
        throw new Error('unused');
      },
      response: {
        outputWidget: (output) => {
          const { city, degrees } = card.parse(output);
          return { type: 'Card', children: [{ type: 'Title', value: `${city} ${degrees}°` }] };
        },
      },
    });
    const chat = startConversation(server);
    await chat.send('Weather?');
    expect(chat.state.items.at(-1)).toMatchObject({ type: 'widget', widget: { children: [{ value: 'Oslo 19°' }] } });
  });
});

describe('limits of a conversation', () => {
  it('refuses a message in a closed thread, with a reason', async () => {
    const server = serve();
    const chat = startConversation(server);
    await chat.send('Hello');
    const context = { userId: 'visitor', signal: new AbortController().signal };
    const thread = await server.store.loadThread(chat.threadId, context);
    await server.store.saveThread({ ...thread, status: { type: 'closed', reason: 'This order is done.' } }, context);
    expect((await chat.send('Hello?')).events.at(-1)).toEqual({
      type: 'error',
      code: 'custom',
      message: 'This order is done.',
      allow_retry: false,
    });
    expect(first.requests).toHaveLength(1);
  });

  it('withdraws an answer that a guardrail rejects, with a plain message', async () => {
    class Guarded extends AgentServer {
      protected override agentFor() {
        const secrets = { name: 'secrets', execute: async () => ({ tripwireTriggered: true, outputInfo: {} }) };
        return new Agent<AgentContext, AgentOutputType>({
          name: 'Guarded',
          model: new FallbackModel({ choices: [choiceOf(first)], log: silentLog }),
          outputGuardrails: [secrets],
        });
      }
    }
    const chat = startConversation(
      new Guarded({
        store: new MemoryStore(),
        log: silentLog,
        instructions: '',
        model: () => {
          throw new Error('unused');
        },
      }),
    );
    const { events } = await chat.send('Tell me a secret');
    expect(events.at(-1)).toEqual({
      type: 'error',
      code: 'custom',
      message: 'This message can’t be answered here.',
      allow_retry: false,
    });
    expect((await chat.stored()).map(({ type }) => type)).toEqual(['user_message']);
    expect(await chat.stored()).toEqual(chat.state.items);
  });

  it('tells the model that a tool it invented does not exist', async () => {
    first.reply = (request) =>
      newestRole(request) === 'tool'
        ? { text: 'Then without it.' }
        : { toolCalls: [{ name: 'no_such_tool', arguments: {} }] };
    const lookUp = tool({ name: 'look_up', description: 'Looks up', parameters: z.object({}), execute: () => 'found' });
    expect((await startConversation(serve({ tools: [lookUp] as never })).send('Go')).text).toBe('Then without it.');
  });
});

describe.each(['chat-completions', 'responses'] as const)('a model with limited abilities, over %s', (api) => {
  const serveOne = (setup: Setup = {}) => startConversation(serve({ choices: [choiceOf(first, api)], ...setup }));

  it('without vision gets the thread without images, and the conversation continues', async () => {
    first.refuse = ({ body }) =>
      JSON.stringify(body).includes('data:image') ? 'This model does not support image input' : undefined;
    class Showing extends ThreadItemConverter {
      override attachmentToPart() {
        return { type: 'input_image' as const, image: 'data:image/png;base64,AAAA' };
      }
    }
    const server = serve({ choices: [choiceOf(first, api)], converter: new Showing() });
    await server.store.saveAttachment(
      { type: 'file', id: 'atc_1', name: 'a.png', mime_type: 'image/png' },
      { userId: 'visitor', signal: new AbortController().signal },
    );
    const chat = startConversation(server);
    expect((await chat.send('Look', { attachments: ['atc_1'] })).text).toBe(ANSWER);
    expect((await chat.send('And now?')).text).toBe(ANSWER);
  });

  it('without tool support is asked without tools', async () => {
    first.refuse = ({ body }) =>
      'tools' in body && (body['tools'] as unknown[]).length > 0 ? 'fake does not support tools' : undefined;
    const lookUp = tool({ name: 'look_up', description: 'Looks up', parameters: z.object({}), execute: () => 'found' });
    expect((await serveOne({ tools: [lookUp] as never }).send('Hello')).text).toBe(ANSWER);
  });

  it('with a small context gets fewer items of a long thread, always the newest', async () => {
    first.refuse = ({ body }) =>
      JSON.stringify(body).length > 4000 ? "This model's maximum context length is 1000 tokens" : undefined;
    const chat = serveOne();
    for (const name of ['one', 'two', 'three', 'four'])
      expect((await chat.send(`${name} ${'x'.repeat(1500)}`)).text).toBe(ANSWER);
    expect(JSON.stringify(first.requests.at(-1)?.body)).toContain('four x');
  });

  it('is not asked again after any other refusal', async () => {
    first.refuse = () => 'This content is not allowed';
    expect((await serveOne().send('Hello')).events.at(-1)).toMatchObject({ type: 'error', allow_retry: false });
    expect(first.requests).toHaveLength(1);
  });
});

describe('falling back to another provider', () => {
  const both = () => [choiceOf(first), choiceOf(second)];

  it.each([
    ['chat-completions', 'responses'],
    ['responses', 'chat-completions'],
  ] as const)('continues from %s to %s in the middle of a turn with tools', async (api, nextApi) => {
    const lookUp = tool({
      name: 'look_up',
      description: 'Looks up',
      parameters: z.object({}),
      execute: () => 'found it',
    });
    first.reply = () => {
      first.fault = '500';
      return { reasoning: 'I should look.', toolCalls: [{ name: 'look_up', arguments: {} }] };
    };
    second.reply = ({ body }) => ({
      text: JSON.stringify(body).includes('found it') ? 'It was found.' : 'What was found?',
    });
    const chat = startConversation(
      serve({ choices: [choiceOf(first, api), choiceOf(second, nextApi)], tools: [lookUp] as never }),
    );
    expect((await chat.send('Find it')).text).toBe('It was found.');
    expect(await chat.stored()).toEqual(chat.state.items);
  });

  it('uses Chat Completions for a server without the Responses API, and remembers it', async () => {
    first.lacksResponses = true;
    const chat = startConversation(serve({ choices: [choiceOf(first, 'responses')] }));
    expect((await chat.send('Hello')).text).toBe(ANSWER);
    await chat.send('Hello again');
    expect(first.requests.map(({ path }) => path)).toEqual([
      '/v1/responses',
      '/v1/chat/completions',
      '/v1/chat/completions',
    ]);
  });

  it("asks OpenAI to store nothing, and to return a reasoning model's reasoning encrypted", async () => {
    const address = {
      provider: 'openai',
      model: 'gpt-5-mini',
      baseURL: first.baseURL(),
      apiKey: 'k',
      api: 'responses',
      label: 'x',
    } as const;
    await startConversation(serve({ choices: [toModelChoice(address)] })).send('Hello');
    await startConversation(serve({ choices: [toModelChoice({ ...address, model: 'gpt-4.1' })] })).send('Hello');
    expect(first.requests.map(({ body }) => [body['store'], body['include']])).toEqual([
      [false, ['reasoning.encrypted_content']],
      [false, []],
    ]);
  });

  it('asks the next provider with the same instructions and tools', async () => {
    first.fault = '500';
    const lookUp = tool({ name: 'look_up', description: 'Looks up', parameters: z.object({}), execute: () => 'found' });
    await startConversation(serve({ choices: both(), tools: [lookUp] as never })).send('Hello');
    const { model: _m1, ...asked } = first.requests[0]?.body ?? {};
    const { model: _m2, ...askedNext } = second.requests[0]?.body ?? {};
    expect(askedNext).toEqual(asked);
    expect(JSON.stringify(askedNext)).toContain('look_up');
  });

  it('creates the second client only when it is needed', async () => {
    let loaded = 0;
    const next = choiceOf(second);
    const lazy = { ...next, load: () => ((loaded += 1), next.load()) };
    const chat = startConversation(serve({ choices: [choiceOf(first), lazy] }));
    await chat.send('Hello');
    expect(loaded).toBe(0);
    first.fault = '500';
    await chat.send('Hello');
    expect(loaded).toBe(1);
  });

  it.each([
    ['400', 1],
    ['401', 1],
    ['402', 1],
    ['500', 2],
    ['429', 2],
    ['429-retry-after', 2],
    ['no-headers', 1],
  ] as const)('asks a single provider that answers %s exactly %i time(s)', async (fault, times) => {
    first.fault = fault;
    await startConversation(
      serve({ fallback: { limits: { firstTokenMs: 100, silenceMs: 100, repeatAfterMs: 1 } } }),
    ).send('Hello');
    expect(first.requests).toHaveLength(times);
  });

  it("waits as long as a single provider's Retry-After asks, up to the limit", async () => {
    Object.assign(first, { fault: '429-retry-after', faultyAnswers: 1, retryAfter: '1' });
    const patient = await startConversation(serve()).send('Hello');
    expect(patient.text).toBe(ANSWER);
    Object.assign(first, { fault: '429-retry-after', faultyAnswers: 1, retryAfter: '11' });
    const { events } = await startConversation(serve()).send('Hello');
    expect(events.at(-1)).toMatchObject({ type: 'error', allow_retry: true });
    expect(first.requests).toHaveLength(3);
  });

  it('skips a failing provider for a while, then tries it again', async () => {
    let now = 0;
    const breaker = { failures: 2, restMs: 1000, now: () => now };
    const chat = startConversation(
      serve({
        choices: [choiceOf(first, 'chat-completions', { breaker }), choiceOf(second, 'chat-completions', { breaker })],
      }),
    );
    first.fault = '500';
    for (const text of ['One', 'Two', 'Three', 'Four']) await chat.send(text);
    expect([first.requests.length, second.requests.length]).toEqual([2, 4]);
    now = 1001;
    first.fault = null;
    expect((await chat.send('Five')).text).toBe(ANSWER);
  });

  it('logs which provider failed, why, and which one answered', async () => {
    first.fault = '503';
    const told: unknown[] = [];
    const logged: object[] = [];
    const telemetry = {
      ...noTelemetry,
      providerFailed: (failure: unknown) => told.push(failure),
      fellBack: (change: unknown) => told.push(change),
    };
    await startConversation(
      serve({
        choices: both(),
        fallback: { telemetry, log: { ...silentLog, warn: (details: object) => logged.push(details) } },
      }),
    ).send('Hello');
    expect(told).toEqual([
      { provider: 'first', reason: 'server-error' },
      { from: 'first', to: 'second' },
    ]);
    expect(logged).toMatchObject([{ model: 'first', kind: 'server-error', status: 503, textShown: false }]);
  });

  it('tells the visitor about a restart if text was already shown', async () => {
    first.fault = 'reset-mid-stream';
    const { events, text } = await startConversation(serve({ choices: both() })).send('Hello');
    expect(text).toBe('Second.');
    const order = events
      .map(({ type }) => type)
      .filter((type) => type === 'progress_update' || type === 'thread.item.removed' || type === 'thread.item.added');
    expect(order).toEqual(['thread.item.added', 'progress_update', 'thread.item.removed', 'thread.item.added']);
  });

  it.each(['chat-completions', 'responses'] as const)(
    'removes the reasoning of a provider that breaks off, over %s',
    async (api) => {
      first.fault = 'reset-mid-stream';
      first.reply = () => ({
        reasoning: 'Wrong thoughts, and many of them, so that the middle is in here.',
        text: 'Wr',
      });
      second.reply = () => ({ reasoning: 'Right thoughts.', text: 'Right.' });
      const chat = startConversation(serve({ choices: [choiceOf(first, api), choiceOf(second, api)] }));
      const { text } = await chat.send('Hello');
      expect(text).toBe('Right.');
      expect(JSON.stringify(chat.state.items)).not.toContain('Wrong');
      expect(chat.state.items.map(({ type }) => type)).toEqual(['user_message', 'workflow', 'assistant_message']);
      expect(await chat.stored()).toEqual(chat.state.items);
    },
  );

  it('does not count our own errors as provider failures', async () => {
    const errors: object[] = [];
    const broken = {
      label: 'broken',
      breaker: choiceOf(first).breaker,
      load: () => {
        throw new RangeError('our mistake');
      },
    };
    const server = new AgentServer({
      store: new MemoryStore(),
      log: { ...silentLog, error: (details) => errors.push(details) },
      instructions: '',
      model: () => new FallbackModel({ choices: [broken, choiceOf(second)], log: silentLog }),
    });
    const { events } = await startConversation(server).send('Hello');
    expect(events.find(({ type }) => type === 'error')).toMatchObject({ code: 'stream.error' });
    expect(errors).toHaveLength(1);
    expect(second.requests).toHaveLength(0);
  });
});
