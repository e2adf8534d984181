import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ChunkNormaliser } from '../wire/chat-stream.ts';
import {
  answer,
  call,
  closeDialects,
  DONE,
  piece,
  speak,
  type Chunk,
} from '../../../../../test/harness/providers/dialect.ts';

afterEach(closeDialects);

const SIZES = [1, 3, 1000];
const cut = (whole: string, size: number): Chunk[] =>
  answer(...(whole.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []).map((content) => ({ content })));

const ARGS = '{"query": "delivery"}';
const JSON_CALL = `{"name": "search", "arguments": ${ARGS}}`;

/** Each calls `search` for "delivery". */
const CALLS: readonly [name: string, block: string][] = [
  ['Hermes and Qwen', `<tool_call>\n${JSON_CALL}\n</tool_call>`],
  ['Hermes, on one line', `<tool_call>${JSON_CALL}</tool_call>`],
  ['Hermes, without a closing tag', `<tool_call>\n${JSON_CALL}`],
  ['Hermes, with a bracket too many', `<tool_call>\n${JSON_CALL}}\n</tool_call>`],
  ['Hermes, with a token behind it', `<tool_call>\n${JSON_CALL}\n</tool_call><|im_end|>\n`],
  ['Hermes, with arguments as a text', `<tool_call>{"name":"search","arguments":${JSON.stringify(ARGS)}}</tool_call>`],
  ['Hermes, with parameters', `<tool_call>{"name":"search","parameters":${ARGS}}</tool_call>`],
  ['Hermes, in OpenAI’s form', `<tool_call>{"type":"function","function":${JSON_CALL}}</tool_call>`],
  ['a model with a function_call', `<function_call>${JSON_CALL}</function_call>`],
  ['Hunyuan', `<tool_calls>[${JSON_CALL}]</tool_calls>`],
  ['Granite', `<|tool_call|>[${JSON_CALL}]`],
  ['Nemotron', `<TOOLCALL>[${JSON_CALL}]</TOOLCALL>`],
  ['LongCat', `<longcat_tool_call>${JSON_CALL}</longcat_tool_call>`],
  ['Cohere', `<|START_ACTION|>[{"tool_call_id":"0","tool_name":"search","parameters":${ARGS}}]<|END_ACTION|>`],
  ['Mistral', `[TOOL_CALLS][${JSON_CALL}]`],
  ['Mistral, with a space', `[TOOL_CALLS] [${JSON_CALL}]</s>`],
  ['Mistral, with ARGS', `[TOOL_CALLS]search[ARGS]${ARGS}`],
  ['Mistral, with an id', `[TOOL_CALLS]search[CALL_ID]abcdefghi[ARGS]${ARGS}`],
  ['Mistral, with a name alone', `[TOOL_CALLS]search${ARGS}`],
  [
    'Qwen-Coder',
    '<tool_call>\n<function=search>\n<parameter=query>\ndelivery\n</parameter>\n</function>\n</tool_call>',
  ],
  [
    'Qwen-Coder, without the opening tag',
    '<function=search>\n<parameter=query>\ndelivery\n</parameter>\n</function>\n</tool_call>',
  ],
  ['Qwen-Coder, without a closing parameter', '<function=search><parameter=query>\ndelivery\n</function>'],
  [
    'Seed',
    '<seed:tool_call>\n<function=search>\n<parameter=query>delivery</parameter>\n</function>\n</seed:tool_call>',
  ],
  ['Llama', `<function=search>${ARGS}</function>`],
  ['Llama, behind its tag', `<|python_tag|>{"name": "search", "parameters": ${ARGS}}<|eom_id|>`],
  ['Llama, its own tools', '<|python_tag|>search.call(query="delivery")'],
  ['LFM2', '<|tool_call_start|>[search(query="delivery")]<|tool_call_end|>'],
  [
    'DeepSeek V3',
    `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>search\n\`\`\`json\n${ARGS}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  ],
  [
    'DeepSeek V3.1',
    `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>search<｜tool▁sep｜>${ARGS}<｜tool▁call▁end｜><｜tool▁calls▁end｜><｜end▁of▁sentence｜>`,
  ],
  [
    'DeepSeek V3.1, without the end of its section',
    `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>search<｜tool▁sep｜>${ARGS}<｜tool▁call▁end｜>`,
  ],
  [
    'DeepSeek V3.2',
    '<｜DSML｜function_calls>\n<｜DSML｜invoke name="search">\n<｜DSML｜parameter name="query" string="true">delivery</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>',
  ],
  [
    'Kimi',
    `<|tool_calls_section_begin|><|tool_call_begin|>functions.search:0<|tool_call_argument_begin|>${ARGS}<|tool_call_end|><|tool_calls_section_end|>`,
  ],
  [
    'Kimi, without a section',
    `<|tool_call_begin|>functions.search:0<|tool_call_argument_begin|>${ARGS}<|tool_call_end|>`,
  ],
  [
    'MiniMax',
    '<minimax:tool_call>\n<invoke name="search">\n<parameter name="query">delivery</parameter>\n</invoke>\n</minimax:tool_call>',
  ],
  ['GLM', '<tool_call>search\n<arg_key>query</arg_key>\n<arg_value>delivery</arg_value>\n</tool_call>'],
  ['Gemma 4', '<|tool_call>call:search{query:<|"|>delivery<|"|>}<tool_call|>'],
  ['gpt-oss', `<|channel|>commentary to=functions.search <|constrain|>json<|message|>${ARGS}<|call|>`],
];

const TOOLS = ['search', 'is_open', 'count'];
const COUNT = {
  type: 'object',
  properties: { n: { type: 'integer' }, name: { type: 'string' }, all: { type: 'boolean' } },
};

/** The events that the Agents SDK receives for a provider's text. */
function read(chunks: readonly Chunk[], tools = TOOLS) {
  const normaliser = new ChunkNormaliser({
    tools: new Set(tools),
    schemas: new Map([['count', COUNT]]),
    callIds: new Set(),
  });
  const events = chunks
    .flatMap((chunk) => normaliser.read(typeof chunk === 'string' ? chunk : JSON.stringify(chunk), undefined))
    .filter((data) => data !== DONE)
    .flatMap((data) => z.object({ choices: z.array(CHOICE) }).parse(JSON.parse(data)).choices);
  return {
    text: events.map(({ delta }) => delta.content ?? '').join(''),
    calls: events
      .flatMap(({ delta }) => delta.tool_calls ?? [])
      .map(({ function: { name, arguments: args } }) => [name, JSON.parse(args)]),
    isEmpty: events.some(({ chatdock }) => chatdock.isEmpty === true),
  };
}
const CHOICE = z.object({
  delta: z.object({
    content: z.string().optional(),
    tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.string() }) })).optional(),
  }),
  chatdock: z.object({ isEmpty: z.boolean().optional() }),
});
const readWhole = (whole: string, size: number) => read(cut(whole, size));

const SEARCHED = [['search', { query: 'delivery' }]];
/** Ends with the answer, so that no text can follow. */
const isLast = (block: string) => /^<tool_call>\n.*\}$|begin｜>.*call▁end｜>$|^<\|python_tag\|>search/su.test(block);

describe('a tool call that a model writes as text', () => {
  it.each(CALLS)('is parsed, and removed from the text: %s [D025]', (_name, block) => {
    for (const size of SIZES) {
      expect(readWhole(block, size)).toEqual({ text: '', calls: SEARCHED, isEmpty: false });
      const behind = isLast(block) ? '' : '\n\nOne moment.';
      expect(readWhole(`Let me see.\n\n${block}${behind}`, size)).toEqual({
        text: `Let me see.${behind}`,
        calls: SEARCHED,
        isEmpty: false,
      });
      expect(readWhole(`<think>\nhm\n</think>${block}`, size)).toMatchObject({ calls: SEARCHED });
    }
  });

  it.each(CALLS)('is dropped if no such tool was offered: %s [D025]', (_name, block) => {
    for (const size of SIZES) {
      expect(read(cut(block, size), [])).toEqual({ text: '', calls: [], isEmpty: true });
      expect(read(cut(`So.\n${block}`, size), ['other'])).toEqual({ text: 'So.', calls: [], isEmpty: false });
    }
  });

  it.each(CALLS)('is dropped if it is incomplete: %s [D025]', (_name, block) => {
    for (const length of [12, 25, block.indexOf('delivery') + 3])
      for (const size of SIZES)
        expect(readWhole(`So.\n${block.slice(0, length)}`, size)).toEqual({ text: 'So.', calls: [], isEmpty: false });
  });

  it.each([
    ['arguments that are no JSON', '<tool_call>{"name": "search", "arguments": {"query": delivery}}</tool_call>'],
    ['arguments that are a list', '<tool_call>{"name": "search", "arguments": ["delivery"]}</tool_call>'],
    ['arguments that are a number', '<tool_call>{"name": "search", "arguments": 7}</tool_call>'],
    ['no closing bracket', '<tool_call>\n{"name": "search", "arguments": {"query": "delivery"}\n</tool_call>'],
    ['a quote too few', '<tool_call>\n{"name": "search", "arguments": {"query": "delivery}}\n</tool_call>'],
    ['no name', `<tool_call>{"arguments": ${ARGS}}</tool_call>`],
    ['words', '<tool_call>\nsearch for delivery\n</tool_call>'],
    ['nothing', '<tool_call></tool_call>'],
    ['words, in the form of Mistral', '[TOOL_CALLS]search for delivery\n'],
    ['broken JSON, in the form of Llama', '<function=search>{"query": delivery}</function>'],
    ['the name of an inherited member', '<tool_call>{"name": "toString", "arguments": {}}</tool_call>'],
  ])('is dropped with %s, and the text around it is kept [D025]', (_name, block) => {
    for (const size of SIZES) {
      expect(readWhole(block, size)).toEqual({ text: '', calls: [], isEmpty: true });
      expect(readWhole(`So.\n${block}\nWell.`, size)).toEqual({ text: 'So.\nWell.', calls: [], isEmpty: false });
    }
  });

  it.each([
    ['in blocks of their own', `<tool_call>${JSON_CALL}</tool_call>\n<tool_call>{"name":"is_open"}</tool_call>`],
    ['in one block', `<tool_call>${JSON_CALL}\n{"name":"is_open","arguments":{}}</tool_call>`],
    ['in one list', `[TOOL_CALLS][${JSON_CALL}, {"name":"is_open","arguments":{}}]`],
    ['of Mistral', `[TOOL_CALLS]search[ARGS]${ARGS}[TOOL_CALLS]is_open[ARGS]{}`],
    ['of Llama', `<|python_tag|>${JSON_CALL}; {"name":"is_open","parameters":{}}`],
    [
      'of Qwen-Coder',
      '<tool_call>\n<function=search>\n<parameter=query>\ndelivery\n</parameter>\n</function>\n</tool_call>\n<tool_call>\n<function=is_open>\n</function>\n</tool_call>',
    ],
    [
      'of MiniMax',
      '<minimax:tool_call><invoke name="search"><parameter name="query">delivery</parameter></invoke><invoke name="is_open"></invoke></minimax:tool_call>',
    ],
    [
      'of Kimi',
      `<|tool_calls_section_begin|><|tool_call_begin|>functions.search:0<|tool_call_argument_begin|>${ARGS}<|tool_call_end|><|tool_call_begin|>functions.is_open:1<|tool_call_argument_begin|>{}<|tool_call_end|><|tool_calls_section_end|>`,
    ],
    [
      'of GLM',
      '<tool_call>search\n<arg_key>query</arg_key>\n<arg_value>delivery</arg_value>\n</tool_call><tool_call>is_open</tool_call>',
    ],
  ])('may be followed by another: %s [D025]', (_name, block) => {
    for (const size of SIZES)
      expect(readWhole(block, size)).toEqual({ text: '', calls: [...SEARCHED, ['is_open', {}]], isEmpty: false });
  });

  it.each([
    ['DeepSeek', CALLS.find(([name]) => name === 'DeepSeek V3.1')?.[1] ?? ''],
    ['Kimi', CALLS.find(([name]) => name === 'Kimi')?.[1] ?? ''],
    ['Mistral', `[TOOL_CALLS]search[ARGS]${ARGS}`],
    ['older Mistral', `[TOOL_CALLS] [${JSON_CALL}]`],
  ])('is parsed after a sentence on its line if only models write the tag: %s [D025]', (_name, block) => {
    for (const size of SIZES)
      expect(readWhole(`Let me see.${block}`, size)).toEqual({ text: 'Let me see.', calls: SEARCHED, isEmpty: false });
  });

  it.each([
    ['in a fence', `So:\n\`\`\`xml\n<tool_call>\n${JSON_CALL}\n</tool_call>\n\`\`\`\nDone.`],
    ['in inline code', `Write \`<tool_call>${JSON_CALL}</tool_call>\` for it.`],
    ['in inline code of Mistral', `Write \`[TOOL_CALLS]search[ARGS]${ARGS}\` for it.`],
    ['in a sentence', `Hermes writes <tool_call>${JSON_CALL}</tool_call> for it.`],
    ['at the start of a sentence', '<tool_call> opens a call, and </tool_call> closes it.'],
    ['at the start of a list of words', '[TOOL_CALLS], [ARGS] and [CALL_ID] are tokens.'],
    ['in a sentence about DeepSeek', 'The token <｜tool▁calls▁begin｜> opens the section of calls.'],
    ['at the end of a sentence', 'It begins with [TOOL_CALLS]'],
    ['in a list', `- <function=search>${ARGS}</function> is a call.`],
    ['in a quotation', `> <tool_call>${JSON_CALL}</tool_call>`],
    ['tags that look alike', '<tool>a</tool>\n<function>f</function>\n[TOOL]\n<|x|>\n<'],
    ['a thought about a call', `<think>\nI write\n<tool_call>\n${JSON_CALL}\n</tool_call>\n</think>\nHello.`],
    ['JSON of its own', JSON_CALL],
  ])('stays text if the answer is about it: %s [D025]', (_name, whole) => {
    for (const size of SIZES) expect(readWhole(whole, size)).toEqual({ text: whole, calls: [], isEmpty: false });
  });

  it('gives parameters in tags the types that the tool asks for', () => {
    const block =
      '<function=count><parameter=n>5</parameter><parameter=name>5</parameter><parameter=all>True</parameter><parameter=list>["a"]</parameter></function>';
    expect(readWhole(block, 3).calls).toEqual([['count', { n: 5, name: '5', all: true, list: ['a'] }]]);
  });

  it('keeps a closing tag inside an argument', () => {
    const args = { query: 'what is </tool_call>, and "{"?' };
    const block = `<tool_call>${JSON.stringify({ name: 'search', arguments: args })}</tool_call>`;
    for (const size of SIZES)
      expect(readWhole(`${block} So.`, size)).toEqual({ text: 'So.', calls: [['search', args]], isEmpty: false });
  });

  it('buffers only a limited number of line breaks', () => {
    const blanks = Array.from({ length: 3000 }, () => piece({ content: '\n' }));
    const block = piece({ content: `<tool_call>${JSON_CALL}</tool_call>` });
    const hello = piece({ content: 'Hello.' });
    const opened = piece({ content: '<tool_call>' });
    expect(read([hello, ...blanks, hello, piece({}, 'stop'), DONE]).text).toMatch(/^Hello\.\n{1000}Hello\.$/u);
    expect(read([block, ...blanks, hello, piece({}, 'stop'), DONE])).toMatchObject({ text: 'Hello.', calls: SEARCHED });
    expect(read([opened, ...blanks, hello, piece({}, 'stop'), DONE])).toMatchObject({ text: '', isEmpty: true });
  });

  it('is run once if the server also sends it as a call', () => {
    const block = piece({ content: `<tool_call>${JSON_CALL}</tool_call>` });
    const real = (args: string) => piece({ tool_calls: [call('search', args, { index: 0, id: 'a1' })] });
    expect(read([block, real('{"query":"delivery"}'), piece({}, 'tool_calls'), DONE]).calls).toEqual(SEARCHED);
    expect(read([block, real('{"query":"returns"}'), piece({}, 'tool_calls'), DONE]).calls).toHaveLength(2);
  });

  it('has a length limit: a longer one is dropped with everything after it', () => {
    const long = `So.\n<tool_call>{"name": "search", "arguments": {"query": "${'x'.repeat(500_000)}`;
    expect(read([piece({ content: long }), piece({ content: '"}}</tool_call> Hi' }), piece({}, 'stop'), DONE])).toEqual(
      {
        text: 'So.',
        calls: [],
        isEmpty: false,
      },
    );
  });

  it.each([1, 1000])('is run like any call, in chunks of %i, with its own id [D025]', async (size) => {
    const { send, asked } = await speak(cut(`Let me see.\n<tool_call>\n${JSON_CALL}\n</tool_call>`, size));
    const received = await send();
    expect(received).toMatchObject({ ran: SEARCHED, error: null, text: 'Let me see.\nRESULTS=1 found delivery' });
    const [made] = asked()[1]?.findLast(({ role }) => role === 'assistant')?.tool_calls ?? [];
    expect(made).toMatchObject({ id: expect.stringMatching(/^call_\w{24}$/u), function: { name: 'search' } });
  });

  it('is run if a stream ends with a finish reason but without [DONE]', async () => {
    const chunks = [piece({ content: `<tool_call>${JSON_CALL}</tool_call>` }), piece({}, 'stop')];
    expect(await (await speak(chunks)).send()).toMatchObject({ ran: SEARCHED, error: null });
  });

  it.each([
    ['no such tool', '<tool_call>{"name": "fly", "arguments": {}}</tool_call>'],
    ['a token behind it', '[TOOL_CALLS]fly[ARGS]{}</s>'],
    ['a thought before it', '<think>hm</think>\n\n<function=fly>{}</function>'],
    ['no end', '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>sea'],
  ])('leaves an empty answer with a retry if there is nothing else: %s [D025]', async (_name, whole) => {
    const { send, chat } = await speak(cut(whole, 3));
    const received = await send();
    expect(received).toMatchObject({
      text: '',
      ran: [],
      error: { message: expect.stringContaining('No answer came back'), retry: true },
    });
    expect((await chat.stored()).some(({ type }) => type === 'assistant_message')).toBe(false);
  });
});
