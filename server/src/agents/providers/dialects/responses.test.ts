import { afterEach, describe, expect, it } from 'vitest';
import { closeDialects, answered, speak } from '../../../../../test/harness/providers/dialect.ts';

afterEach(closeDialects);

const TEXT = 'Hello friend.';
const PLACE = { item_id: 'msg_1', output_index: 0, content_index: 0 };
const part = (text = TEXT) => ({ type: 'output_text', text, annotations: [] });
const message = (text = TEXT) => ({
  type: 'message',
  id: 'msg_1',
  status: 'completed',
  role: 'assistant',
  content: [part(text)],
});
const response = (output: object[], more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'fake',
  output,
  usage: { input_tokens: 3, output_tokens: 5, total_tokens: 8 },
  ...more,
});

const created = { type: 'response.created', response: response([], { status: 'in_progress' }) };
const added = {
  type: 'response.output_item.added',
  output_index: 0,
  item: { ...message(), status: 'in_progress', content: [] },
};
const partAdded = { type: 'response.content_part.added', ...PLACE, part: part('') };
const deltas = ['Hello ', 'friend.'].map((delta) => ({ type: 'response.output_text.delta', ...PLACE, delta }));
const textDone = { type: 'response.output_text.done', ...PLACE, text: TEXT };
const itemDone = { type: 'response.output_item.done', output_index: 0, item: message() };
const completed = { type: 'response.completed', response: response([message()]) };
const emptyCompleted = { type: 'response.completed', response: response([]) };

const withoutPlace = (events: object[]) =>
  events.map((event) =>
    Object.fromEntries(
      Object.entries(event).filter(([name]) => !['item_id', 'output_index', 'content_index'].includes(name)),
    ),
  );
/** The client library reads an event's kind from its data. */
const stream = (...events: object[]) => events.map((event, sequence) => ({ sequence_number: sequence, ...event }));

describe('a stream of Responses that skips steps', () => {
  it.each([
    ['none', stream(created, added, partAdded, ...deltas, textDone, itemDone, completed)],
    ['all but deltas', stream(created, ...deltas, completed)],
    ['the announcement', stream(created, partAdded, ...deltas, textDone, itemDone, completed)],
    ['the announcement and the part', stream(created, ...deltas, textDone, itemDone, completed)],
    ['all but deltas and the finished item', stream(created, ...deltas, itemDone, completed)],
    ['all but the finished text', stream(created, textDone, completed)],
    ['all but the finished item', stream(created, itemDone, completed)],
    ['all but the whole response', stream(created, completed)],
    ['the finished item', stream(created, added, partAdded, ...deltas, textDone, completed)],
    [
      'the text in the whole response',
      stream(created, added, partAdded, ...deltas, textDone, itemDone, emptyCompleted),
    ],
    ['the text in the whole response, and all but deltas', stream(created, ...deltas, emptyCompleted)],
    ['places', stream(created, ...withoutPlace(deltas), completed)],
    ['the last delta', stream(created, added, partAdded, ...deltas.slice(0, 1), completed)],
    ['the creation', stream(added, partAdded, ...deltas, completed)],
  ])('shows the whole text once: without %s [D050]', async (_name, events) => {
    const { send, chat, asked } = await speak(events, { api: 'responses' });
    expect(await send()).toMatchObject(answered(TEXT));
    expect(asked()).toHaveLength(1);
    expect((await chat.stored()).filter(({ type }) => type === 'assistant_message')).toMatchObject([
      { content: [{ text: TEXT }] },
    ]);
  });

  const blank = (id = 'msg_1') => ({ ...message(), id, content: [] });
  const blankDone = { type: 'response.output_item.done', output_index: 0, item: blank() };
  const emptyTextDone = { ...textDone, text: '' };
  const other = { item_id: 'msg_2', output_index: 1, content_index: 0 };
  const second = { ...message('And more.'), id: 'msg_2' };

  it.each([
    ['a finished item without content', stream(created, added, ...deltas, blankDone, emptyCompleted)],
    ['a finished item without content, and the whole', stream(created, added, ...deltas, blankDone, completed)],
    ['a finished text that is empty', stream(created, added, ...deltas, emptyTextDone, emptyCompleted)],
    ['a finished item with less text', stream(created, ...deltas, { ...itemDone, item: message('Hello ') }, completed)],
    [
      'an id of its own in the whole',
      stream(created, ...deltas, { ...completed, response: response([{ ...message(), id: 'x' }]) }),
    ],
    ['the text in the whole only', stream(created, added, blankDone, completed)],
  ])('keeps the text once: %s [D051]', async (_name, events) => {
    const { send, chat } = await speak(events, { api: 'responses' });
    expect(await send()).toMatchObject(answered(TEXT));
    expect((await chat.stored()).filter(({ type }) => type === 'assistant_message')).toMatchObject([
      { content: [{ text: TEXT }] },
    ]);
  });

  it.each([
    ['only deltas', [...deltas, { type: 'response.output_text.delta', ...other, delta: 'And more.' }]],
    ['the second in the whole only', deltas],
    ['both in the whole only', []],
    ['finished items', [itemDone, { type: 'response.output_item.done', output_index: 1, item: second }]],
  ])('shows two messages, each once: %s [D052]', async (_name, events) => {
    const whole = { type: 'response.completed', response: response([message(), second]) };
    const { send, chat } = await speak(stream(created, ...events, whole), { api: 'responses' });
    await send();
    const stored = (await chat.stored()).filter(({ type }) => type === 'assistant_message');
    expect(stored).toMatchObject([{ content: [{ text: TEXT }] }, { content: [{ text: 'And more.' }] }]);
  });

  it('shows two parts of one message that have only deltas', async () => {
    const parts = stream(
      created,
      ...deltas,
      { type: 'response.output_text.delta', ...PLACE, content_index: 1, delta: 'And more.' },
      { type: 'response.completed', response: response([{ ...message(), content: [part(), part('And more.')] }]) },
    );
    const { send, chat } = await speak(parts, { api: 'responses' });
    await send();
    const stored = (await chat.stored()).filter(({ type }) => type === 'assistant_message');
    expect(stored).toMatchObject([{ content: [{ text: TEXT }, { text: 'And more.' }] }]);
  });

  const ANSWERS = [
    ['a thought before it', '<think>\na greeting\n</think>\n\nHello friend.', ['a greeting']],
    ['a thought without its opening tag', 'a greeting\n</think>\n\nHello friend.', ['a greeting']],
    ['a thought in its line', 'Hello <think>a greeting</think> friend.', ['a greeting']],
    ['tokens of a template', '<|im_start|>assistant\nHello friend.<|im_end|>\n<|im_start|>user\nAnd you?', []],
    ['a thought and a wrapped answer', '<think>a greeting</think><answer>Hello friend.</answer>', ['a greeting']],
    ['tags in code', 'Hello `</think>` and `<|im_end|>` friend.', []],
  ] as const;

  it.each(ANSWERS)('is cleaned like one of Chat Completions: %s [D054]', async (_name, written, thoughts) => {
    const expected = written.startsWith('Hello `') ? written : TEXT;
    const whole = { ...completed, response: response([message(written)]) };
    const done = [
      { ...textDone, text: written },
      { ...itemDone, item: message(written) },
    ];
    const pieces = (size: number) =>
      (written.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []).map((delta) => ({
        type: 'response.output_text.delta',
        ...PLACE,
        delta,
      }));
    for (const events of [
      ...[1, 3, 1000].map((size) => stream(created, added, partAdded, ...pieces(size), ...done, whole)),
      stream(created, ...pieces(3), emptyCompleted),
      stream(created, ...pieces(3), whole),
      stream(created, added, partAdded, done[0] ?? {}, done[1] ?? {}, whole),
      stream(created, whole),
    ]) {
      const { send, chat } = await speak(events, { api: 'responses' });
      const received = await send();
      const stored = (await chat.stored()).flatMap((item) => (item.type === 'assistant_message' ? [item] : []));
      expect(stored.map(({ content }) => content.map(({ text }) => text.trim()))).toEqual([[expected]]);
      expect({ ...received, text: received.text.trim() }).toMatchObject(answered(expected, thoughts));
    }
  });

  it('shows one sentence if it contains only reasoning [D054]', async () => {
    const written = '<think>hm, let me';
    const whole = { ...completed, response: response([message(written)]) };
    const deltas_ = [{ type: 'response.output_text.delta', ...PLACE, delta: written }];
    const { send, chat } = await speak(stream(created, added, ...deltas_, whole), { api: 'responses' });
    const received = await send();
    expect(received).toMatchObject({
      text: '',
      error: null,
      notices: [expect.stringContaining('didn’t write an answer')],
    });
    expect((await chat.stored()).some(({ type }) => type === 'assistant_message')).toBe(false);
  });

  it.each(['ping', ': processing', '<!-- wait -->'])(
    'continues after an event of plain text: %s [D048]',
    async (words) => {
      const odd = `\0data: ${words}\n\n`;
      const events = [created, odd, ...deltas, odd, completed, odd];
      expect(await (await speak(events, { api: 'responses' })).send()).toMatchObject(answered(TEXT));
    },
  );

  it('shows a refusal as the answer', async () => {
    const refusal = { type: 'refusal', refusal: 'I cannot help.' };
    const refused = { ...message(), content: [refusal] };
    const events = stream(
      created,
      added,
      { type: 'response.refusal.delta', ...PLACE, delta: 'I cannot help.' },
      { type: 'response.completed', response: response([refused]) },
    );
    expect(await (await speak(events, { api: 'responses' })).send()).toMatchObject(answered('I cannot help.'));
  });

  it.each([
    ['max_output_tokens', 'reached its length limit. Ask', deltas],
    ['max_output_tokens', 'limit before it could answer', []],
    ['content_filter', 'rest of this answer was blocked', deltas],
    ['content_filter', 'This answer was blocked', []],
  ])('ends with one sentence when it is incomplete for %s: %s [D053]', async (reason, words, before) => {
    const incomplete = {
      type: 'response.incomplete',
      response: response([], { status: 'incomplete', incomplete_details: { reason } }),
    };
    const { send, asked } = await speak(stream(created, ...before, incomplete), { api: 'responses' });
    const received = await send();
    expect(received).toMatchObject({
      text: before.length > 0 ? TEXT : '',
      error: null,
      notices: [expect.stringContaining(words)],
    });
    expect(asked()).toHaveLength(1);
  });
});
