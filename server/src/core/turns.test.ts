import { describe, expect, it } from 'vitest';
import type { ThreadItem, UserMessageItem } from '@chatdock/protocol/thread/items';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import {
  ada,
  addMessage,
  create,
  done,
  hidden,
  input,
  message,
  openChat,
  outline,
  type Script,
  toolCall,
  userMessage,
  widget,
  workflow,
} from '../../../test/harness/chat/chat-server.ts';
import { MemoryStore } from '../stores/memory.ts';
import type { RequestContext } from './context.ts';
import { NotFoundError } from './errors.ts';
import { silentLog } from './telemetry/log.ts';

const file = (id: string) => ({
  type: 'file' as const,
  id,
  name: 'a.txt',
  mime_type: 'text/plain',
  metadata: { path: '/secret' },
});

describe('threads.create', () => {
  it("announces the thread, the stored message and the options, then the application's events [P030]", async () => {
    const chat = openChat({
      async *respond(thread) {
        yield done(message(thread.id, 'm1', 'Hi'));
      },
    });
    expect(outline(await chat.stream(create()))).toEqual([
      'thread.created',
      'thread.item.done user_message',
      'stream_options',
      'thread.item.done assistant_message',
    ]);
  });

  it('stores thread and message before announcing them, the thread without its items [P028 P031 P041]', async () => {
    const saved: unknown[] = [];
    class Watched extends MemoryStore {
      override async saveThread(thread: ThreadMetadata, context: RequestContext) {
        saved.push(thread);
        await super.saveThread(thread, context);
      }
    }
    const store = new Watched();
    const chat = openChat({ store });
    const response = await chat.post(create());
    // No byte of the body has been read yet.
    const [thread] = (await store.loadThreads({ limit: 1, order: 'desc' }, ada())).data;
    expect(saved).toHaveLength(1);
    expect(saved[0]).not.toHaveProperty('items');
    expect(await chat.stored(thread?.id ?? '')).toMatchObject([{ type: 'user_message' }]);
    await response.body?.cancel();
  });

  it('announces the thread with an empty page [P029]', async () => {
    const [event] = await openChat().stream(create());
    expect(event).toMatchObject({
      type: 'thread.created',
      thread: { status: { type: 'active' }, items: { data: [], has_more: false } },
    });
  });

  it('refuses an unknown or foreign attachment, and creates nothing', async () => {
    const chat = openChat();
    await chat.store.saveAttachment(file('atc_theirs'), { ...ada(), userId: 'eve' });
    for (const id of ['atc_nobodys', 'atc_theirs']) {
      const response = await chat.post(create('look', { attachments: [id] }));
      expect([response.status, await response.json()]).toEqual([
        404,
        { error: { code: 'not_found', message: expect.any(String) } },
      ]);
    }
    expect(await chat.ask({ type: 'threads.list', params: {} })).toEqual({ data: [], has_more: false });
  });

  it('stores attachments with their thread before the message that has them [P033 P150]', async () => {
    const order: string[] = [];
    class Watched extends MemoryStore {
      override async saveAttachment(...args: Parameters<MemoryStore['saveAttachment']>) {
        order.push(`attachment in ${args[0].thread_id ? 'a thread' : 'no thread'}`);
        await super.saveAttachment(...args);
      }
      override async addThreadItem(...args: Parameters<MemoryStore['addThreadItem']>) {
        order.push(args[1].type);
        await super.addThreadItem(...args);
      }
    }
    const chat = openChat({ store: new Watched() });
    await chat.store.saveAttachment(file('atc_1'), ada());
    const events = await chat.stream(create('look', { attachments: ['atc_1'] }));
    expect(order).toEqual(['attachment in no thread', 'attachment in a thread', 'user_message']);
    const threadId = events[0]?.type === 'thread.created' ? events[0].thread.id : '';
    expect(await chat.store.loadAttachment('atc_1', ada())).toMatchObject({
      thread_id: threadId,
      metadata: { path: '/secret' },
    });
  });

  it.each(['attachments', 'inference_options'])(
    'refuses an input without %s and creates nothing [P034]',
    async (member) => {
      const chat = openChat();
      const { [member]: _, ...incomplete } = input() as Record<string, unknown>;
      expect((await chat.post({ type: 'threads.create', params: { input: incomplete } })).status).toBe(400);
      expect(await chat.ask({ type: 'threads.list', params: {} })).toMatchObject({ data: [] });
    },
  );

  it('leaves no empty thread if the message cannot be stored', async () => {
    class Full extends MemoryStore {
      override async addThreadItem() {
        throw new Error('disk full');
      }
    }
    const chat = openChat({ store: new Full() });
    expect((await chat.post(create())).status).toBe(500);
    expect(await chat.ask({ type: 'threads.list', params: {} })).toMatchObject({ data: [] });
  });
});

describe('threads.add_user_message', () => {
  it('announces the message but no thread [P038]', async () => {
    const chat = openChat();
    const { id } = await chat.thread();
    expect(outline(await chat.stream(addMessage(id)))).toEqual(['thread.item.done user_message', 'stream_options']);
  });

  it('refuses unknown and foreign threads alike, before the stream opens [P039]', async () => {
    const chat = openChat();
    const { id } = await chat.thread();
    const missing = await chat.post(addMessage('thr_nobodys'));
    const foreign = await chat.post(addMessage(id), { headers: { 'x-user': 'eve' } });
    expect([missing.status, foreign.status]).toEqual([404, 404]);
    expect(await foreign.text()).toBe(await missing.text());
    expect(await chat.stored(id)).toEqual([]);
  });

  it.each(['locked', 'closed'] as const)(
    'accepts a message in a %s thread, which the application may refuse [P040]',
    async (type) => {
      const chat = openChat();
      const { id } = await chat.thread({ status: { type } });
      expect(outline(await chat.stream(addMessage(id)))).toContain('thread.item.done user_message');
    },
  );
});

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

describe('threads.retry_after_item', () => {
  const retry = (threadId: string, itemId: string) => ({
    type: 'threads.retry_after_item',
    params: { thread_id: threadId, item_id: itemId },
  });
  async function openWith(count: number, script: Script = {}) {
    const asked: (UserMessageItem | null)[] = [];
    const chat = openChat({
      ...script,
      async *respond(thread, inputUserMessage) {
        asked.push(inputUserMessage);
        yield done(message(thread.id, 'again', 'Better'));
      },
    });
    const { id } = await chat.thread();
    const newer = Array.from({ length: count }, (_, index) =>
      index % 2 ? hidden(id, `h${index}`) : message(id, `m${index}`, 'x'),
    );
    for (const item of [message(id, 'before', 'Hello'), userMessage(id, 'question'), ...newer])
      await chat.store.addThreadItem(id, item, ada());
    return { chat, id, asked };
  }

  it('deletes all newer items silently, hidden ones too, and answers the message again [P126 P127]', async () => {
    const { chat, id, asked } = await openWith(45);
    expect(outline(await chat.stream(retry(id, 'question')))).toEqual([
      'stream_options',
      'thread.item.done assistant_message',
    ]);
    expect((await chat.stored(id)).map((item) => item.id)).toEqual(['before', 'question', 'again']);
    expect(asked).toMatchObject([{ id: 'question' }]);
  });

  it('is refused for items other than user messages, and deletes nothing [P128]', async () => {
    const { chat, id } = await openWith(3);
    expect((await chat.post(retry(id, 'before'))).status).toBe(409);
    expect(await chat.stored(id)).toHaveLength(5);
  });

  it('gives an empty stream for an unknown item and deletes nothing [P129]', async () => {
    const { chat, id, asked } = await openWith(25);
    const response = await chat.post(retry(id, 'nobodys'));
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/event-stream',
      '',
    ]);
    expect(await chat.stored(id)).toHaveLength(27);
    expect(asked).toEqual([]);
  });

  describe('with a changed message', () => {
    const edit = (threadId: string, itemId: string, more = {}) => {
      const { type, params } = retry(threadId, itemId);
      return { type, params: { ...params, input: { ...input('Changed'), ...more } } };
    };

    it('replaces the message in its place, deletes what came after, and answers the new words', async () => {
      const { chat, id, asked } = await openWith(3);
      const before = await chat.stored(id);
      const events = await chat.stream(edit(id, 'question'));
      expect(outline(events)).toEqual([
        'thread.item.replaced user_message',
        'stream_options',
        'thread.item.done assistant_message',
      ]);
      const stored = await chat.stored(id);
      expect(stored.map((item) => item.id)).toEqual(['before', 'question', 'again']);
      expect(stored[1]).toMatchObject({
        content: [{ type: 'input_text', text: 'Changed' }],
        created_at: before[1]?.created_at,
      });
      expect(asked).toEqual([stored[1]]);
    });

    it('keeps the files it had and takes new ones; a missing file refuses the whole request', async () => {
      const { chat, id } = await openWith(3);
      await chat.store.saveAttachment(file('new'), ada());
      await chat.store.saveItem(id, { ...userMessage(id, 'question'), attachments: [file('old')] }, ada());
      expect((await chat.post(edit(id, 'question', { attachments: ['old', 'missing'] }))).status).toBe(404);
      expect(await chat.stored(id)).toHaveLength(5);
      await chat.stream(edit(id, 'question', { attachments: ['new', 'old'] }));
      expect((await chat.stored(id))[1]).toMatchObject({ attachments: [{ id: 'new' }, { id: 'old' }] });
    });

    it('deletes the files of what it drops, and none that another message has', async () => {
      const deleted: string[] = [];
      const attachmentStore = {
        generateAttachmentId: () => 'x',
        deleteAttachment: async (fileId: string) => void deleted.push(fileId),
      };
      const { chat, id } = await openWith(0, { attachmentStore });
      const say = async (itemId: string, ...names: string[]) => {
        const attachments = names.map((name) => ({ ...file(name), thread_id: id }));
        for (const each of attachments) await chat.store.saveAttachment(each, ada());
        await chat.store.saveItem(id, { ...userMessage(id, itemId), attachments }, ada());
      };
      const other = await chat.thread();
      await say('question', 'kept', 'taken out', 'shared');
      await say('newer', 'dropped', 'shared');
      await chat.store.saveAttachment({ ...file('elsewhere'), thread_id: other.id }, ada());
      await chat.store.saveItem(
        id,
        { ...userMessage(id, 'newest'), attachments: [{ ...file('elsewhere'), thread_id: id }, file('unknown')] },
        ada(),
      );
      await chat.stream(edit(id, 'question', { attachments: ['kept', 'shared'] }));
      expect(deleted.toSorted()).toEqual(['dropped', 'taken out']);
      for (const gone of deleted)
        await expect(chat.store.loadAttachment(gone, ada())).rejects.toBeInstanceOf(NotFoundError);
      for (const left of ['kept', 'shared', 'elsewhere'])
        expect(await chat.store.loadAttachment(left, ada())).toMatchObject({ id: left });
      await say('later', 'retried');
      await chat.stream(retry(id, 'question'));
      expect(deleted.at(-1)).toBe('retried');
    });

    it('answers although a file cannot be deleted, and logs that', async () => {
      const errors: unknown[] = [];
      const attachmentStore = {
        generateAttachmentId: () => 'x',
        deleteAttachment: () => Promise.reject(new Error('The disk is away.')),
      };
      const log = { ...silentLog, error: (...words: unknown[]) => void errors.push(words[1]) };
      const { chat, id } = await openWith(0, { attachmentStore, log });
      const attachments = [{ ...file('old'), thread_id: id }];
      await chat.store.saveAttachment({ ...file('old'), thread_id: id }, ada());
      await chat.store.saveItem(id, { ...userMessage(id, 'question'), attachments }, ada());
      expect(outline(await chat.stream(edit(id, 'question'))).at(-1)).toBe('thread.item.done assistant_message');
      expect(errors).toEqual(['A file of a deleted message could not be deleted.']);
    });

    it('may be no longer than a message', async () => {
      const chat = openChat({ messageLimits: { maxMessageChars: 5 } });
      const { id } = await chat.thread();
      await chat.store.addThreadItem(id, userMessage(id, 'question'), ada());
      expect((await chat.post(edit(id, 'question'))).status).toBe(400);
      expect(await chat.stored(id)).toMatchObject([{ content: userMessage(id, 'question').content }]);
    });
  });
});

describe('actions', () => {
  const custom = (threadId: string, more: object = {}) => ({
    type: 'threads.custom_action',
    params: { thread_id: threadId, action: { type: 'order.cancel', handler: 'server' }, ...more },
  });
  async function open() {
    const seen: unknown[] = [];
    const chat = openChat({
      async *action(thread, action, sender) {
        seen.push({ action, sender: sender?.id ?? null });
        yield done(message(thread.id, 'm1', 'Cancelled'));
      },
      async syncAction(thread, action, sender) {
        seen.push({ action, sender: sender?.id ?? null });
        thread.title = 'changed';
        return action.type === 'nothing'
          ? {}
          : { updated_item: widget(thread.id, 'w1', { type: 'Card', children: [{ type: 'Text', value: 'new' }] }) };
      },
    });
    const { id } = await chat.thread();
    for (const item of [widget(id, 'w1'), workflow(id, 'wf1')]) await chat.store.addThreadItem(id, item, ada());
    return { chat, id, seen };
  }

  it('without an item or with an empty id have no sender; a missing payload is null [P132 P135]', async () => {
    const { chat, id, seen } = await open();
    for (const more of [{}, { item_id: '' }, { item_id: null }])
      expect(outline(await chat.stream(custom(id, more)))).toEqual([
        'stream_options',
        'thread.item.done assistant_message',
      ]);
    expect(seen).toEqual(
      Array.from({ length: 3 }, () => ({ action: { type: 'order.cancel', payload: null }, sender: null })),
    );
  });

  it('get the widget that they came from', async () => {
    const { chat, id, seen } = await open();
    await chat.stream(custom(id, { item_id: 'w1' }));
    expect(seen).toMatchObject([{ sender: 'w1' }]);
  });

  it('on an item other than a widget give one error event and nothing else [P133]', async () => {
    const { chat, id, seen } = await open();
    expect(await chat.stream(custom(id, { item_id: 'wf1' }))).toEqual([
      { type: 'error', code: 'stream.error', allow_retry: false },
    ]);
    expect(seen).toEqual([]);
  });

  it('on an unknown item are refused before the stream opens [P134]', async () => {
    const { chat, id } = await open();
    expect((await chat.post(custom(id, { item_id: 'nobodys' }))).status).toBe(404);
  });

  it('on a server without an action handler give an error in the stream [P136]', async () => {
    const chat = openChat();
    const { id } = await chat.thread();
    expect(await chat.stream(custom(id))).toEqual([
      { type: 'stream_options', stream_options: { allow_cancel: true } },
      { type: 'error', code: 'stream.error', allow_retry: true },
    ]);
  });

  it('when synchronous return the item or nothing, and store neither item nor thread [P137]', async () => {
    const { chat, id } = await open();
    const sync = (type: string, itemId = 'w1') => ({
      type: 'threads.sync_custom_action',
      params: { thread_id: id, item_id: itemId, action: { type } },
    });
    expect(await chat.ask(sync('nothing'))).toEqual({});
    expect(await chat.ask(sync('rename'))).toMatchObject({
      updated_item: { id: 'w1', widget: { children: [{ value: 'new' }] } },
    });
    expect(await chat.stored(id)).toMatchObject([{ id: 'w1', widget: { children: [] } }, {}]);
    expect(await chat.store.loadThread(id, ada())).not.toHaveProperty('title');
  });

  it('when synchronous are refused for an item other than a widget [P138]', async () => {
    const { chat, id, seen } = await open();
    const response = await chat.post({
      type: 'threads.sync_custom_action',
      params: { thread_id: id, item_id: 'wf1', action: { type: 'x' } },
    });
    expect(response.status).toBe(409);
    expect(seen).toEqual([]);
  });
});
