import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import {
  ada,
  done,
  hidden,
  message,
  openChat,
  outline,
  toolCall,
  userMessage,
} from '../../../test/harness/chat/chat-server.ts';

describe('threads.add_client_tool_output', () => {
  const output = (threadId: string, result: unknown) => ({
    type: 'threads.add_client_tool_output',
    params: { thread_id: threadId, result },
  });
  async function openWith(...items: ThreadItem[]) {
    const asked: unknown[] = [];
    const chat = openChat({
      // oxlint-disable-next-line require-yield -- says nothing
      async *respond(_thread, inputUserMessage) {
        asked.push(inputUserMessage);
      },
    });
    const { id } = await chat.thread();
    for (const item of items) await chat.store.addThreadItem(id, { ...item, thread_id: id }, ada());
    return { chat, id, asked };
  }

  it('completes the newest item without a user message, and does not send the completed call [P108 P111]', async () => {
    const { chat, id, asked } = await openWith(toolCall('', 'tc_1'));
    expect(outline(await chat.stream(output(id, { rows: [4] })))).toEqual(['stream_options']);
    expect(await chat.stored(id)).toMatchObject([{ id: 'tc_1', status: 'completed', output: { rows: [4] } }]);
    expect(asked).toEqual([null]);
  });

  it('accepts null as a result [P112]', async () => {
    const { chat, id } = await openWith(toolCall('', 'tc_1'));
    await chat.stream(output(id, null));
    expect(await chat.stored(id)).toMatchObject([{ status: 'completed', output: null }]);
  });

  it.each([
    ['a message', [toolCall('', 'tc_1'), userMessage('', 'u1')]],
    ['a completed call', [toolCall('', 'tc_1', 'completed')]],
    ['a hidden item', [toolCall('', 'tc_1'), hidden('', 'h1')]],
    ['nothing', []],
  ])('is refused when the newest item is %s [P109]', async (_what, items) => {
    const { chat, id, asked } = await openWith(...items);
    expect((await chat.post(output(id, {}))).status).toBe(409);
    expect(asked).toEqual([]);
    expect(await chat.stored(id)).toHaveLength(items.length);
  });

  it('deletes other pending calls among the newest 20 items, and nothing else [P110]', async () => {
    const between = Array.from({ length: 18 }, (_, index) => userMessage('', `u${index}`));
    const { chat, id } = await openWith(
      toolCall('', 'too_old'),
      toolCall('', 'stale'),
      ...between.slice(1),
      toolCall('', 'completed', 'completed'),
      toolCall('', 'newest'),
    );
    await chat.stream(output(id, {}));
    const calls = (await chat.stored(id)).filter((item) => item.type === 'client_tool_call');
    expect(calls.map((item) => item.id)).toEqual(['too_old', 'completed', 'newest']);
  });
});

describe('threads.add_structured_input', () => {
  const questions = (values: object = {}): ThreadItem => ({
    type: 'structured_input',
    id: 'msg_q',
    thread_id: '',
    created_at: '2026-01-02T03:04:05Z',
    status: 'pending',
    inputs: [
      {
        type: 'multiple_choice',
        id: 'size',
        question: 'Size?',
        options: [{ value: 'S' }, { value: 'L' }],
        multiple: false,
      },
      { type: 'multiple_choice', id: 'colours', question: 'Colours?', options: [{ value: 'red' }], multiple: true },
      { type: 'freeform', id: 'note', question: 'Anything else?' },
    ],
    ...values,
  });
  async function submit(submission: unknown, item = questions()) {
    const chat = openChat({
      async *respond(thread) {
        yield done(message(thread.id, 'm1', 'Thanks'));
      },
    });
    const { id } = await chat.thread();
    await chat.store.addThreadItem(id, { ...item, thread_id: id }, ada());
    const response = await chat.post({
      type: 'threads.add_structured_input',
      params: { thread_id: id, item_id: item.id, input: submission },
    });
    const body = await response.text();
    const [stored] = await chat.stored(id);
    const answers =
      stored?.type === 'structured_input'
        ? Object.fromEntries(stored.inputs.map((question) => [question.id, question.answer]))
        : undefined;
    return { status: response.status, body, stored, answers };
  }
  const SKIPPED = { values: [], skipped: true };

  it('sends options, then the answered item, then the response [P118]', async () => {
    const { body, stored } = await submit({ answers: { size: { values: ['S'] } } });
    expect(body.match(/"type":"(stream_options|thread\.item\.\w+)"/g)).toEqual([
      '"type":"stream_options"',
      '"type":"thread.item.replaced"',
      '"type":"thread.item.done"',
    ]);
    expect(stored).toMatchObject({ status: 'answered' });
  });

  it('keeps one value for a single choice, all for a multiple one, including free text [P119 P120]', async () => {
    const { answers } = await submit({
      answers: { size: { values: ['XL', 'S'] }, colours: { values: ['red', 'teal'] } },
    });
    expect(answers).toMatchObject({
      size: { values: ['XL'], skipped: false },
      colours: { values: ['red', 'teal'], skipped: false },
    });
  });

  it('counts missing, empty and skipped answers as skipped, and drops unknown questions [P121 P123]', async () => {
    const { answers } = await submit({
      answers: { colours: { values: [] }, note: { values: ['x'], skipped: true }, unknown: { values: ['y'] } },
    });
    expect(answers).toEqual({ size: SKIPPED, colours: SKIPPED, note: SKIPPED });
  });

  it('marks every answer and the item when all is skipped [P122]', async () => {
    const { answers, stored } = await submit({ status: 'skipped', answers: { size: { values: ['S'] } } });
    expect(answers).toEqual({ size: SKIPPED, colours: SKIPPED, note: SKIPPED });
    expect(stored).toMatchObject({ status: 'skipped' });
  });

  it('refuses a second submission, and one to another kind of item [P124 P125]', async () => {
    expect((await submit({}, questions({ status: 'answered' }))).status).toBe(409);
    expect((await submit({}, message('', 'msg_a', 'no questions'))).status).toBe(409);
  });
});
