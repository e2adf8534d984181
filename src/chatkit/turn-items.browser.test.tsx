/** The items of a turn besides text: tags, workflows, images, notices, widgets, and the actions of an answer. */
import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import {
  added,
  assistantItem,
  at,
  created,
  done,
  firstTurn,
  renderChat,
  thread,
  userItem,
  type Chat,
} from '../../test/harness/chat/render-chat.ts';

const item = (type: string, id: string, more: object) => ({ type, id, thread_id: 'thr_1', created_at: at, ...more });
const workflow = (more: object) =>
  item('workflow', 'wf_1', { workflow: { type: 'custom', tasks: [], expanded: false, ...more } });
const task = (type: string, more: object) => ({ type, status_indicator: 'none', queries: [], sources: [], ...more });
const updated = (update: object, item_id = 'wf_1') => ({ type: 'thread.item.updated', item_id, update });
const start = async (chat: Chat, text = 'go') => {
  const turn = await chat.say(text);
  turn.send(...firstTurn(text));
  return turn;
};
const head = (chat: Chat) => chat.root().querySelector('.workflow-head');

describe("a visitor's message", () => {
  it('is plain text with line breaks, and has tags as pills with click and preview [E105]', async () => {
    const clicked: unknown[] = [];
    const chat = await renderChat({
      entities: {
        onClick: (entity) => void clicked.push(entity),
        onRequestPreview: async ({ title }) => ({
          preview: title === 'Order 77' ? { type: 'Basic', children: [{ type: 'Text', value: 'Two books' }] } : null,
        }),
      },
    });
    const tag = (id: string, text: string) => ({
      type: 'input_tag',
      id,
      text,
      data: { kind: 'order' },
      group: 'Orders',
      interactive: true,
    });
    const content = [
      { type: 'input_text', text: '**not bold** <b>x</b>\n  second line about ' },
      tag('o77', 'Order 77'),
      tag('o78', 'Order 78'),
    ];
    void chat.element.sendUserMessage({ content: content as never, reply: 'the quoted words' });
    const turn = await chat.next();
    turn.send(created('thr_1'), done(userItem('msg_1', '', 'thr_1', { content, quoted_text: 'the quoted words' })));
    turn.end();
    const bubble = () => chat.root().querySelector<HTMLElement>('.bubble');
    await expect.poll(() => bubble()?.innerText).toContain('**not bold** <b>x</b>\n  second line about');
    expect(bubble()?.querySelector('b, strong')).toBeNull();
    await chat.logs('the quoted words');
    await chat.button('Order 77').hover();
    await expect.element(page.getByRole('tooltip')).toHaveTextContent('Two books');
    await chat.button('Order 78').hover();
    await expect.element(page.getByRole('tooltip')).toHaveTextContent('Order 78');
    await chat.button('Order 77').click();
    expect(clicked).toEqual([
      { id: 'o77', title: 'Order 77', group: 'Orders', interactive: true, data: { kind: 'order' } },
    ]);
  });
});

describe('workflows, images and notices', () => {
  it('a progress line shows icon and text, is replaced, and ends with the next message [E114]', async () => {
    const chat = await renderChat();
    const turn = await start(chat);
    turn.send({ type: 'progress_update', icon: 'search', text: 'Looking through orders' });
    await chat.logs('Looking through orders');
    await expect.poll(() => chat.root().querySelector('.progress svg')?.childElementCount).toBeGreaterThan(0);
    turn.send({ type: 'progress_update', text: 'Counting parcels' });
    await chat.logs('Counting parcels');
    expect(chat.log().element().textContent).not.toContain('Looking through');
    turn.send(done(assistantItem('msg_2', 'Three parcels.')));
    await chat.logs('Three parcels.');
    expect(chat.log().element().textContent).not.toContain('Counting parcels');
    turn.end();
  });

  it('reasoning streams its text and collapses to its duration [E115]', async () => {
    const chat = await renderChat();
    const turn = await start(chat);
    turn.send(
      added(workflow({ type: 'reasoning' })),
      updated({ type: 'workflow.task.added', task_index: 0, task: task('thought', { content: 'First I look' }) }),
    );
    await chat.logs('First I look');
    expect(head(chat)?.textContent).toBe('Thinking');
    turn.send(
      updated({
        type: 'workflow.task.updated',
        task_index: 0,
        task: task('thought', { content: 'First I look, then I leap.' }),
      }),
    );
    await chat.logs('then I leap.');
    turn.send(
      done(
        workflow({
          type: 'reasoning',
          summary: { duration: 7 },
          tasks: [task('thought', { content: 'First I look, then I leap.' })],
        }),
      ),
    );
    await chat.logs('Thought for 7 seconds');
    await expect.poll(() => head(chat)?.getAttribute('aria-expanded')).toBe('false');
    expect(chat.log().element().textContent).not.toContain('then I leap.');
    await page.getByRole('button', { name: 'Thought for 7 seconds' }).click();
    await chat.logs('then I leap.');
    turn.end();
  });

  it('a workflow shows its tasks with state, its summary, and sources of searches and files [E116 E117]', async () => {
    const chat = await renderChat();
    const turn = await start(chat);
    const tasks = [
      task('custom', {
        title: 'Asked the warehouse',
        icon: 'cube',
        status_indicator: 'complete',
        content: 'They said **yes**.',
      }),
      task('web_search', {
        title_query: 'shipping rules',
        queries: ['shipping rules 2026'],
        status_indicator: 'loading',
        sources: [
          { type: 'url', title: 'The rules', url: 'https://example.com/rules' },
          { type: 'url', title: 'Bad', url: 'javascript:alert(1)' },
        ],
      }),
      task('file', { title: 'Read the manual', sources: [{ type: 'file', title: 'Manual', filename: 'manual.pdf' }] }),
    ];
    turn.send(
      added(workflow({ tasks: tasks.slice(0, 1) })),
      updated({ type: 'workflow.task.added', task_index: 1, task: tasks[1] }),
      updated({ type: 'workflow.task.added', task_index: 2, task: tasks[2] }),
    );
    await chat.logs('Read the manual');
    const rows = () => [...chat.root().querySelectorAll('.tasks > li')];
    await expect.poll(() => rows().length).toBe(3);
    expect(rows()[1]?.querySelector('.spinner')).not.toBeNull();
    expect(rows()[0]?.querySelector('.task-mark svg')).not.toBeNull();
    expect(rows()[1]?.textContent).toContain('shipping rules 2026');
    expect([...chat.root().querySelectorAll('a.source-chip')].map((link) => link.getAttribute('href'))).toEqual([
      'https://example.com/rules',
    ]);
    await chat.logs('Bad');
    turn.send(done(workflow({ tasks, expanded: true, summary: { title: 'Three steps taken', icon: 'check-circle' } })));
    await chat.logs('Three steps taken');
    expect(head(chat)?.getAttribute('aria-expanded')).toBe('true');
    turn.send(done(item('task', 'tsk_1', { task: task('custom', { title: 'Alone' }) })));
    await chat.logs('Alone');
    turn.end();
  });

  it('a generated image shows a placeholder, partial images with progress, then the image [E118]', async () => {
    const pixel =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
    const chat = await renderChat();
    const turn = await start(chat);
    turn.send(added(item('generated_image', 'msg_i', {})));
    await expect.element(page.getByRole('progressbar', { name: 'Creating image…' })).toBeVisible();
    expect(chat.root().querySelector('.image-place')).not.toBeNull();
    turn.send(updated({ type: 'generated_image.updated', image: { id: 'img', url: pixel }, progress: 0.5 }, 'msg_i'));
    await expect.poll(() => chat.root().querySelector('progress')?.value).toBe(0.5);
    expect(chat.root().querySelector('.generated img')?.getAttribute('src')).toBe(pixel);
    turn.send(done(item('generated_image', 'msg_i', { image: { id: 'img', url: pixel } })));
    await expect.element(page.getByAltText('Generated image')).toBeInTheDocument();
    await expect.poll(() => page.getByRole('progressbar').elements()).toEqual([]);
    turn.end();
  });

  it('a notice shows level, title and Markdown, and can be closed [E127]', async () => {
    const chat = await renderChat();
    const turn = await start(chat);
    turn.send({
      type: 'notice',
      level: 'warning',
      title: 'Slow',
      message: 'Answers may take [longer](https://status.example.com).',
    });
    await expect.element(page.getByRole('link', { name: 'longer' })).toBeVisible();
    const notice = page.getByRole('note');
    expect(notice.element().getAttribute('data-level')).toBe('warning');
    await chat.logs('Slow');
    await chat.button('Close').click();
    await expect.poll(() => notice.elements()).toEqual([]);
    turn.end();
  });

  it('a notice stays where it arrived, also in later turns, and a closed one does not come back', async () => {
    const chat = await renderChat();
    let turn = await start(chat);
    turn.send({ type: 'notice', level: 'info', message: 'We close at five.' }, done(assistantItem('msg_2', 'Here.')));
    turn.end();
    await chat.logs('Here.');
    turn = await chat.say('and tomorrow?');
    turn.send(done(userItem('msg_3', 'and tomorrow?')), done(assistantItem('msg_4', 'There.')), {
      type: 'notice',
      level: 'info',
      message: 'We open at nine.',
    });
    turn.end();
    const order = () => {
      const log = chat.root().querySelector('.thread-content')?.textContent ?? '';
      return ['We close at five.', 'Here.', 'and tomorrow?', 'There.', 'We open at nine.']
        .filter((text) => log.includes(text))
        .toSorted((one, other) => log.indexOf(one) - log.indexOf(other));
    };
    const all = ['We close at five.', 'Here.', 'and tomorrow?', 'There.', 'We open at nine.'];
    await expect.poll(order).toEqual(all);
    await chat.button('Close').nth(0).click();
    await expect.poll(order).toEqual(all.slice(1));
    await chat.focuses('Message the AI');
  });
});

describe('actions of an answer', () => {
  const actions = { threadItemActions: { feedback: true, retry: true } };
  const widget = (id: string, copy_text?: string) =>
    item('widget', id, {
      widget: { type: 'Card', children: [{ type: 'Text', value: `Card ${id}` }] },
      ...(copy_text ? { copy_text } : {}),
    });

  it('copy appears when the turn is complete, and copies messages and widget copy text [E123]', async () => {
    const clipboard = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const chat = await renderChat();
    const turn = await start(chat, 'question');
    turn.send(
      done(assistantItem('msg_2', 'First **part**.')),
      done(widget('w1', 'copied card')),
      done(widget('w2')),
      done(assistantItem('msg_3', 'Second part.')),
    );
    await chat.logs('Second part.');
    expect(chat.button('Copy').elements()).toEqual([]);
    turn.end();
    await chat.button('Copy').click();
    expect(clipboard).toHaveBeenCalledExactlyOnceWith('First **part**.\n\ncopied card\n\nSecond part.');
    clipboard.mockRestore();
  });

  it('feedback is not offered while questions are unanswered', async () => {
    const chat = await renderChat(actions);
    const turn = await start(chat, 'one');
    turn.send(
      done(assistantItem('msg_2', 'Two things first.')),
      done({
        ...assistantItem('q', ''),
        type: 'structured_input',
        status: 'pending',
        inputs: [{ type: 'freeform', id: 'a', question: 'Why?' }],
      }),
    );
    turn.end();
    await expect.element(chat.button('Send answers')).toBeVisible();
    expect([
      ...chat.button('Helpful').elements(),
      ...chat.button('Regenerate').elements(),
      ...chat.button('Copy').elements(),
    ]).toEqual([]);
    await chat.button('Skip').click();
    const next = await chat.next('threads.add_structured_input');
    next.send(
      done({
        ...assistantItem('q', ''),
        type: 'structured_input',
        status: 'skipped',
        inputs: [{ type: 'freeform', id: 'a', question: 'Why?', answer: { skipped: true } }],
      }),
      done(assistantItem('msg_3', 'As you like.')),
    );
    next.end();
    await chat.logs('As you like.');
    await expect.element(chat.button('Helpful')).toBeVisible();
  });

  it('feedback appears if enabled, under the last turn, and posts its items or is undone [E124]', async () => {
    const chat = await renderChat();
    let turn = await start(chat, 'one');
    turn.send(done(assistantItem('msg_2', 'First answer.')), done(assistantItem('msg_3', 'More of it.')));
    turn.end();
    await chat.logs('More of it.');
    expect(chat.button('Helpful').elements()).toEqual([]);
    chat.setOptions(actions);
    await chat.button('Helpful').click();
    const request = await chat.next('items.feedback');
    expect(request.body?.params).toEqual({ thread_id: 'thr_1', item_ids: ['msg_2', 'msg_3'], kind: 'positive' });
    request.reply({});
    await expect.element(chat.button('Helpful')).toHaveAttribute('aria-pressed', 'true');
    await chat.button('Not helpful').click();
    (await chat.next('items.feedback')).refuse(500);
    await chat.shows('couldn’t be sent');
    await expect.element(chat.button('Not helpful')).toHaveAttribute('aria-pressed', 'false');
    turn = await chat.say('two');
    turn.send(done(userItem('msg_4', 'two')), done(widget('w3')));
    turn.end();
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(2);
    await expect.poll(() => chat.button('Helpful').elements()).toEqual([]);
  });

  it('retry appears if enabled, removes the turn and asks again [E125]', async () => {
    const chat = await renderChat(actions);
    let turn = await start(chat, 'one');
    turn.send(done(assistantItem('msg_2', 'A poor answer.')));
    turn.end();
    await chat.button('Regenerate').click();
    turn = await chat.next();
    expect(turn.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_1', item_id: 'msg_1' } });
    expect(chat.log().element().textContent).not.toContain('A poor answer.');
    turn.send(done(assistantItem('msg_3', 'A better answer.')));
    turn.end();
    await chat.logs('A better answer.');
    expect(chat.log().element().textContent?.split('one')).toHaveLength(2);
    chat.setOptions({});
    await expect.poll(() => chat.button('Regenerate').elements()).toEqual([]);
  });

  it("a widget's action is sent as a stream or as JSON, or handled by the page, as declared", async () => {
    const onPage: unknown[] = [];
    const button = (label: string, action: object) => ({
      type: 'Button',
      label,
      onClickAction: { type: label, payload: { order: 7 }, ...action },
    });
    const card = {
      type: 'Card',
      children: [button('stream', {}), button('sync', { streaming: false }), button('page', { handler: 'client' })],
    };
    const items = { data: [userItem('msg_1', 'x'), item('widget', 'w9', { widget: card })], has_more: false };
    const chat = await renderChat(
      {
        initialThread: 'thr_1',
        widgets: { onAction: async (action, sender) => void onPage.push(action, sender.id, sender.widget.type) },
      },
      { answers: { 'threads.get_by_id': thread('thr_1', { items }) } },
    );
    await chat.button('stream').click();
    const stream = await chat.next();
    expect(stream.body).toEqual({
      type: 'threads.custom_action',
      params: { item_id: 'w9', action: { type: 'stream', payload: { order: 7 } }, thread_id: 'thr_1' },
    });
    stream.send(done(assistantItem('msg_5', 'Streamed.')));
    stream.end();
    await chat.logs('Streamed.');
    await chat.button('page').click();
    await expect.poll(() => onPage).toEqual([{ type: 'page', payload: { order: 7 } }, 'w9', 'Card']);
    await chat.button('sync').click();
    const sync = await chat.next();
    expect(sync.body?.type).toBe('threads.sync_custom_action');
    sync.reply({
      updated_item: item('widget', 'w9', { widget: { type: 'Card', children: [{ type: 'Text', value: 'All done' }] } }),
    });
    await chat.logs('All done');
    expect(chat.button('stream').elements()).toEqual([]);
  });
});
