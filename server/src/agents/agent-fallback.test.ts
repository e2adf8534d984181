import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startConversation } from '../../../test/harness/chat/conversation.ts';
import { ANSWER } from '../../../test/harness/providers/fake-provider.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { noTelemetry } from '../core/telemetry/telemetry.ts';
import { MemoryStore } from '../stores/memory.ts';
import { ThreadItemConverter } from './bridge/input/to-agent-input.ts';
import { AgentServer } from './agent-server.ts';
import { FallbackModel } from './providers/fallback/fallback-model.ts';
import { toModelChoice } from './providers/models.ts';
import { tool } from './tools/function-tool.ts';
import { first, second, choiceOf, type Setup, serve } from '../../../test/harness/providers/agent-site.ts';

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

  it('gets no second request after any other refusal', async () => {
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
    const events: unknown[] = [];
    const logged: object[] = [];
    const telemetry = {
      ...noTelemetry,
      providerFailed: (failure: unknown) => events.push(failure),
      fellBack: (change: unknown) => events.push(change),
    };
    await startConversation(
      serve({
        choices: both(),
        fallback: { telemetry, log: { ...silentLog, warn: (details: object) => logged.push(details) } },
      }),
    ).send('Hello');
    expect(events).toEqual([
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
