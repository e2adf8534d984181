import { describe, expect, it } from 'vitest';
import type { ThreadItem } from '@chatdock/protocol/thread/items';
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import {
  ada,
  addMessage,
  create,
  done,
  message,
  openChat,
  type Script,
  userMessage,
  widget,
} from '../../../test/harness/chat/chat-server.ts';

/** The last event that a client gets from those `respond` yields, parsed from the actual bytes. */
async function lastEvent(respond: NonNullable<Script['respond']>) {
  const chat = openChat({ respond });
  const { id } = await chat.thread();
  return (await chat.stream(addMessage(id))).at(-1);
}

/** An event as a JavaScript application may yield it, with missing or null members. */
const loosely = (value: object) => value as ThreadStreamEvent;
const looseItem = (value: object) => value as ThreadItem;

describe('outgoing data', () => {
  it('omits null members on every level [P007]', async () => {
    const event = await lastEvent(async function* ({ id }) {
      yield done(looseItem({ ...widget(id, 'w'), copy_text: null }));
    });
    expect(event).toMatchObject({ item: { id: 'w' } });
    expect(JSON.stringify(event)).not.toContain('null');
    const chat = openChat();
    const { id } = await chat.thread();
    await chat.store.addThreadItem(
      id,
      {
        type: 'client_tool_call',
        id: 'tc',
        thread_id: id,
        created_at: '2026-01-01T00:00:00Z',
        status: 'completed',
        call_id: 'c',
        name: 'n',
        arguments: {},
        output: null,
      },
      ada(),
    );
    await chat.store.addThreadItem(
      id,
      looseItem({ ...userMessage(id, 'u'), quoted_text: null, inference_options: { model: null } }),
      ada(),
    );
    expect(JSON.stringify(await chat.ask({ type: 'items.list', params: { thread_id: id } }))).not.toContain('null');
  });

  it('names the picture hosts of the server and the thread in every form of a thread', async () => {
    const chat = openChat({
      imageDomains: ['img.example'],
      async *respond(thread) {
        thread.allowed_image_domains = ['img.example', 'own.example'];
        thread.title = 'Changed';
        yield* [];
      },
    });
    const events = await chat.stream(create('hello'));
    const given = events.flatMap((event) => ('thread' in event ? [event.thread.allowed_image_domains] : []));
    expect(given).toEqual([['img.example'], ['img.example', 'own.example']]);
    const [event] = events;
    const id = event?.type === 'thread.created' ? event.thread.id : '';
    const both = { allowed_image_domains: ['img.example', 'own.example'] };
    expect(await chat.ask({ type: 'threads.get_by_id', params: { thread_id: id } })).toMatchObject(both);
    expect(await chat.ask({ type: 'threads.list', params: {} })).toMatchObject({ data: [both] });
    expect(await chat.ask({ type: 'threads.update', params: { thread_id: id, title: 'x' } })).toMatchObject(both);
    // The server's hosts are not stored: another setting holds for old threads too.
    expect(await chat.store.loadThread(id, ada())).toMatchObject({
      allowed_image_domains: ['img.example', 'own.example'],
    });
  });

  it('has no picture hosts unless configured, and an empty list if all are blocked', async () => {
    for (const imageDomains of [undefined, []]) {
      const chat = openChat({ imageDomains });
      const { id } = await chat.thread();
      const thread = await chat.ask({ type: 'threads.get_by_id', params: { thread_id: id } });
      expect(Object(thread).allowed_image_domains).toEqual(imageDomains);
      expect((await chat.store.loadThread(id, ada())).allowed_image_domains).toBeUndefined();
    }
  });

  it('keeps nulls in effect data, tool arguments and tag data [P008]', async () => {
    const effect = await lastEvent(async function* () {
      yield { type: 'client_effect', name: 'highlight', data: { a: null, b: [null, { c: null }] } };
    });
    expect(effect).toEqual({ type: 'client_effect', name: 'highlight', data: { a: null, b: [null, { c: null }] } });
    const call = await lastEvent(async function* ({ id }) {
      yield done({
        type: 'client_tool_call',
        id: 'tc',
        thread_id: id,
        created_at: '2026-01-01T00:00:00Z',
        status: 'pending',
        call_id: 'c',
        name: 'n',
        arguments: { a: null },
      });
    });
    expect(call).toMatchObject({ item: { arguments: { a: null } } });
    const chat = openChat();
    const tag = { type: 'input_tag', id: 'order_77', text: 'Order 77', data: { kind: null } };
    const [, user] = await chat.stream(create('', { content: [tag] }));
    expect(user).toMatchObject({ item: { content: [{ ...tag, interactive: false }] } });
  });

  it("sends only the protocol's fields of a text delta, and refuses one without an item id", async () => {
    const more = {
      type: 'assistant_message.content_part.text_delta',
      content_index: 0,
      delta: 'Hi "you"\u2028',
      note: 1,
    };
    const sent = await lastEvent(async function* () {
      yield loosely({ note: 'of the application', type: 'thread.item.updated', item_id: 'msg_"1', update: more });
    });
    const { note: _, ...update } = more;
    expect(sent).toEqual({ type: 'thread.item.updated', item_id: 'msg_"1', update });
    const refused = await lastEvent(async function* () {
      yield loosely({ type: 'thread.item.updated', update });
    });
    expect(refused).toMatchObject({ type: 'error', code: 'stream.error' });
  });

  it('omits nulls in widgets, including action payloads and arrays [P009]', async () => {
    const event = await lastEvent(async function* ({ id }) {
      const payload = { keep: 0, drop: null, list: [1, null, 2] };
      yield done(
        widget(id, 'w', {
          type: 'Card',
          size: null,
          children: [{ type: 'Button', label: 'Go', onClickAction: { type: 'go', payload } }],
        }),
      );
    });
    expect(event).toMatchObject({
      item: {
        widget: {
          type: 'Card',
          children: [
            { type: 'Button', label: 'Go', onClickAction: { type: 'go', payload: { keep: 0, list: [1, 2] } } },
          ],
        },
      },
    });
    expect(JSON.stringify(event)).not.toContain('null');
  });

  it('includes members with a default [P010]', async () => {
    const text = await lastEvent(async function* ({ id }) {
      yield done(looseItem({ ...message(id, 'a', ''), content: [{ type: 'output_text', text: 'Hi' }] }));
    });
    expect(text).toMatchObject({ item: { content: [{ annotations: [] }] } });
    const flow = await lastEvent(async function* ({ id }) {
      yield done(
        looseItem({
          type: 'workflow',
          id: 'wf',
          thread_id: id,
          created_at: '2026-01-01T00:00:00Z',
          workflow: { type: 'custom', tasks: [{ type: 'web_search' }] },
        }),
      );
    });
    expect(flow).toMatchObject({
      item: { workflow: { expanded: false, tasks: [{ status_indicator: 'none', queries: [], sources: [] }] } },
    });
    expect(
      await lastEvent(async function* () {
        yield loosely({ type: 'client_effect', name: 'x' });
      }),
    ).toEqual({ type: 'client_effect', name: 'x', data: {} });
    expect(await openChat().ask({ type: 'threads.list', params: {} })).toEqual({ data: [], has_more: false });
  });

  it("omits an attachment's metadata [P011]", async () => {
    const chat = openChat();
    await chat.store.saveAttachment(
      { type: 'file', id: 'atc_1', name: 'a.txt', mime_type: 'text/plain', metadata: { path: '/secret' } },
      ada(),
    );
    const response = await chat.post(create('look', { attachments: ['atc_1'] }));
    const stream = await response.text();
    expect(stream).toContain('atc_1');
    const [thread] = (await chat.store.loadThreads({ limit: 1, order: 'asc' }, ada())).data;
    const items = await (await chat.post({ type: 'items.list', params: { thread_id: thread?.id } })).text();
    expect(items).toContain('atc_1');
    expect(stream + items).not.toContain('secret');
  });

  it('has empty thread metadata in every answer [P012]', async () => {
    const chat = openChat();
    const { id } = await chat.thread({ metadata: { plan: 'gold' } });
    for (const request of [
      { type: 'threads.get_by_id', params: { thread_id: id } },
      { type: 'threads.update', params: { thread_id: id, title: 'x' } },
    ]) {
      expect((await chat.ask(request))['metadata']).toEqual({});
    }
    expect(JSON.stringify(await chat.ask({ type: 'threads.list', params: {} }))).toContain('"metadata":{}');
    expect(await chat.store.loadThread(id, ada())).toMatchObject({ metadata: { plan: 'gold' } });
  });

  it('refuses relative preview addresses, passes data: and blob:, and normalises others [P014]', async () => {
    const image = (url: string) => ({
      ...userMessage('', 'u'),
      attachments: [{ type: 'image' as const, id: 'atc', name: 'a.png', mime_type: 'image/png', preview_url: url }],
    });
    const send = (url: string) =>
      lastEvent(async function* ({ id }) {
        yield done({ ...image(url), thread_id: id });
      });
    expect(await send('/a.png')).toMatchObject({ type: 'error', code: 'stream.error' });
    for (const [given, sent] of [
      ['data:image/png;base64,AA==', 'data:image/png;base64,AA=='],
      ['blob:https://x.example/1', 'blob:https://x.example/1'],
      ['https://EXAMPLE.com', 'https://example.com/'],
      ['https://example.com/a b', 'https://example.com/a%20b'],
    ] as const) {
      expect(await send(given)).toMatchObject({ item: { attachments: [{ preview_url: sent }] } });
    }
  });

  it('has one data line and a blank line per event, with text unescaped [P006]', async () => {
    const chat = openChat({
      async *respond({ id }) {
        yield done(message(id, 'a', 'zwei\nZeilen, «ü» 🎈'));
      },
    });
    const { id } = await chat.thread();
    const body = await (await chat.post(addMessage(id))).text();
    expect(body).toContain('zwei\\nZeilen, «ü» 🎈');
    expect(body.split('\n\n').map((frame) => frame.slice(0, 7))).toEqual(['data: {', 'data: {', 'data: {', '']);
    expect(body).not.toMatch(/\r|^(event|id|retry|:)/m);
  });

  it('has ids with the prefix of their kind and 128 random bits [P025 P026]', async () => {
    const chat = openChat();
    const [thread, user] = await chat.stream(create());
    expect(thread).toMatchObject({ thread: { id: expect.stringMatching(/^thr_[0-9a-f]{32}$/) } });
    expect(user).toMatchObject({
      item: { id: expect.stringMatching(/^msg_[0-9a-f]{32}$/), created_at: expect.stringMatching(/Z$/) },
    });
  });
});
