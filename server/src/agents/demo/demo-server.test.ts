import { describe, expect, it } from 'vitest';
import { startConversation, type Conversation } from '../../../../test/harness/chat/conversation.ts';
import { silentLog } from '../../core/telemetry/log.ts';
import { MemoryStore } from '../../stores/memory.ts';
import { DemoServer } from './demo-server.ts';
import { solveSum } from './arithmetic.ts';
import { drawPicture } from './png.ts';
import { piecesOf } from './turn.ts';

const start = () =>
  startConversation(new DemoServer({ store: new MemoryStore(), log: silentLog, pace: { textMs: 0, stepMs: 0 } }));

const shownTypes = (chat: Conversation) => chat.state.items.map(({ type }) => type);

describe('the demo agent', () => {
  it.each([
    ['echo hello there', 'hello there'],
    ['what is 12 * (7 + 3)?', '12 * (7 + 3) = **120**'],
    ['count to 5', '1, 2, 3, 4, 5.'],
  ])('answers %j', async (text, answer) => {
    expect((await start().send(text)).text).toBe(answer);
  });

  it('describes the message when no script matches', async () => {
    const chat = start();
    const { text } = await chat.send('', {
      content: [
        { type: 'input_text', text: 'Is the blue one of ' },
        { type: 'input_tag', id: 'order_7', text: 'Order 7', data: {} },
        { type: 'input_text', text: ' taken?' },
      ],
      quoted_text: 'It shipped.',
      inference_options: { model: 'fast' },
    });
    for (const fact of ['Is the blue one of @Order 7 taken?', '`order_7`', 'It shipped.', '`fast`', 'a question'])
      expect(text).toContain(fact);
  });

  it('writes exactly as many characters as asked, and streams what it stores', async () => {
    const chat = start();
    const { text } = await chat.send('write 20000 characters');
    expect(text).toHaveLength(20_000);
    expect(await chat.stored()).toEqual(chat.state.items);
  });

  it('names the thread after the first exchange', async () => {
    const chat = start();
    const { events } = await chat.send('Hello, please count to 3.');
    expect(events.findLast(({ type }) => type === 'thread.updated')).toMatchObject({ thread: { title: 'Count to 3' } });
  });

  it('turns a submitted form into its answers', async () => {
    const chat = start();
    await chat.send('show me a form');
    const widget = chat.state.items.at(-1);
    expect(widget).toMatchObject({ type: 'widget', widget: { type: 'Card' } });
    await chat.request('threads.custom_action', {
      item_id: widget?.id,
      action: { type: 'demo.booking.submit', payload: { name: 'Ada', time: '7 pm', guests: '4' } },
    });
    expect(chat.state.items.find(({ id }) => id === widget?.id)).toMatchObject({
      widget: { status: { text: 'Booked' } },
    });
    expect(JSON.stringify(await chat.stored())).toContain('Table booked for **Ada**, 7 pm, 4 guests. See you then!');
  });

  it('refuses an invalid payload with a plain message', async () => {
    const chat = start();
    await chat.send('show me a form');
    const { events } = await chat.request('threads.custom_action', {
      item_id: chat.state.items.at(-1)?.id,
      action: { type: 'demo.person.pick', payload: { id: 7 } },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      code: 'custom',
      message: expect.stringContaining('couldn’t be done'),
    });
  });

  it('shows reasoning, which ends before the answer begins', async () => {
    const chat = start();
    const { events } = await chat.send('think step by step');
    expect(shownTypes(chat)).toEqual(['user_message', 'workflow', 'assistant_message']);
    const kinds = events
      .filter((event) => event.type === 'thread.item.added' || event.type === 'thread.item.done')
      .map((event) => `${event.type} ${event.item.type}`);
    expect(kinds).toEqual([
      'thread.item.done user_message',
      'thread.item.added workflow',
      'thread.item.done workflow',
      'thread.item.added assistant_message',
      'thread.item.done assistant_message',
    ]);
  });

  it('continues with the result of a client tool', async () => {
    const chat = start();
    const { events } = await chat.send('use a client tool');
    expect(events.findLast((event) => event.type === 'thread.item.done')).toMatchObject({
      item: { type: 'client_tool_call', status: 'pending', name: 'get_page_info' },
    });
    const { text } = await chat.request('threads.add_client_tool_output', { result: { title: 'My shop' } });
    expect(text).toContain('"title": "My shop"');
  });

  it('asks questions and uses the answers', async () => {
    const chat = start();
    await chat.send('ask me questions');
    const asked = chat.state.items.at(-1);
    const { text } = await chat.request('threads.add_structured_input', {
      item_id: asked?.id,
      input: { status: 'answered', answers: { size: { values: ['Many pages'] }, note: { values: [], skipped: true } } },
    });
    expect(text).toContain('**Many pages**');
    expect(text).toContain('CHATDOCK_DOCS');
  });

  it('fails once with a retry, and the retry succeeds', async () => {
    const chat = start();
    const { events } = await chat.send('fail once then recover');
    expect(events.find(({ type }) => type === 'error')).toMatchObject({ allow_retry: true });
    const retry = await chat.request('threads.retry_after_item', { item_id: chat.lastUserMessage().id });
    expect(retry.text).toContain('The second try worked');
    expect(retry.events.some(({ type }) => type === 'error')).toBe(false);
  });

  it('draws an image in steps, always the same for the same prompt', async () => {
    const chat = start();
    const { events } = await chat.send('make an image of a lighthouse');
    expect(
      events.filter((event) => event.type === 'thread.item.updated' && event.update.type === 'generated_image.updated'),
    ).toHaveLength(4);
    const again = start();
    await again.send('make an image of a lighthouse');
    const pictures = [chat, again]
      .map(({ state }) => state.items.find((item) => item.type === 'generated_image'))
      .map((item) => (item?.type === 'generated_image' ? item.image?.url : ''));
    expect(pictures[0]).toMatch(/^data:image\/png;base64,iVBORw0KGgo/u);
    expect(pictures[0]).toBe(pictures[1]);
  });

  it('cites one source of each kind when there are no documents', async () => {
    const chat = start();
    await chat.send('cite the docs');
    const answer = chat.state.items.at(-1);
    expect(
      answer?.type === 'assistant_message' && answer.content[0]?.annotations.map(({ source }) => source.type),
    ).toEqual(['url', 'file', 'entity']);
  });

  it.each([
    ['show a notice', 'notice'],
    ['show progress', 'progress_update'],
    ['fire an effect', 'client_effect'],
    ['fail', 'error'],
  ])('%s sends a %s', async (text, type) => {
    expect((await start().send(text)).events.map((event) => event.type)).toContain(type);
  });

  it.each([
    'show a list',
    'show a card',
    'show a chart',
    'search the web',
    'show a table',
    'show code',
    'show math',
    'markdown',
    'help',
    'hello',
    'lock this chat',
  ])('answers %j without an error, and streams what it stores', async (text) => {
    const chat = start();
    const { events } = await chat.send(text);
    expect(events.some(({ type }) => type === 'error')).toBe(false);
    expect(await chat.stored()).toEqual(chat.state.items);
    expect(chat.state.items.length).toBeGreaterThan(1);
  });

  it('stop interrupts a long answer and keeps the text shown so far', async () => {
    const chat = startConversation(new DemoServer({ store: new MemoryStore(), log: silentLog, pace: { textMs: 1 } }));
    let pieces = 0;
    await chat.sendAndStop(
      'write 20000 characters',
      (event) => event.type === 'thread.item.updated' && (pieces += 1) > 20,
    );
    const kept = (await chat.stored()).find((item) => item.type === 'assistant_message');
    const text = kept?.type === 'assistant_message' ? (kept.content[0]?.text ?? '') : '';
    expect(text.length).toBeGreaterThan(50);
    expect(text.length).toBeLessThan(20_000);
  });
});

describe('small parts of the demo', () => {
  it.each([
    ['2^10 / 4 - 6', 250],
    ['what is 0.1+0.2', 0.1 + 0.2],
    ['-3 * (2 − 5)', 9],
  ])('calculates %j', (text, value) => {
    expect(solveSum(text)?.value).toBe(value);
  });

  it.each(['call me at 555-', 'version 1.2.3', 'in 2024', '7 / 0', '(((1+2'])('does not calculate %j', (text) => {
    expect(solveSum(text)).toBeNull();
  });

  it('splits text into pieces that join to the same text', () => {
    const text = '  one two\n\nthree   four five six  ';
    expect(piecesOf(text).join('')).toBe(text);
  });

  it('draws a complete image of any size', () => {
    expect(drawPicture('x', { size: 300, cell: 1 }).length).toBeGreaterThan(90_000);
  });
});
