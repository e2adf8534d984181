import { describe, expect, it } from 'vitest';
import type { ThreadMetadata } from '@chatdock/protocol/thread/threads';
import {
  ada,
  addMessage,
  create,
  done,
  file,
  input,
  message,
  openChat,
  outline,
  widget,
  workflow,
} from '../../../test/harness/chat/chat-server.ts';
import { MemoryStore } from '../stores/memory.ts';
import type { RequestContext } from './context.ts';

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
