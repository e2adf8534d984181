import { Agent, type AgentOutputType } from '@openai/agents';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { startConversation } from '../../../test/harness/chat/conversation.ts';
import { silentLog } from '../core/telemetry/log.ts';
import { MemoryStore } from '../stores/memory.ts';
import type { AgentContext } from './agent-context.ts';
import { AgentServer } from './agent-server.ts';
import { FallbackModel } from './providers/fallback/fallback-model.ts';
import { clientTool } from './tools/client-tool.ts';
import { tool } from './tools/function-tool.ts';
import { first, choiceOf, serve, messagesOf, newestRole } from '../../../test/harness/providers/agent-site.ts';

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
