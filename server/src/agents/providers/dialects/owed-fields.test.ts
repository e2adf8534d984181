import { afterEach, describe, expect, it } from 'vitest';
import {
  answer,
  call,
  calling,
  closeDialects,
  DONE,
  answered,
  messagesOf,
  piece,
  speak,
  type Message,
} from '../../../../../test/harness/providers/dialect.ts';

afterEach(closeDialects);

const signed = (signature: string) => ({ extra_content: { google: { thought_signature: signature } } });
const search = (id: string, more: object = {}) => call('search', '{"query":"x"}', { index: 0, id, ...more });
const makers = (messages: readonly Message[] = []) => messages.filter(({ tool_calls: calls }) => calls !== undefined);

/** Google's endpoint refuses these requests: the first call of its model in a message has no signature. */
const needsSignature = (messages: readonly Message[]) =>
  makers(messages).some(({ tool_calls: [first] = [] }) => JSON.stringify(first?.['extra_content'] ?? '').length < 10)
    ? {
        status: 400,
        body: [
          {
            error: {
              code: 400,
              message: 'Function call is missing a thought_signature in functionCall parts.',
              status: 'INVALID_ARGUMENT',
            },
          },
        ],
      }
    : undefined;

/** DeepSeek refuses these requests: a call without the thought that led to it. */
const needsThought = (messages: readonly Message[]) =>
  makers(messages).some((message) => message['reasoning_content'] === undefined)
    ? {
        status: 400,
        body: {
          error: {
            message: 'The `reasoning_content` in the thinking mode must be passed back to the API.',
            type: 'invalid_request_error',
          },
        },
      }
    : undefined;

describe('fields that a provider requires back with a call', () => {
  it.each([
    ['Gemini', signed('SIG123')],
    ['Vertex', { extra_content: { vertex: { thought_signature: 'SIG123' } } }],
    ['a gateway', { provider_specific_fields: { thought_signature: 'SIG123' } }],
    ['another gateway', { thought_signature: 'SIG123' }],
  ])('are returned to %s unchanged [D001]', async (_name, member) => {
    const { provider, send, asked } = await speak(calling(search('a1', member)));
    expect(await send()).toMatchObject(answered('RESULTS=1 found x'));
    expect(makers(asked()[1])[0]?.tool_calls?.[0]).toEqual({
      id: 'a1',
      type: 'function',
      function: { name: 'search', arguments: '{"query":"x"}' },
      ...member,
    });
    expect(provider.requests).toHaveLength(2);
  });

  it('are returned if they arrive in a later chunk, or with one of several calls [D002]', async () => {
    const { send, asked } = await speak([
      piece({ tool_calls: [call('search', '{"query":"x"}', { index: 0, id: 'a1' })] }),
      piece({ tool_calls: [{ index: 0, function: { arguments: '' }, ...signed('LATE') }] }),
      piece({ tool_calls: [call('search', '{"query":"y"}', { index: 1, id: 'a2' })] }),
      piece({}, 'stop'),
      DONE,
    ]);
    await send();
    const [first, second] = makers(asked()[1])[0]?.tool_calls ?? [];
    expect(first).toMatchObject(signed('LATE'));
    expect(second).not.toHaveProperty('extra_content');
  });

  it('are stored with a client tool call, and returned after the next message too', async () => {
    const { provider, chat, toReceived, send, asked } = await speak((request) =>
      messagesOf(request).some(({ role }) => role === 'tool')
        ? answer({ content: 'Three.' })
        : calling(call('get_cart', '', { index: 0, id: 'a1', ...signed('SIG123') })),
    );
    provider.refuseWith = (request) => needsSignature(messagesOf(request));
    await send('one');
    expect(toReceived(await chat.request('threads.add_client_tool_output', { result: 3 }))).toMatchObject(
      answered('Three.'),
    );
    expect(await send('two')).toMatchObject(answered('Three.'));
    for (const messages of asked().slice(1)) {
      expect(makers(messages)[0]?.tool_calls?.[0]).toMatchObject({ id: 'a1', ...signed('SIG123') });
      expect(messages.find(({ role }) => role === 'tool')).toMatchObject({ tool_call_id: 'a1' });
    }
    expect(asked()).toHaveLength(3);
  });

  it("are filled in as Google documents for another model's call [D003]", async () => {
    const { provider, send, asked } = await speak(calling(search('a1')));
    provider.refuseWith = (request) => needsSignature(messagesOf(request));
    expect(await send()).toMatchObject(answered('RESULTS=1 found x'));
    expect(makers(asked().at(-1))[0]?.tool_calls?.[0]).toMatchObject(signed('skip_thought_signature_validator'));
  });

  it("are DeepSeek's whole reasoning, in the message that made the call [D004]", async () => {
    const { provider, send, asked } = await speak([
      piece({ content: null, reasoning_content: 'I should ' }),
      piece({ content: null, reasoning_content: 'search.' }),
      piece({ tool_calls: [search('a1')] }),
      piece({}, 'tool_calls'),
      DONE,
    ]);
    provider.refuseWith = (request) => needsThought(messagesOf(request));
    expect(await send()).toMatchObject(answered('RESULTS=1 found x', ['I should search.']));
    const [maker] = makers(asked()[1]);
    expect(maker?.['reasoning_content']).toBe('I should search.');
    expect(maker?.tool_calls?.[0]).not.toHaveProperty('reasoning_content');
    expect(provider.requests).toHaveLength(2);
  });

  it("are empty reasoning for another model's call [D005]", async () => {
    const { provider, send, asked } = await speak(calling(search('a1')));
    provider.refuseWith = (request) => needsThought(messagesOf(request));
    expect(await send()).toMatchObject(answered('RESULTS=1 found x'));
    expect(makers(asked().at(-1))[0]?.['reasoning_content']).toBe('');
  });

  it('are left out for a provider that does not know them [D009]', async () => {
    const { provider, send } = await speak([
      piece({ reasoning_content: 'hm' }),
      piece({ tool_calls: [search('a1')] }),
      piece({}, 'tool_calls'),
      DONE,
    ]);
    provider.refuseWith = (request) =>
      JSON.stringify(request.body).includes('reasoning_content')
        ? { status: 400, body: { error: { message: "property 'messages.2.reasoning_content' is unsupported" } } }
        : undefined;
    expect(await send()).toMatchObject(answered('RESULTS=1 found x', ['hm']));
    expect(provider.requests).toHaveLength(3);
  });

  it("are OpenRouter's reasoning_details, joined from their chunks [D006]", async () => {
    const text = (words: string, more: object = {}) => ({
      type: 'reasoning.text',
      text: words,
      index: 0,
      format: 'anthropic-claude-v1',
      ...more,
    });
    const { send, asked } = await speak([
      piece({ reasoning: 'I ', reasoning_details: [text('I ')] }),
      piece({
        reasoning: 'look.',
        reasoning_details: [text('look.'), { type: 'reasoning.encrypted', data: 'AbC', index: 1 }],
      }),
      piece({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'DeF', index: 2 }] }),
      piece({ tool_calls: [search('a1')] }),
      piece({}, 'tool_calls'),
      DONE,
    ]);
    await send();
    expect(makers(asked()[1])[0]?.['reasoning_details']).toEqual([
      text('I look.'),
      { type: 'reasoning.encrypted', data: 'AbC', index: 1 },
      { type: 'reasoning.encrypted', data: 'DeF', index: 2 },
    ]);
  });

  it("are ids of nine letters and digits for Mistral's calls and results [D007]", async () => {
    const { provider, send, asked } = await speak(calling(search('call_of_another_provider')));
    const isShort = (id = '123456789') => /^[a-zA-Z0-9]{9}$/u.test(id);
    provider.refuseWith = (request) =>
      messagesOf(request).every(
        ({ tool_calls: calls = [], tool_call_id: id }) => isShort(id) && calls.every((each) => isShort(each.id)),
      )
        ? undefined
        : {
            status: 400,
            body: {
              object: 'error',
              message: 'Tool call id was call_of_another_provider but must be a-z, A-Z, 0-9, with a length of 9.',
              type: 'invalid_request_message_order',
            },
          };
    expect(await send()).toMatchObject(answered('RESULTS=1 found x'));
    const last = asked().at(-1);
    expect(makers(last)[0]?.tool_calls?.[0]?.id).toBe(last?.find(({ role }) => role === 'tool')?.tool_call_id);
  });

  it('include an empty content beside a call for providers that refuse null [D008]', async () => {
    const { provider, send } = await speak(calling(search('a1')));
    provider.refuseWith = (request) =>
      messagesOf(request).some(({ content }) => content === null || content === undefined)
        ? {
            status: 422,
            body: {
              detail: [{ loc: ['body', 'messages', 2, 'content'], msg: 'Input should be a valid string', input: null }],
            },
          }
        : undefined;
    expect(await send()).toMatchObject(answered('RESULTS=1 found x'));
  });
});
