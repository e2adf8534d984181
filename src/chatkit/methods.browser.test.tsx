/** The element's methods and events. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  added,
  assistantItem,
  created,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
} from '../../test/harness/chat/render-chat.ts';

const attachment = { type: 'file' as const, id: 'atc_1', name: 'invoice.pdf', mime_type: 'application/pdf' };
const tag = {
  type: 'input_tag' as const,
  id: 'order_77',
  text: 'Order 77',
  group: 'Orders',
  data: { kind: 'order' },
  interactive: true,
};
const input = (text: string, more: Record<string, unknown> = {}) => ({
  content: [{ type: 'input_text', text }],
  quoted_text: '',
  attachments: [],
  inference_options: {},
  ...more,
});
const stored = {
  'threads.get_by_id': ({ thread_id }: { thread_id: string }) =>
    thread(thread_id, {
      title: `Title of ${thread_id}`,
      items: { data: [userItem('msg_1', `first words of ${thread_id}`, thread_id)], has_more: false },
    }),
};

describe('focusComposer', () => {
  it('moves the focus into the text field [E033]', async () => {
    const chat = await renderChat();
    await chat.element.focusComposer();
    expect(document.activeElement).toBe(chat.element);
    expect(chat.root().activeElement).toBe(chat.editor());
  });
});

describe('setThreadId', () => {
  it('shows a new thread for null and undefined without a request, and reports it [E034 E052]', async () => {
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers: stored });
    await chat.logs('first words of thr_1');
    const before = chat.requests.length;
    await chat.element.setThreadId(null);
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    expect(chat.named('chatkit.thread.change').at(-1)).toEqual({ threadId: null });
    await chat.element.setThreadId('thr_2');
    await chat.logs('first words of thr_2');
    await chat.element.setThreadId(undefined as unknown as null);
    await expect.element(page.getByRole('heading', { name: 'What can I help with today?' })).toBeVisible();
    expect(chat.requests.slice(before).map(({ type }) => type)).toEqual(['threads.get_by_id']);
  });

  it('loads the thread with start, end and change events, unless it is already shown [E035]', async () => {
    const chat = await renderChat({}, { answers: stored });
    const from = chat.events.length;
    await chat.element.setThreadId('thr_5');
    expect(chat.events.slice(from).filter(({ name }) => name.startsWith('chatkit.thread'))).toEqual([
      { name: 'chatkit.thread.load.start', detail: { threadId: 'thr_5' } },
      { name: 'chatkit.thread.load.end', detail: { threadId: 'thr_5' } },
      { name: 'chatkit.thread.change', detail: { threadId: 'thr_5' } },
    ]);
    await chat.logs('first words of thr_5');
    await chat.element.setThreadId('thr_5');
    expect(chat.named('chatkit.thread.change')).toHaveLength(1);
  });
});

describe('sendUserMessage', () => {
  it('sends to the current thread or a new one, and resolves once the server has it [E036 E037]', async () => {
    const chat = await renderChat();
    const first = chat.element.sendUserMessage({ text: 'one' });
    let turn = await chat.next();
    expect(turn.body).toEqual({ type: 'threads.create', params: { input: input('one') } });
    turn.send(...firstTurn('one'));
    await first;
    turn.end();
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(1);

    void chat.element.sendUserMessage({ text: 'two' });
    turn = await chat.next();
    expect(turn.body).toEqual({
      type: 'threads.add_user_message',
      params: { input: input('two'), thread_id: 'thr_1' },
    });
    turn.send(done(userItem('msg_3', 'two')));
    turn.end();
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(2);

    void chat.element.sendUserMessage({ text: 'three', newThread: true });
    turn = await chat.next();
    expect(turn.body?.type).toBe('threads.create');
    turn.send(...firstTurn('three', 'thr_2'));
    turn.end();
    await expect.poll(() => chat.named('chatkit.thread.change').at(-1)).toEqual({ threadId: 'thr_2' });
    expect(chat.log().element().textContent).not.toContain('one');
  });

  it('sends tags, quote, attachment ids, tool and model, without touching the composer [E038 E039 E040 E074 E087]', async () => {
    const tools = [{ id: 'search', label: 'Search', icon: 'search' as const }];
    const chat = await renderChat({
      composer: {
        tools,
        models: [
          { id: 'fast', label: 'Fast' },
          { id: 'deep', label: 'Deep' },
        ],
      },
    });
    await chat.type('my draft');
    await chat.element.setComposerValue({ selectedToolId: 'search', selectedModelId: 'deep' });
    const sent = chat.element.sendUserMessage({
      content: [{ type: 'input_text', text: 'What about ' }, tag],
      reply: 'It shipped on Monday.',
      attachments: [attachment],
      toolChoice: { id: 'other_tool' },
      model: 'other_model',
    });
    const turn = await chat.next();
    expect(turn.body?.params['input']).toEqual({
      content: [{ type: 'input_text', text: 'What about ' }, tag],
      quoted_text: 'It shipped on Monday.',
      attachments: ['atc_1'],
      inference_options: { tool_choice: { id: 'other_tool' }, model: 'other_model' },
    });
    await chat.logs('invoice.pdf');
    expect(chat.draft()).toBe('my draft');
    await expect.element(chat.button('Stop using Search')).toBeVisible();
    await expect.element(chat.button('Model: Deep')).toBeVisible();
    expect(chat.named('chatkit.tool.change')).toEqual([{ toolId: 'search' }]);
    turn.send(...firstTurn('x'));
    turn.end();
    await sent;
  });

  it('waits while a thread loads, and is rejected by name during a response [E048]', async () => {
    const chat = await renderChat({ initialThread: 'thr_1' });
    const loading = await chat.next('threads.get_by_id');
    const sent = chat.element.sendUserMessage({ text: 'patient' });
    loading.reply(thread('thr_1', { items: { data: [userItem('msg_0', 'before')], has_more: false } }));
    const turn = await chat.next();
    expect(turn.body?.params).toMatchObject({ thread_id: 'thr_1' });
    turn.send(done(userItem('msg_1', 'patient')));
    await sent;
    for (const call of [
      () => chat.element.sendUserMessage({ text: 'too early' }),
      () => chat.element.setThreadId('thr_2'),
      () => chat.element.sendCustomAction({ type: 'x' }),
    ]) {
      await expect(call()).rejects.toMatchObject({ name: 'BusyError' });
    }
    turn.end();
    expect(chat.server.waiting).toEqual([]);
  });

  it('rejects if the message cannot be sent', async () => {
    const chat = await renderChat();
    const sent = chat.element.sendUserMessage({ text: 'hello' });
    (await chat.next()).refuse(500);
    await expect(sent).rejects.toMatchObject({ status: 500 });
    await chat.complains('went wrong on our side');
  });
});

describe('setComposerValue', () => {
  it('sets text, quote, attachments, tool and model without sending; the rest stays [E041 E043 E055]', async () => {
    const tools = [{ id: 'search', label: 'Search', icon: 'search' as const, shortLabel: 'Find' }];
    const chat = await renderChat({
      composer: {
        tools,
        models: [
          { id: 'fast', label: 'Fast' },
          { id: 'deep', label: 'Deep' },
        ],
      },
    });
    await chat.element.setComposerValue({
      content: [{ type: 'input_text', text: 'About ' }, tag],
      reply: 'quoted words',
      attachments: [attachment],
      selectedToolId: 'search',
      selectedModelId: 'deep',
    });
    expect(chat.draft()).toBe('About Order 77');
    await chat.shows('quoted words');
    await expect.element(chat.button('Remove invoice.pdf')).toBeVisible();
    await expect.element(chat.button('Stop using Find')).toBeVisible();
    await expect.element(chat.button('Model: Deep')).toBeVisible();
    await chat.element.setComposerValue({ text: 'Only the text' });
    expect(chat.draft()).toBe('Only the text');
    await chat.shows('quoted words');
    await chat.element.setComposerValue({ selectedToolId: null });
    expect(chat.button('Stop using Find').elements()).toEqual([]);
    expect(chat.named('chatkit.tool.change')).toEqual([{ toolId: 'search' }, { toolId: null }]);
    expect(chat.requests.map(({ type }) => type)).toEqual(['threads.list']);
  });
});

describe('fetchUpdates', () => {
  it('shows changes made on the server [E044]', async () => {
    let text = 'as it was';
    const items = () => ({ data: [userItem('msg_1', 'question'), assistantItem('msg_2', text)], has_more: false });
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.get_by_id': () => thread('thr_1', { title: text, items: items() }) } },
    );
    await chat.logs('as it was');
    text = 'as it is now';
    await chat.element.fetchUpdates();
    await chat.logs('as it is now');
    expect(chat.log().element().textContent).not.toContain('as it was');
    await expect.element(page.getByRole('heading', { name: 'as it is now' })).toBeVisible();
    expect(chat.requests.at(-1)?.type).toBe('threads.list');
  });
});

describe('sendCustomAction', () => {
  it('posts the action with thread and item, and resolves at the end of its stream [E045]', async () => {
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers: stored });
    await chat.logs('first words');
    let hasResolved = false;
    const sent = chat.element
      .sendCustomAction({ type: 'order.cancel', payload: { order: 77 } }, 'msg_77')
      .then(() => (hasResolved = true));
    const turn = await chat.next();
    expect(turn.body).toEqual({
      type: 'threads.custom_action',
      params: { item_id: 'msg_77', action: { type: 'order.cancel', payload: { order: 77 } }, thread_id: 'thr_1' },
    });
    turn.send(options(true), done(assistantItem('msg_9', 'Cancelled.')));
    await chat.logs('Cancelled.');
    expect(hasResolved).toBe(false);
    turn.end();
    await sent;
  });

  it('sends nothing without a thread, and logs that [E046]', async () => {
    const chat = await renderChat({ history: { enabled: false } });
    await chat.element.sendCustomAction({ type: 'order.cancel' });
    expect(chat.requests).toEqual([]);
    expect(chat.named('chatkit.log')).toContainEqual({
      name: 'sendAction() ignored - no active thread',
      data: { type: 'order.cancel' },
    });
  });
});

describe('showHistory and hideHistory', () => {
  it('work without a header, and fire one event per change [E047 E054 E095]', async () => {
    const chat = await renderChat({ header: { enabled: false } });
    expect(chat.root().querySelector('header')).toBeNull();
    await chat.element.showHistory();
    await chat.element.showHistory();
    await expect.element(page.getByRole('region', { name: 'Conversation history' })).toBeVisible();
    await chat.element.hideHistory();
    await expect.poll(() => page.getByRole('region', { name: 'Conversation history' }).elements()).toEqual([]);
    await chat.element.hideHistory();
    expect(chat.named('chatkit.history.open')).toHaveLength(1);
    expect(chat.named('chatkit.history.close')).toHaveLength(1);
    chat.setOptions({});
    await chat.button('Conversation history').click();
    await chat.button('Back to chat').click();
    expect(chat.named('chatkit.history.open')).toHaveLength(2);
    expect(chat.named('chatkit.history.close')).toHaveLength(2);
  });
});

describe('events', () => {
  it('a response starts and ends once, even after an error or a stop; effects fire at once [E049 E056]', async () => {
    const chat = await renderChat();
    let turn = await chat.say('one');
    turn.send(
      ...firstTurn('one'),
      { type: 'client_effect', name: 'highlight', data: { row: 4 } },
      { type: 'error', code: 'custom', message: 'Quota used up.', allow_retry: false },
    );
    turn.end();
    await chat.complains('Quota used up.');
    expect(chat.named('chatkit.effect')).toEqual([{ name: 'highlight', data: { row: 4 } }]);
    expect([chat.named('chatkit.response.start').length, chat.named('chatkit.response.end').length]).toEqual([1, 1]);

    turn = await chat.say('two');
    turn.send(done(userItem('msg_3', 'two')), options(true), added(assistantItem('msg_4', 'Half')));
    await chat.logs('Half');
    await chat.button('Stop').click();
    await chat.logs('You stopped this answer.');
    expect(turn.isAborted).toBe(true);
    expect([chat.named('chatkit.response.start').length, chat.named('chatkit.response.end').length]).toEqual([2, 2]);

    turn = await chat.say('three');
    turn.send(done(userItem('msg_5', 'three')), added(assistantItem('msg_6', 'Cut of')), delta('msg_6', 'f'));
    await chat.logs('Cut off');
    turn.cut();
    await chat.complains('Connection lost');
    expect([chat.named('chatkit.response.start').length, chat.named('chatkit.response.end').length]).toEqual([3, 3]);
  });

  it('a client tool runs within one response, while the composer is locked [E020 E050 E065]', async () => {
    const answer = Promise.withResolvers<Record<string, unknown>>();
    const calls: unknown[] = [];
    const chat = await renderChat({ onClientTool: (call) => (calls.push(call), answer.promise) });
    const turn = await chat.say('Which stations?');
    const call = {
      type: 'client_tool_call',
      id: 'tc_1',
      thread_id: 'thr_1',
      created_at: '2026-11-22T10:00:00Z',
      status: 'pending',
      call_id: 'call_1',
      name: 'selected_stations',
      arguments: { line: 2 },
    };
    turn.send(...firstTurn('Which stations?'), done(call));
    turn.end();
    await expect.poll(() => calls).toEqual([{ name: 'selected_stations', params: { line: 2 } }]);
    await chat.type('impatient{Enter}');
    expect(chat.server.waiting).toEqual([]);
    expect(chat.draft()).toBe('impatient');
    answer.resolve({ stations: ['a', 'b'] });
    const second = await chat.next();
    expect(second.body).toEqual({
      type: 'threads.add_client_tool_output',
      params: { thread_id: 'thr_1', result: { stations: ['a', 'b'] } },
    });
    second.send(options(true), done(assistantItem('msg_2', 'Stations a and b.')));
    second.end();
    await chat.logs('Stations a and b.');
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(1);
    expect(chat.named('chatkit.response.start')).toHaveLength(1);
  });

  it('choosing the current thread in the history only closes it [E053]', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      {
        answers: { ...stored, 'threads.list': { data: [thread('thr_1', { title: 'The only one' })], has_more: false } },
      },
    );
    await chat.logs('first words');
    await chat.button('Conversation history').click();
    const changes = chat.named('chatkit.thread.change').length;
    await chat.button('The only one').click();
    expect(chat.named('chatkit.history.close')).toHaveLength(1);
    expect(chat.named('chatkit.thread.change')).toHaveLength(changes);
    expect(chat.requests.filter(({ type }) => type === 'threads.get_by_id')).toHaveLength(1);
  });

  it('an error event has an Error [E057]', async () => {
    const chat = await renderChat();
    (await chat.say('hello')).refuse(500);
    await chat.complains('went wrong on our side');
    expect(chat.errors()).toHaveLength(1);
    expect(chat.errors()[0]).toBeInstanceOf(Error);
    expect(chat.errors()[0]).toMatchObject({ name: 'HttpError', status: 500 });
  });

  it('the log reports start, prompts, sending, tools, history, new chats and feedback [E058 E103]', async () => {
    const chat = await renderChat({
      startScreen: { prompts: [{ label: 'About an order', prompt: [{ type: 'input_text', text: 'Where is ' }, tag] }] },
      composer: { tools: [{ id: 'search', label: 'Search', icon: 'search', pinned: true }] },
      threadItemActions: { feedback: true, retry: true },
    });
    await chat.button('About an order').click();
    let turn = await chat.next();
    expect(turn.body?.params['input']).toMatchObject({ content: [{ type: 'input_text', text: 'Where is ' }, tag] });
    turn.send(
      created('thr_1'),
      done(userItem('msg_1', 'x', 'thr_1', { content: [{ type: 'input_text', text: 'Where is ' }, tag] })),
      done(assistantItem('msg_2', 'There.')),
    );
    turn.end();
    await chat.button('Helpful').click();
    (await chat.next('items.feedback')).reply({});
    await chat.button('Search').click();
    turn = await chat.say('and this?');
    turn.send(done(userItem('msg_3', 'and this?')));
    turn.end();
    await expect.poll(() => chat.named('chatkit.response.end')).toHaveLength(2);
    await chat.element.showHistory();
    await chat.element.hideHistory();
    await chat.button('New chat').click();
    const logged = chat.named('chatkit.log') as { name: string; data?: Record<string, unknown> }[];
    expect(logged.map(({ name }) => name)).toEqual([
      'app.init', 'startScreenPrompt.select', 'message.action', 'composer.tool.select', 'composer.submit', 'composer.tool.select', 'history.open', 'history.close', 'newChat.create',
    ]); // prettier-ignore
    expect(logged[1]?.data).toEqual({ text: 'Where is Order 77' });
    expect(logged[2]?.data).toEqual({ action: 'feedback.positive' });
    expect(logged[3]?.data).toEqual({ toolId: 'search', source: 'toolMenu' });
    expect(logged[4]?.data).toEqual({ text: [{ type: 'input_text', text: 'and this?' }] });
  });
});
