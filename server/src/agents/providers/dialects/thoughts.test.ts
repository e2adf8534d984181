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

const text = { content: 'Hello friend.' };

/** Each with the thought "a greeting" and the answer "Hello friend.". */
const APART: readonly [name: string, events: Chunk[]][] = [
  [
    'reasoning_content',
    answer({ content: null, reasoning_content: 'a ' }, { content: null, reasoning_content: 'greeting' }, text),
  ],
  ['reasoning', answer({ content: '', reasoning: 'a ' }, { content: '', reasoning: 'greeting' }, text)],
  ['reasoning as an object', answer({ reasoning: { text: 'a greeting' } }, text)],
  [
    'reasoning and reasoning_content, the same',
    answer({ reasoning: 'a greeting', reasoning_content: 'a greeting' }, text),
  ],
  [
    'reasoning_details beside reasoning',
    answer(
      { reasoning: 'a greeting', reasoning_details: [{ type: 'reasoning.text', text: 'a greeting', index: 0 }] },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'abc', index: 1 }] },
      text,
    ),
  ],
  [
    'reasoning_details alone',
    answer({ reasoning_details: [{ type: 'reasoning.summary', summary: 'a greeting' }] }, text),
  ],
  ['thinking', answer({ thinking: 'a greeting' }, text)],
  [
    'thinking_blocks',
    answer({ thinking_blocks: [{ type: 'thinking', thinking: 'a greeting', signature: 'x' }] }, text),
  ],
  [
    'a list with a thinking part of parts',
    answer(
      { content: '' },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'a greeting' }] }] },
      { content: [{ type: 'text', text: 'Hello ' }] },
      { content: 'friend.' },
    ),
  ],
  [
    'a list with a thinking part of text, and a reference',
    answer(
      {
        content: [
          { type: 'thinking', thinking: 'a greeting' },
          { type: 'text', text: 'Hello ' },
        ],
      },
      {
        content: [
          { type: 'reference', reference_ids: [1] },
          { type: 'text', text: 'friend.' },
        ],
      },
    ),
  ],
  [
    'a list with a reasoning part',
    answer({
      content: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'a greeting' }] },
        { type: 'output_text', text: 'Hello friend.' },
      ],
    }),
  ],
  ['a list of texts', answer({ reasoning: 'a greeting' }, { content: ['Hello ', 'friend.'] })],
  ['an object with a text', answer({ reasoning: 'a greeting' }, { content: { type: 'text', text: 'Hello friend.' } })],
  [
    'a part whose text is an object',
    answer({ reasoning: 'a greeting' }, { content: [{ type: 'text', text: { value: 'Hello friend.' } }] }),
  ],
  [
    "Google's mark, with tags",
    answer(
      { content: '<thought>a greeting', extra_content: { google: { thought: true } } },
      { content: '</thought>Hello friend.' },
    ),
  ],
];

const SIGNS = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['◁think▷', '◁/think▷'],
  ['[THINK]', '[/THINK]'],
  ['<reasoning>', '</reasoning>'],
  ['<seed:think>', '</seed:think>'],
] as const;

const cut = (whole: string, size: number) =>
  answer(...(whole.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []).map((content) => ({ content })));

describe('thoughts and the answer', () => {
  it.each(APART)('are separated in %s [D030]', async (_name, events) => {
    expect(await (await speak(events)).send()).toMatchObject(answered('Hello friend.', ['a greeting']));
  });

  describe.each(SIGNS)('between %s and %s', (openSign, closeSign) => {
    it.each([1, 2, 5, 1000])('are separated in chunks of %i [D031]', async (size) => {
      const receive = async (whole: string) => await (await speak(cut(whole, size))).send();
      expect(await receive(`\n\n${openSign}\na greeting\n${closeSign}\n\nHello friend.`)).toMatchObject(
        answered('Hello friend.', ['a greeting']),
      );
      expect(await receive(`a greeting\n${closeSign}\n\nHello friend.`)).toMatchObject(
        answered('Hello friend.', ['a greeting']),
      );
      expect(await receive(`a greeting.${closeSign}Hello friend.`)).toMatchObject(
        answered('Hello friend.', ['a greeting.']),
      );
      expect(await receive(`${closeSign}\n\nHello friend.`)).toMatchObject(answered('Hello friend.'));
    });

    it.each([1, 1000])('stay text if the answer is about the tags, in chunks of %i', async (size) => {
      const texts = [
        `Write \`${closeSign}\` to end a thought.`,
        `A thought is between ${openSign} and ${closeSign} here.`,
        `The tag ${closeSign} ends it.`,
        `See:\n\`\`\`\n${openSign}\nx\n${closeSign}\n\`\`\`\nDone.`,
        `See:\n\`\`\`\nx\n${closeSign}\n\`\`\`\nDone.`,
      ];
      for (const whole of texts) expect(await (await speak(cut(whole, size))).send()).toMatchObject(answered(whole));
    });
  });

  it.each([
    ['a closing tag twice', '<think>a greeting</think>\n</think>\n\nHello friend.'],
    ['a lone closing tag twice', 'a greeting\n</think>\n\n</think>\n\nHello friend.'],
    ['the channel of Gemma', '<|channel>thought\na greeting<channel|>Hello friend.'],
    [
      'the channels of gpt-oss',
      '<|channel|>analysis<|message|>a greeting<|end|><|start|>assistant<|channel|>final<|message|>Hello friend.',
    ],
  ])('are separated by %s, in chunks of any size [D031]', async (_name, whole) => {
    for (const size of [1, 3, 1000])
      expect(await (await speak(cut(whole, size))).send()).toMatchObject(answered('Hello friend.', ['a greeting']));
  });

  it.each([
    ['behind a space', 'Sure! <think>a greeting</think> Hello friend.', 'Sure! Hello friend.'],
    ['behind a word', 'Sure,<think>\na greeting\n</think>\n\nHello friend.', 'Sure,\n\nHello friend.'],
    ['between words', 'Sure!<think>a greeting</think>Hello friend.', 'Sure! Hello friend.'],
    ['between words, with blanks inside', 'Sure!<think>\na greeting\n</think>Hello friend.', 'Sure! Hello friend.'],
    ['twice between words', 'Sure!<think>a greeting</think><think></think>Hello friend.', 'Sure! Hello friend.'],
    ['between words without spaces', '好的。<think>a greeting</think>你好。', '好的。你好。'],
    ['in front of a sign', 'Hello friend<think>\na greeting</think>.', 'Hello friend.'],
    ['of MedGemma', 'Sure! <unused94>thought\na greeting<unused95>Hello friend.', 'Sure! Hello friend.'],
    ['behind code', 'Press `x` <thinking>a greeting</thinking>twice.', 'Press `x` twice.'],
    ['in a list', '- <think>a greeting</think> Hello friend.', '- Hello friend.'],
    ['of Cohere', 'Hi. <|START_THINKING|>a greeting<|END_THINKING|>Hello friend.', 'Hi. Hello friend.'],
  ])('are separated in the middle of a line, %s [D035]', async (_name, whole, text_) => {
    for (const size of [1, 3, 1000])
      expect(await (await speak(cut(whole, size))).send()).toMatchObject(answered(text_, ['a greeting']));
  });

  it('stay text in the middle of a line if the tag is never closed', async () => {
    const whole = 'It opens with <think>and goes on to the end.';
    expect(await (await speak(cut(whole, 3))).send()).toMatchObject(answered(whole));
  });

  it('are separated if there are two', async () => {
    const received = await (await speak(cut('A. <think>one</think> B. <think>two</think> C.', 3))).send();
    expect(received).toMatchObject(answered('A. B. C.', ['one\n\ntwo']));
  });

  it.each([
    ['in capital letters', '<THINK>a greeting</Think>\nHello friend.'],
    ['with attributes', '<think duration="3">a greeting</think>\nHello friend.'],
    ['behind a mark without width', '\u200b<think>a greeting</think>Hello friend.'],
    ['of MedGemma', '<unused94>thought\na greeting<unused95>Hello friend.'],
    ['of MedGemma, opened in the prompt', 'a greeting\n<unused95>Hello friend.'],
    ['called analysis', '<analysis>a greeting</analysis>\n\nHello friend.'],
    ['called a scratchpad', '<scratchpad>a greeting</scratchpad>\n\nHello friend.'],
    ['of LongCat', '<longcat_think>a greeting</longcat_think>Hello friend.'],
    ['of Cohere', '<|START_THINKING|>a greeting<|END_THINKING|><|START_TEXT|>Hello friend.<|END_TEXT|>'],
    ['of Cohere, opened in the prompt', 'a greeting<|END_THINKING|><|START_RESPONSE|>Hello friend.<|END_RESPONSE|>'],
    ['before a wrapped answer', '<think>a greeting</think>\n<answer>\nHello friend.</answer>'],
    ['before a wrapped response', '<think>a greeting</think>\n\n<response>\nHello friend.</response>\n'],
    [
      'of gpt-oss in its commentary',
      '<|channel|>commentary<|message|>a greeting<|end|><|start|>assistant<|channel|>final<|message|>Hello friend.<|return|>',
    ],
    ['of gpt-oss without marks', 'analysisA greeting.assistantfinalHello friend.'],
  ])('are separated %s [D035]', async (_name, whole) => {
    for (const size of [1, 3, 1000]) {
      const received = await (await speak(cut(whole, size))).send();
      expect(received.text.trim()).toBe('Hello friend.');
      expect(received.thoughts.join().toLowerCase()).toMatch(/^a greeting\.?$/u);
    }
  });

  it('are separated if one is inside another', async () => {
    const received = await (await speak(cut('<think>a <think>b</think> c</think>Hello friend.', 3))).send();
    expect(received.text).toBe('Hello friend.');
  });

  it('are withdrawn if only the closing tag came, before the answer gets its message [D032]', async () => {
    const { events } = await (await speak(cut('a greeting\n</think>\n\nHello friend.', 4))).send();
    const removed = events.flatMap((event) => (event.type === 'thread.item.removed' ? [event.item_id] : []));
    const shown = events.flatMap((event) =>
      event.type === 'thread.item.updated' && event.update.type === 'assistant_message.content_part.text_delta'
        ? [{ id: event.item_id, delta: event.update.delta }]
        : [],
    );
    expect(removed).toHaveLength(1);
    const kept = shown.filter(({ id }) => !removed.includes(id));
    expect(kept.map(({ delta }) => delta).join('')).toBe('Hello friend.');
  });

  it('are separated on their own line in the middle of an answer, too', async () => {
    const received = await (await speak(cut('Let me see.\n<think>\nhm\n</think>\nIt is blue.', 3))).send();
    expect(received.text).toBe('Let me see.\nIt is blue.');
  });

  it('an unclosed thought counts as a thought, and one sentence says that there is no answer [D033]', async () => {
    for (const events of [cut('<think>hm, let me', 4), answer({ content: '<think>hm' })]) {
      const { send, asked } = await speak(events);
      const received = await send();
      expect(received).toMatchObject({
        text: '',
        error: null,
        notices: [expect.stringContaining('didn’t write an answer')],
      });
      expect(received.thoughts).toHaveLength(1);
      expect(asked()).toHaveLength(1);
    }
  });

  it('never shows [object Object] [D034]', async () => {
    const odd = [
      { a: 1 },
      [{ b: [{ c: 1 }] }],
      [{ type: 'text' }],
      [{ type: 'text', text: { x: 1 } }],
      true,
      Number.NaN,
    ];
    const received = await (
      await speak([...odd.map((content) => piece({ content })), piece(text), piece({}, 'stop'), DONE])
    ).send();
    expect(received).toMatchObject(answered('Hello friend.'));
  });

  it.each([
    ['alone', [{ content: 42 }], '42'],
    ['in pieces of text', [{ content: 'It is ' }, { content: 0 }, { content: '.' }], 'It is 0.'],
    ['in a list', [{ content: ['It is ', 4.5] }], 'It is 4.5'],
    ['in a part', [{ content: [{ type: 'text', text: 7 }] }], '7'],
  ])('reads a number as text, %s [D037]', async (_name, deltas, text_) => {
    expect(await (await speak(answer(...deltas))).send()).toMatchObject(answered(text_));
  });
});
