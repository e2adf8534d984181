/** A turn from the request to the last byte, on the element: what ends it, what may interrupt it, what is sent. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  answered,
  added,
  assistantItem,
  at,
  created,
  createScriptedServer,
  delta,
  done,
  firstTurn,
  options,
  renderChat,
  thread,
  userItem,
  type Chat,
} from '../harness/chat/render-chat.ts';

const sendButton = (chat: Chat) => expect.element(chat.button('Send message')).toBeVisible();
const toolCall = (id: string, name = 'get_selection') =>
  done({
    type: 'client_tool_call',
    id,
    thread_id: 'thr_1',
    created_at: at,
    status: 'pending',
    call_id: `call_${id}`,
    name,
    arguments: { row: 4, note: null },
  });
const streamTypes = (chat: Chat) => chat.requests.map(({ type }) => type).filter((type) => type !== 'threads.list');

/** A chat that has had one whole turn. */
async function afterOneTurn() {
  const chat = await renderChat();
  await answered(chat, 'The first answer.', 'first');
  await sendButton(chat);
  return chat;
}

describe('the end of a turn', () => {
  it('is the end of the response body, not the last item [P020]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(
      ...firstTurn('hello'),
      done(assistantItem('msg_2', 'All of it.')),
      done({ type: 'end_of_turn', id: 'e', thread_id: 'thr_1', created_at: at }),
    );
    await chat.logs('All of it.');
    await expect.element(chat.button('Stop')).toBeVisible();
    expect(chat.named('chatkit.response.end')).toEqual([]);
    turn.end();
    await sendButton(chat);
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
  });

  it('a truncated body shows and reports an error, and the composer stays usable [P021]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(assistantItem('msg_2', 'Half an ans')));
    await chat.logs('Half an ans');
    turn.cut();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await chat.logs('Half an ans');
    expect(chat.errors()).toHaveLength(1);
    expect(chat.errors()[0]).toBeInstanceOf(Error);
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
    await sendButton(chat);
    expect((await chat.say('again')).body?.type).toBe('threads.add_user_message');
  });

  it('stop aborts the request, sends no other, keeps the text, and allows a new message [P101 P107]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(assistantItem('msg_2', '')), delta('msg_2', 'As far as I got'));
    await chat.logs('As far as I got');
    await chat.button('Stop').click();
    expect(turn.isAborted).toBe(true);
    await sendButton(chat);
    await chat.logs('As far as I got');
    expect(streamTypes(chat)).toEqual(['threads.create']);
    expect(chat.errors()).toEqual([]);
    expect((await chat.say('more')).body?.type).toBe('threads.add_user_message');
  });

  it('an empty stream ends the turn with an unsent message [P131]', async () => {
    const chat = await afterOneTurn();
    (await chat.say('anyone?')).end();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await sendButton(chat);
  });
});

describe('errors in a stream', () => {
  const failWith = async (error: object) => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), { type: 'error', ...error });
    turn.end();
    await expect.element(page.getByRole('alert')).toBeVisible();
    return { chat, alert: page.getByRole('alert').element().textContent };
  };

  it('have a retry if the event allows it, which only the visitor triggers [P022 P096]', async () => {
    const { chat } = await failWith({ code: 'stream.error', allow_retry: true });
    await expect.element(chat.button('Try again')).toBeVisible();
    expect(streamTypes(chat)).toEqual(['threads.create']);
  });

  it('have no retry if the event does not allow it [P096]', async () => {
    const { chat } = await failWith({ code: 'stream.error', allow_retry: false });
    expect(chat.button('Try again').elements()).toEqual([]);
  });

  it('show the message of a custom error, and our own text for any other code [P097 P098]', async () => {
    const custom = await failWith({ code: 'custom', message: 'The quota is used up.', allow_retry: false });
    expect(custom.alert).toContain('The quota is used up.');
    custom.chat.element.remove();
    const known = await failWith({ code: 'stream.error', message: 'KeyError: 7', allow_retry: false });
    expect(known.alert).not.toContain('KeyError');
    known.chat.element.remove();
    const unknown = await failWith({ code: 'moon.phase', allow_retry: false });
    expect(unknown.alert).toBe(known.alert);
    expect(unknown.alert?.trim()).not.toBe('');
  });
});

describe('during a turn', () => {
  it('stream options hide Stop; the latest ones win [P099]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'));
    await expect.element(chat.button('Stop')).toBeVisible();
    turn.send(options(false));
    await expect.poll(() => chat.button('Stop').elements()).toEqual([]);
    turn.send(options(true));
    await expect.element(chat.button('Stop')).toBeVisible();
    turn.end();
  });

  it('effects fire once each, in order with the events around them [P093]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    const effect = (name: string, data?: object) => ({ type: 'client_effect', name, ...(data ? { data } : {}) });
    turn.send(
      ...firstTurn('hello'),
      effect('one', { a: null }),
      effect('two'),
      done(assistantItem('msg_2', 'There.')),
      effect('three'),
    );
    turn.end();
    await sendButton(chat);
    expect(chat.named('chatkit.effect')).toEqual([
      { name: 'one', data: { a: null } },
      { name: 'two', data: {} },
      { name: 'three', data: {} },
    ]);
  });

  it('a new title and status show at once in header, history and composer [P047]', async () => {
    const chat = await renderChat(
      {},
      { answers: { 'threads.list': { data: [thread('thr_0', { title: 'Older' })], has_more: false } } },
    );
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), { type: 'thread.updated', thread: thread('thr_1', { title: 'Lost parcel' }) });
    await chat.shows('Lost parcel');
    turn.send({
      type: 'thread.updated',
      thread: thread('thr_1', { title: 'Found parcel', status: { type: 'locked', reason: 'A colleague takes over.' } }),
    });
    await chat.shows('Found parcel');
    turn.end();
    await expect.poll(() => chat.editor().getAttribute('aria-label')).toBe('A colleague takes over.');
    await chat.element.showHistory();
    await expect
      .poll(() => [...chat.root().querySelectorAll('li')].map(({ textContent }) => textContent).join())
      .toMatch(/Found parcel.*Older/);
  });

  it.each([
    ['active', 1],
    ['closed', 0],
    ['locked', 0],
  ] as const)('a thread that is %s offers retries: %i', async (type, count) => {
    const chat = await renderChat({ threadItemActions: { retry: true } });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), done(assistantItem('msg_2', 'Half an answer')));
    turn.send({ type: 'thread.updated', thread: thread('thr_1', { status: { type } }) });
    turn.send({ type: 'error', code: 'stream.error', allow_retry: true });
    turn.end();
    await expect.poll(() => chat.root().querySelector('.failure')).not.toBeNull();
    await expect.poll(() => chat.button('Try again').elements()).toHaveLength(count);
    await expect.poll(() => chat.button('Regenerate').elements()).toHaveLength(count);
  });

  it('a new image policy applies at once, also to images already shown [P047 E109]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    const images = () =>
      [...chat.root().querySelectorAll('.assistant-message img')].map((image) => image.getAttribute('src'));
    const [allowed, other] = ['data-a.example', 'data-b.example'].map((host) => `https://${host}/x.png`);
    const policy = (allowed_image_domains: string[]) => ({
      type: 'thread.updated',
      thread: thread('thr_1', { allowed_image_domains }),
    });
    turn.send(
      ...firstTurn('hello'),
      policy(['data-a.example', 'data-b.example']),
      done(assistantItem('msg_2', `Look: ![a](${allowed}) ![b](${other})`)),
    );
    await expect.poll(images).toEqual([allowed, other]);
    turn.send(policy(['data-a.example']));
    await expect.poll(images).toEqual([allowed]);
    turn.end();
  });

  it('a thread event with an empty page clears nothing [P046]', async () => {
    const chat = await afterOneTurn();
    const turn = await chat.say('second');
    turn.send(done(userItem('msg_3', 'second')), {
      type: 'thread.updated',
      thread: thread('thr_1', { title: 'Still here' }),
    });
    await chat.shows('Still here');
    await chat.logs('The first answer.');
    turn.end();
  });

  it('older messages loaded during an answer stay, and so does the answer', async () => {
    const newest = { data: [assistantItem('m2', 'Newest.'), userItem('m1', 'Newer')], has_more: true, after: 'm1' };
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.get_by_id': thread('thr_1', { items: { data: [], has_more: true, after: 'm0' } }) } },
    );
    (await chat.next('items.list')).reply(newest);
    await chat.logs('Newest.');
    const turn = await chat.say('go on');
    turn.send(done(userItem('m3', 'go on')), added(assistantItem('m4', '')), delta('m4', 'Going '));
    await chat.logs('Going');
    chat.root().querySelector<HTMLButtonElement>('.older')?.click();
    (await chat.next('items.list')).reply({ data: [userItem('m0', 'The very first words')], has_more: false });
    await chat.logs('The very first words');
    turn.send(delta('m4', 'on.'));
    await chat.logs('Going on.');
    await chat.logs('The very first words');
    turn.end();
  });
});

describe('a late reply for a thread that is no longer shown', () => {
  const words = (id: string) => ({ data: [assistantItem(`m_${id}`, `Words of ${id}.`, id)], has_more: false });
  const answers = {
    'threads.get_by_id': ({ thread_id: id }: { thread_id: string }) => thread(id, { items: words(id) }),
  };

  /** A chat whose page sends with a fetch that never gives up, and what its server is asked. */
  async function renderWithDeafFetch(given: Record<string, unknown> = {}) {
    const server = createScriptedServer(given);
    const deaf: typeof fetch = (input, init) => server.fetch(input, { ...init, signal: null });
    return { chat: await renderChat({ api: { fetch: deaf } }), next: server.next };
  }

  it('adds no older messages to the other thread', async () => {
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      {
        answers: {
          'threads.get_by_id': ({ thread_id: id }: { thread_id: string }) =>
            thread(id, { items: id === 'thr_1' ? { data: [], has_more: true, after: 'm0' } : words(id) }),
        },
      },
    );
    const newest = { data: [userItem('m1', 'Newest of thr_1.')], has_more: true, after: 'm1' };
    (await chat.next('items.list')).reply(newest);
    await chat.logs('Newest of thr_1.');
    chat.root().querySelector<HTMLButtonElement>('.older')?.click();
    const older = await chat.next('items.list');
    await chat.element.setThreadId('thr_2');
    older.reply({ data: [userItem('m0', 'Oldest of thr_1.')], has_more: false });
    const turn = await chat.say('go on');
    turn.send(done(userItem('m3', 'go on', 'thr_2')), done(assistantItem('m4', 'Going on.', 'thr_2')));
    turn.end();
    await chat.logs('Going on.');
    expect(chat.log().element().textContent).not.toContain('thr_1');
  });

  it("writes no answer into the next thread, even if the page's fetch ignores the signal", async () => {
    const { chat, next } = await renderWithDeafFetch();
    await chat.type('one{Enter}');
    const before = await next('threads.create');
    before.send(...firstTurn('one'));
    await chat.logs('one');
    await chat.button('New chat').click();
    await chat.type('two{Enter}');
    const turn = await next('threads.create');
    turn.send(...firstTurn('two', 'thr_2'));
    before.send(done(assistantItem('msg_2', 'An answer to one.')));
    before.end();
    await expect.poll(() => chat.named('chatkit.response.end').length).toBe(1);
    turn.send(done(assistantItem('msg_3', 'An answer to two.', 'thr_2')));
    turn.end();
    await chat.logs('An answer to two.');
    expect(chat.log().element().textContent).not.toContain('An answer to one.');
  });

  it('does not replace the thread opened after it', async () => {
    const { chat, next } = await renderWithDeafFetch({
      'threads.list': { data: [thread('thr_2', { title: 'The other' })], has_more: false },
    });
    void chat.element.setThreadId('thr_1');
    const late = await next('threads.get_by_id');
    await chat.button('Conversation history').click();
    await chat.button('The other').click();
    (await next('threads.get_by_id')).reply(answers['threads.get_by_id']({ thread_id: 'thr_2' }));
    await chat.logs('Words of thr_2.');
    late.reply(answers['threads.get_by_id']({ thread_id: 'thr_1' }));
    await chat.type('go on{Enter}');
    const turn = await next('threads.add_user_message', 'threads.create');
    expect(turn.body?.params['thread_id']).toBe('thr_2');
    turn.send(done(userItem('m3', 'go on', 'thr_2')), done(assistantItem('m4', 'Going on.', 'thr_2')));
    turn.end();
    await chat.logs('Going on.');
    expect(chat.log().element().textContent).not.toContain('Words of thr_1.');
  });

  it('adds no widget from an action to another thread', async () => {
    const widget = (label: string) => ({
      type: 'widget',
      id: 'w',
      thread_id: 'thr_1',
      created_at: at,
      widget: {
        type: 'Card',
        children: [{ type: 'Button', label, onClickAction: { type: 'go', streaming: false } }],
      },
    });
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      {
        answers: {
          'threads.get_by_id': ({ thread_id: id }: { thread_id: string }) =>
            thread(id, { items: id === 'thr_1' ? { data: [widget('Press')], has_more: false } : words(id) }),
        },
      },
    );
    await chat.button('Press').click();
    const action = await chat.next('threads.sync_custom_action');
    await chat.element.setThreadId('thr_2');
    action.reply({ updated_item: widget('Pressed') });
    const turn = await chat.say('go on');
    turn.send(done(userItem('m3', 'go on', 'thr_2')), done(assistantItem('m4', 'Going on.', 'thr_2')));
    turn.end();
    await chat.logs('Going on.');
    expect(chat.button('Pressed').elements()).toEqual([]);
  });
});

describe('client tools', () => {
  it('run once with name and params, and their result continues the same turn [P113 P114 P116]', async () => {
    const calls: unknown[] = [];
    const answer = Promise.withResolvers<Record<string, unknown>>();
    const chat = await renderChat({ onClientTool: (call) => (calls.push(call), answer.promise) });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), { type: 'progress_update', text: 'Looking at the page' }, toolCall('tc_1'));
    turn.end();
    await expect.poll(() => calls).toEqual([{ name: 'get_selection', params: { row: 4, note: null } }]);
    await chat.logs('Looking at the page');
    await expect.element(chat.button('Stop')).toBeVisible();
    expect(chat.named('chatkit.response.end')).toEqual([]);

    answer.resolve({ rows: [4] });
    const next = await chat.next();
    expect(next.body).toEqual({
      type: 'threads.add_client_tool_output',
      params: { thread_id: 'thr_1', result: { rows: [4] } },
    });
    next.send(options(true), done(assistantItem('msg_2', 'Four rows.')));
    next.end();
    await chat.logs('Four rows.');
    await sendButton(chat);
    expect(calls).toHaveLength(1);
    expect(chat.named('chatkit.response.start')).toHaveLength(1);
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
  });

  it('succeed without data if they return nothing [P114]', async () => {
    // A page without type checks returns nothing for tools it does not know.
    const chat = await renderChat({ onClientTool: (() => undefined) as unknown as () => Record<string, unknown> });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), toolCall('tc_1', 'unheard_of'));
    turn.end();
    const next = await chat.next();
    expect(next.body?.params['result']).toEqual({});
    next.end();
  });

  it('report a thrown error to the assistant [P115]', async () => {
    const chat = await renderChat({ onClientTool: () => Promise.reject(new Error('Nothing is selected')) });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), toolCall('tc_1'));
    turn.end();
    const next = await chat.next();
    expect(next.body?.params['result']).toEqual({ error: 'Nothing is selected' });
    next.end();
  });

  it('that never end are abandoned when the visitor stops, and the next message is sent', async () => {
    const chat = await renderChat({ onClientTool: () => new Promise(() => {}) });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), toolCall('tc_1'));
    turn.end();
    await chat.button('Stop').click();
    await sendButton(chat);
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
    const next = await chat.say('again');
    expect(next.body?.type).toBe('threads.add_user_message');
    next.end();
  });

  it('cut a reported error to the length that the server accepts', async () => {
    const chat = await renderChat({ onClientTool: () => Promise.reject(new Error('x'.repeat(1_000_000))) });
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), toolCall('tc_1'));
    turn.end();
    const next = await chat.next();
    expect(next.body?.params['result']).toEqual({ error: 'x'.repeat(4000) });
    next.end();
  });

  it('do not run when a thread is loaded, and no effect fires [P117 P093]', async () => {
    const calls: unknown[] = [];
    const pending = toolCall('tc_1').item;
    const chat = await renderChat(
      { initialThread: 'thr_1', onClientTool: (call) => (calls.push(call), {}) },
      {
        answers: {
          'threads.get_by_id': thread('thr_1', {
            items: { data: [userItem('m1', 'Do it'), pending], has_more: false },
          }),
        },
      },
    );
    await chat.logs('Do it');
    await sendButton(chat);
    expect(calls).toEqual([]);
    expect(chat.named('chatkit.effect')).toEqual([]);
    expect(streamTypes(chat)).toEqual(['threads.get_by_id']);
  });
});

describe('retrying', () => {
  it('removes everything after the message at once, and asks again [P130]', async () => {
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), done(assistantItem('msg_2', 'A poor answer.')), {
      type: 'error',
      code: 'stream.error',
      allow_retry: true,
    });
    turn.end();
    await chat.logs('A poor answer.');
    await chat.button('Try again').click();
    const retry = await chat.next();
    expect(retry.body).toEqual({ type: 'threads.retry_after_item', params: { thread_id: 'thr_1', item_id: 'msg_1' } });
    await expect.poll(() => chat.log().element().textContent).not.toContain('A poor answer.');
    await chat.logs('hello');
    retry.send(options(true), done(assistantItem('msg_3', 'A good answer.')));
    retry.end();
    await chat.logs('A good answer.');
  });
});

describe('requests', () => {
  it('go through api.fetch, with plain headers and one locale [P016 P017]', async () => {
    const chat = await renderChat({ locale: 'de-DE' });
    const turn = await chat.say('hallo');
    expect(Object.getPrototypeOf(turn.init.headers)).toBe(Object.prototype);
    const headers = new Headers(turn.init.headers);
    expect(headers.get('accept-language')).toBe('de-DE');
    expect(headers.get('content-type')).toBe('application/json');
    turn.send(created('thr_9'));
    turn.end();
  });
});

describe('long threads', () => {
  it('show the newest items first, and load every older one, over short and empty pages [P054 P055]', async () => {
    const pages: Record<string, object> = {
      '': { data: [assistantItem('m5', 'Item five.'), userItem('m4', 'Item four.')], has_more: true, after: 'm4' },
      m4: { data: [], has_more: true, after: 'hidden_1' },
      hidden_1: { data: [userItem('m2', 'Item two.')], has_more: true, after: 'm2' },
      m2: { data: [userItem('m1', 'Item one.')], has_more: false },
    };
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      {
        answers: {
          'threads.get_by_id': thread('thr_1', {
            items: { data: [userItem('m1', 'Item one.')], has_more: true, after: 'm1' },
          }),
          'items.list': (params: { after?: string }) => pages[params.after ?? ''],
        },
      },
    );
    await chat.logs('Item five.');
    await chat.logs('Item one.');
    await expect.poll(() => chat.root().querySelector('.older')).toBeNull();
    expect(
      chat
        .log()
        .element()
        .textContent?.match(/Item \w+/g),
    ).toEqual(['Item one', 'Item two', 'Item four', 'Item five']);
  });
});
