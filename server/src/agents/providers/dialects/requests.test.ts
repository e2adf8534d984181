import { afterEach, describe, expect, it } from 'vitest';
import {
  answer,
  call,
  calling,
  closeDialects,
  answered,
  messagesOf,
  speak,
  type Message,
} from '../../../../../test/harness/providers/dialect.ts';
import type { Refusal } from '../../../../../test/harness/providers/fake-provider.ts';

afterEach(closeDialects);

const hello = answer({ content: 'Hello!' });

const error = (message: string, more: object = {}) => ({ error: { message, type: 'invalid_request_error', ...more } });

const roles = (messages: readonly Message[] = []) => messages.map(({ role }) => role);

describe('requests, in the shape that every provider accepts', () => {
  it('send text as a string, and neighbours of one role as one message [D010]', async () => {
    const { provider, chat, send, asked } = await speak(hello);
    await chat.sendAndStop('one', (event) => event.type === 'thread.item.done');
    await chat.send('two', { quoted_text: 'the passage' });
    expect(await send('three')).toMatchObject(answered('Hello!'));
    for (const messages of asked()) {
      expect(messages.every(({ content }) => typeof content === 'string')).toBe(true);
      expect(roles(messages).every((role, index) => role !== roles(messages)[index - 1])).toBe(true);
    }
    expect(asked().at(-2)?.at(-1)?.content).toMatch(
      /^one\n\n[\s\S]+\n\ntwo\n\nThe user is referring to this passage\..+:\n> the passage$/u,
    );
    expect(roles(asked().at(-1))).toEqual(['system', 'user', 'assistant', 'user']);
    expect(Object.keys(provider.requests[0]?.body ?? {}).toSorted()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'stream',
      'stream_options',
      'tools',
    ]);
  });
});

interface RefusalCase {
  name: string;
  status: number;
  body: unknown;
  /** Whether the provider refuses a request. */
  when(messages: Message[], body: Record<string, unknown>): boolean;
}

const hasSystem = (messages: Message[]) => roles(messages).some((role) => role === 'system' || role === 'developer');

const system = [
  [400, { object: 'error', message: 'System role not supported', type: 'BadRequestError', code: 400 }],
  [
    400,
    error("Unsupported value: 'messages[0].role' does not support 'system' with this model.", {
      param: 'messages[0].role',
      code: 'unsupported_value',
    }),
  ],
  [400, error('Only user and assistant roles are supported!')],
  [400, error('Only user, assistant and tool roles are supported, got system.')],
  [500, error('System role not supported at row 1, column 30: {%- raise_exception')],
  [
    422,
    {
      detail: [
        {
          loc: ['body', 'messages', 0, 'role'],
          msg: "Input should be 'user' or 'assistant'",
          type: 'literal_error',
          input: 'system',
        },
      ],
    },
  ],
  [
    400,
    [
      {
        error: {
          code: 400,
          message: 'Developer instruction is not enabled for models/gemma-3-27b-it',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
  ],
  [
    400,
    {
      type: 'error',
      error: { type: 'invalid_request_error', message: "role 'system' is not supported on this model" },
    },
  ],
  [400, { message: "This model doesn't support system messages." }],
  [400, error('Please use a valid role: user, model.')],
  // Gateways quote what the server behind them said.
  [
    400,
    error('Provider returned error', {
      code: 400,
      metadata: { provider_name: 'x', raw: JSON.stringify({ error: { message: 'System role not supported' } }) },
    }),
  ],
  [
    400,
    error(
      `litellm.BadRequestError: XException - ${JSON.stringify({ object: 'error', message: 'System role not supported' })}. Received Model Group=x`,
    ),
  ],
] as const;

const streamOptions = [
  [400, error('Unrecognized request argument supplied: stream_options')],
  [
    422,
    {
      detail: [
        {
          loc: ['body', 'stream_options'],
          msg: 'Extra inputs are not permitted',
          type: 'extra_forbidden',
          input: { include_usage: true },
        },
      ],
    },
  ],
  [400, error('Unknown parameter', { param: 'stream_options' })],
  [400, { error: 'json: unknown field "stream_options"' }],
  [400, 'stream_options.include_usage is not supported'],
] as const;

const CASES: RefusalCase[] = [
  ...system.map(([status, body]) => ({
    name: `a system role: ${JSON.stringify(body).slice(0, 90)}`,
    status,
    body,
    when: hasSystem,
  })),
  ...streamOptions.map(([status, body]) => ({
    name: `stream_options: ${JSON.stringify(body).slice(0, 90)}`,
    status,
    body,
    when: (_: Message[], sent: Record<string, unknown>) => 'stream_options' in sent,
  })),
  {
    name: 'keywords of the schema of a tool',
    status: 400,
    body: [
      {
        error: {
          code: 400,
          message:
            'Invalid JSON payload received. Unknown name "additionalProperties" at \'tools[0].function.parameters\': Cannot find field.',
        },
      },
    ],
    when: (_, sent) => JSON.stringify(sent['tools']).includes('additionalProperties'),
  },
  {
    name: 'strict tools',
    status: 422,
    body: error("Tools with mixed values for 'strict' are not allowed."),
    when: (_, sent) => JSON.stringify(sent['tools']).includes('"strict"'),
  },
];

describe('a refusal that names a parameter, a role or a shape', () => {
  it.each(CASES)('is repaired once, and the repair is remembered: $name [D011]', async ({ status, body, when }) => {
    const { provider, send } = await speak(hello);
    provider.refuseWith = (request): Refusal | undefined =>
      when(messagesOf(request), request.body) ? { status, body } : undefined;
    expect(await send('one')).toMatchObject(answered('Hello!'));
    expect(provider.requests).toHaveLength(2);
    expect(await send('two')).toMatchObject(answered('Hello!'));
    expect(provider.requests).toHaveLength(3);
    const last = provider.requests.at(-1);
    expect(JSON.stringify(last?.body['messages'])).toContain('Be brief.');
    expect(last?.body['tools']).toHaveLength(4);
    expect(last?.body).not.toHaveProperty('chatdock_repairs');
  });

  it('puts the instructions in front of the first user message [D012]', async () => {
    const { provider, send, asked } = await speak(hello);
    provider.refuseWith = (request) =>
      hasSystem(messagesOf(request)) ? { status: 400, body: error('System role not supported') } : undefined;
    await send('one');
    expect(asked().at(-1)).toEqual([{ role: 'user', content: 'Be brief.\n\none' }]);
  });

  it('is repaired for two faults of one provider, each once', async () => {
    const { provider, send } = await speak(hello);
    provider.refuseWith = ({ body }) =>
      'stream_options' in body
        ? { status: 400, body: error('unknown parameter: stream_options') }
        : hasSystem(body['messages'] as Message[])
          ? { status: 400, body: error('System role not supported') }
          : undefined;
    expect(await send()).toMatchObject(answered('Hello!'));
    expect(provider.requests).toHaveLength(3);
  });

  it.each([400, 422, 500])('is repeated only a few times: %i', async (status) => {
    const { provider, send } = await speak(hello);
    provider.refuseWith = () => ({
      status,
      body: error('System role not supported, stream_options neither, roles must alternate'),
    });
    expect((await send()).error).not.toBeNull();
    expect(provider.requests.length).toBeLessThanOrEqual(status === 500 ? 6 : 4);
  });

  it.each([
    [400, error('This content is not allowed')],
    [401, error('System role not supported')],
    [404, error('stream_options')],
    [
      400,
      error(
        `Invalid request: ${JSON.stringify({ messages: [{ role: 'system', content: 'stream_options not supported' }] })}`,
      ),
    ],
  ])('is not inferred from any other refusal: %i %j', async (status, body) => {
    const { provider, send } = await speak(hello);
    provider.refuseWith = () => ({ status, body });
    expect((await send()).error).toMatchObject({ retry: false });
    expect(provider.requests).toHaveLength(1);
  });

  it('may come as the first event of a stream [D014]', async () => {
    const { send, asked } = await speak((request) =>
      hasSystem(messagesOf(request)) ? [error('System role not supported', { code: 400 })] : hello,
    );
    expect(await send()).toMatchObject(answered('Hello!'));
    expect(asked()).toHaveLength(2);
  });

  it.each([
    "Unexpected role 'user' after role 'tool'",
    'After the (optional) system message(s), user or tool message(s) should alternate with assistant message(s).',
  ])('adds an answer between the result of a tool and the next message [D013]: %s', async (message) => {
    let stops = false;
    const { provider, chat, send, asked } = await speak((request) => {
      const last = messagesOf(request).at(-1)?.role;
      if (last !== 'tool')
        return roles(messagesOf(request)).includes('tool')
          ? hello
          : calling(call('get_cart', '{}', { index: 0, id: 'a1' }));
      stops = true;
      return [];
    });
    await send('one');
    await chat.request('threads.add_client_tool_output', { result: 1 });
    expect(stops).toBe(true);
    provider.refuseWith = (request) =>
      /tool,user/u.test(roles(messagesOf(request)).join()) ? { status: 400, body: error(message) } : undefined;
    expect(await send('two')).toMatchObject(answered('Hello!'));
    expect(roles(asked().at(-1))).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'user']);
  });
});
