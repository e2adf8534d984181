import { Agent, getGlobalTraceProvider, type AgentOutputType } from '@openai/agents';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { startConversation } from '../../../test/harness/chat/conversation.ts';
import { ANSWER } from '../../../test/harness/providers/fake-provider.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { MemoryStore } from '../stores/memory.ts';
import type { AgentContext } from './agent-context.ts';
import { AgentServer } from './agent-server.ts';
import { FallbackModel } from './providers/fallback/fallback-model.ts';
import { titleFromModel } from './titles.ts';
import { tool } from './tools/function-tool.ts';
import {
  first,
  choiceOf,
  type Setup,
  serve,
  messagesOf,
  newestRole,
} from '../../../test/harness/providers/agent-site.ts';

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

  it('limits the output of one call, with the parameter that the provider knows', async () => {
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
