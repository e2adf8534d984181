import { afterEach, describe, expect, it } from 'vitest';
import {
  answer,
  closeDialects,
  DONE,
  answered,
  piece,
  speak,
  type Chunk,
} from '../../../../../test/harness/providers/dialect.ts';

afterEach(closeDialects);

const hello = piece({ role: 'assistant', content: 'Hello ' });
const friend = piece({ content: 'friend.' });
const without = (member: string, chunk: ReturnType<typeof piece>) => ({
  ...chunk,
  choices: chunk.choices.map((choice) =>
    Object.fromEntries(Object.entries(choice).filter(([name]) => name !== member)),
  ),
});

const WHOLE: readonly [name: string, events: Chunk[]][] = [
  ['[DONE] without a reason', [hello, friend, DONE]],
  ['[DONE] without a blank line behind it', [hello, friend, '\0data: [DONE]']],
  ['[DONE] with spaces', [hello, friend, '\0data:[DONE] \n\n']],
  ['a reason without [DONE]', [hello, friend, piece({}, 'stop')]],
  [
    'an empty reason in each piece',
    [piece({ content: 'Hello ' }, ''), piece({ content: 'friend.' }, ''), piece({}, 'stop'), DONE],
  ],
  ['a reason in the last piece of text', [hello, piece({ content: 'friend.' }, 'stop'), DONE]],
  ['pieces without a delta', [hello, without('delta', piece({})), friend, without('delta', piece({}, 'stop')), DONE]],
  ['a delta that is null', [hello, piece(null as never), friend, piece({}, 'stop'), DONE]],
  [
    'pieces without an index',
    [without('index', hello), without('index', friend), without('index', piece({}, 'stop')), DONE],
  ],
  [
    'no choices',
    [
      { id: '', object: '', choices: [], prompt_filter_results: [] },
      hello,
      friend,
      piece({}, 'stop'),
      { id: 'x', choices: null },
      DONE,
    ],
  ],
  [
    'usage that is null, then counts under other names',
    [
      { ...hello, usage: null },
      friend,
      { ...piece({}, 'stop'), usage: { input_tokens: 3, output_tokens: null } },
      DONE,
    ],
  ],
  [
    'comments and empty events',
    ['\0: OPENROUTER PROCESSING\n\n', hello, '\0event: ping\n\n', friend, piece({}, 'stop'), DONE],
  ],
  [
    'the whole message once more',
    [
      hello,
      friend,
      {
        ...piece({}),
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hello friend.' }, finish_reason: 'stop' }],
      },
      DONE,
    ],
  ],
  [
    'the whole message and nothing else',
    [
      {
        ...piece({}),
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hello friend.' }, finish_reason: 'stop' }],
      },
      DONE,
    ],
  ],
  [
    'plain JSON instead of a stream',
    [
      `\0${JSON.stringify({ id: 'x', object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', content: 'Hello friend.' }, finish_reason: 'stop' }] }, null, 2)}`,
    ],
  ],
  ...['eos', 'STOP', 'end_turn', 'stop_sequence', 'COMPLETE', 'eos_token'].map((reason): [string, Chunk[]] => [
    `the reason ${reason}`,
    [hello, friend, piece({}, reason), DONE],
  ]),
];

describe('the end of an answer', () => {
  it.each(WHOLE)('is read from %s [D040]', async (_name, events) => {
    const { send, asked } = await speak(events);
    expect(await send()).toMatchObject(answered('Hello friend.'));
    expect(asked()).toHaveLength(1);
  });

  it.each(['ping', 'keep-alive', ': OPENROUTER PROCESSING', 'processing...', 'null', '""', '<!-- wait -->'])(
    'is not an event of plain text: %s [D048]',
    async (words) => {
      const event = `\0data: ${words}\n\n`;
      const { send, asked } = await speak([
        event,
        hello,
        event,
        `\0${words}\n\n`,
        friend,
        piece({}, 'stop'),
        event,
        DONE,
      ]);
      expect(await send()).toMatchObject(answered('Hello friend.'));
      expect(asked()).toHaveLength(1);
    },
  );

  it.each([
    ['refusal', answer({ content: null, refusal: '' }, { refusal: 'I cannot ' }, { refusal: 'help with that.' })],
    ['a refusal part', answer({ content: [{ type: 'refusal', refusal: 'I cannot help with that.' }] })],
  ])('may be a refusal, which is the answer: %s [D041]', async (_name, events) => {
    expect(await (await speak(events)).send()).toMatchObject(answered('I cannot help with that.'));
  });

  const FILTERED = [
    'content_filter',
    'SAFETY',
    'content_filter: PROHIBITED_CONTENT',
    'RECITATION',
    'guardrail_intervened',
    'sensitive',
    'refusal',
  ];
  const CUT = ['length', 'max_tokens', 'MAX_TOKENS', 'model_length', 'max_output_tokens'];

  it.each([
    ...FILTERED.map((reason) => [reason, 'This answer was blocked', 'rest of this answer was blocked']),
    ...CUT.map((reason) => [reason, 'limit before it could answer', 'reached its length limit. Ask']),
  ])('shows one sentence for %s, after one request [D042]', async (reason, withoutText, afterText) => {
    const thought = piece({ reasoning_content: 'hm' });
    for (const [events, words, text] of [
      [[piece({}, reason), DONE], withoutText, ''],
      [[thought, piece({}, reason), DONE], withoutText, ''],
      [[piece({ content: '<think>hm' }), piece({}, reason), DONE], withoutText, ''],
      [[thought, hello, piece({}, reason), DONE], afterText, 'Hello '],
      [[hello, piece({}, reason)], afterText, 'Hello '],
    ] as const) {
      const { send, asked } = await speak(events);
      const received = await send();
      expect(received).toMatchObject({ text, error: null, notices: [expect.stringContaining(words)] });
      expect(asked()).toHaveLength(1);
    }
  });

  it.each([
    ['nothing', answer()],
    ['an empty text', answer({ content: '' })],
    ['blank text', answer({ content: ' \n' })],
    ['an empty refusal', answer({ content: null, refusal: '' })],
    ['[DONE] alone', [DONE]],
  ])('leads to a second request if the answer has no text: %s [D043]', async (_name, events) => {
    let count = 0;
    const { send, asked } = await speak(() => ((count += 1) === 1 ? events : answer({ content: 'Hello.' })));
    expect(await send()).toMatchObject(answered('Hello.'));
    expect(asked()).toHaveLength(2);
  });

  it('leads to an error if the answers of two requests have no text', async () => {
    const received = await (await speak(answer({ content: '' }))).send();
    expect(received.error).toEqual({ message: expect.stringContaining('No answer came back'), retry: true });
  });

  it.each([
    'error',
    'network_error',
    'abort',
    'insufficient_system_resource',
    'MALFORMED_FUNCTION_CALL',
    'function_call_filter: UNEXPECTED_TOOL_CALL',
  ])('is not the finish reason %s, which leads to an error [D044]', async (reason) => {
    expect((await (await speak([hello, piece({}, reason), DONE])).send()).error).toMatchObject({ retry: true });
  });

  it('is not a closed connection, which leads to an error [D045]', async () => {
    expect((await (await speak([hello, friend])).send()).error).toMatchObject({ retry: true });
  });

  it.each([
    [
      'beside no choices',
      { id: 'x', choices: [], error: { code: 502, message: 'Worker local total request limit reached (33/32)' } },
    ],
    ['as a text', { error: 'upstream went away' }],
    ['without a member of its own', { object: 'error', message: 'out of memory', code: 500 }],
    ['in a list', [{ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }]],
    ['as an event named error', '\0event: error\ndata: {"message":"busy"}\n\n'],
    ['as an event of plain text named error', '\0event: error\ndata: busy\n\n'],
    ['as a detail', { detail: 'Internal error' }],
  ])('may be an error inside the stream, %s [D046]', async (_name, event) => {
    for (const events of [
      [event, DONE],
      [hello, event, DONE],
    ])
      expect((await (await speak(events)).send()).error).toMatchObject({ retry: true });
  });
});
