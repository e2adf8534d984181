import { describe, expect, it } from 'vitest';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import {
  ada,
  addMessage,
  asRecord,
  hidden,
  message,
  openChat,
  type Script,
} from '../../../../test/harness/chat/chat-server.ts';
import type { AudioInput } from '../hooks.ts';

async function openWith(count: number, script: Script = {}) {
  const chat = openChat(script);
  const { id } = await chat.thread({ title: 'Old name' });
  for (let index = 0; index < count; index += 1)
    await chat.store.addThreadItem(id, message(id, `m${index}`, 'x'), ada());
  return { chat, id };
}

const ids = (page: unknown) => (asRecord(page)['data'] as { id: string }[]).map((record) => record.id);

it('an invalid item does not block the rest of the thread', async () => {
  const { chat, id } = await openWith(2);
  await chat.store.addThreadItem(
    id,
    { ...message(id, 'broken', 'x'), content: 'x' } as unknown as ReturnType<typeof message>,
    ada(),
  );
  expect(ids(await chat.ask({ type: 'items.list', params: { thread_id: id } }))).toEqual(['m1', 'm0']);
  expect(ids((await chat.ask({ type: 'threads.get_by_id', params: { thread_id: id } }))['items'])).toEqual([
    'm0',
    'm1',
  ]);
});

describe('threads', () => {
  it('renaming stores and returns the thread with its new name and an empty page [P048]', async () => {
    const { chat, id } = await openWith(1);
    expect(await chat.ask({ type: 'threads.update', params: { thread_id: id, title: '' } })).toMatchObject({
      id,
      title: '',
      items: { data: [], has_more: false },
    });
    expect(await chat.store.loadThread(id, ada())).toMatchObject({ title: '' });
  });

  it("deleting answers {} for an unknown thread, and for another user's, which stays [P049]", async () => {
    const { chat, id } = await openWith(1);
    const remove = (threadId: string, user: string) =>
      chat.post({ type: 'threads.delete', params: { thread_id: threadId } }, { headers: { 'x-user': user } });
    for (const response of [await remove('thr_nobodys', 'ada'), await remove(id, 'eve')])
      expect([response.status, await response.json()]).toEqual([200, {}]);
    expect(await chat.stored(id)).toHaveLength(1);
    expect(await (await remove(id, 'ada')).json()).toEqual({});
    expect((await chat.post({ type: 'threads.get_by_id', params: { thread_id: id } })).status).toBe(404);
  });

  it('lists have 20 threads by default, newest first, and a cursor only if more follow [P050 P051 P057]', async () => {
    const chat = openChat();
    const made: string[] = [];
    for (let index = 0; index < 25; index += 1)
      made.push((await chat.thread({ created_at: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString() })).id);
    const newestFirst = made.toReversed();
    const list = (params: object) => chat.ask({ type: 'threads.list', params });
    for (const params of [{}, { limit: 0 }, { limit: null }]) {
      const page = await list(params);
      expect(ids(page)).toEqual(newestFirst.slice(0, 20));
      expect(page).toMatchObject({ has_more: true, after: newestFirst[19] });
    }
    const rest = await list({ after: newestFirst[19] });
    expect(ids(rest)).toEqual(newestFirst.slice(20));
    expect(rest).not.toHaveProperty('after');
    expect(ids(await list({ limit: 9999, order: 'desc' }))).toEqual(newestFirst);
    expect(ids(await list({ limit: '3', order: 'asc' }))).toEqual(made.slice(0, 3));
  });

  it("lists contain no other user's threads", async () => {
    const { chat } = await openWith(1);
    const response = await chat.post({ type: 'threads.list', params: {} }, { headers: { 'x-user': 'eve' } });
    expect(await response.json()).toEqual({ data: [], has_more: false });
  });
});

describe('items', () => {
  it('a thread opens with its 20 oldest items [P052]', async () => {
    const { chat, id } = await openWith(25);
    const thread = await chat.ask({ type: 'threads.get_by_id', params: { thread_id: id } });
    expect(ids(thread['items'])).toEqual(Array.from({ length: 20 }, (_, index) => `m${index}`));
    expect(thread['items']).toMatchObject({ has_more: true, after: 'm19' });
  });

  it('hidden items are removed after paging, so a page may be short with more to come [P053]', async () => {
    const { chat, id } = await openWith(0);
    for (let index = 0; index < 4; index += 1)
      await chat.store.addThreadItem(id, index < 2 ? hidden(id, `h${index}`) : message(id, `m${index}`, 'x'), ada());
    const page = await chat.ask({ type: 'items.list', params: { thread_id: id, limit: 2, order: 'asc' } });
    expect(page).toEqual({ data: [], has_more: true, after: 'h1' });
    expect(
      ids(await chat.ask({ type: 'items.list', params: { thread_id: id, limit: 2, order: 'asc', after: 'h1' } })),
    ).toEqual(['m2', 'm3']);
  });

  it('a list is newest first; unknown threads and those of others are equally empty [P056]', async () => {
    const { chat, id } = await openWith(3);
    const list = async (threadId: string, user = 'ada') =>
      (
        await chat.post({ type: 'items.list', params: { thread_id: threadId } }, { headers: { 'x-user': user } })
      ).json();
    expect(ids(await list(id))).toEqual(['m2', 'm1', 'm0']);
    expect(await list('thr_nobodys')).toEqual({ data: [], has_more: false });
    expect(await list(id, 'eve')).toEqual({ data: [], has_more: false });
  });

  it('a negative limit is refused with a plain message', async () => {
    const { chat, id } = await openWith(1);
    const response = await chat.post({ type: 'items.list', params: { thread_id: id, limit: -1 } });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: { code: 'invalid_request', message: expect.stringContaining('limit') } },
    ]);
  });

  it('feedback reaches the application; unknown kinds and threads of others are refused [P154]', async () => {
    const given: unknown[] = [];
    const { chat, id } = await openWith(1, {
      addFeedback: async (threadId, itemIds, kind) => void given.push({ threadId, itemIds, kind }),
    });
    const feedback = (kind: string, user = 'ada') =>
      chat.post(
        { type: 'items.feedback', params: { thread_id: id, item_ids: ['m0', 'nobodys'], kind } },
        { headers: { 'x-user': user } },
      );
    expect(await (await feedback('positive')).json()).toEqual({});
    expect([(await feedback('meh')).status, (await feedback('negative', 'eve')).status]).toEqual([400, 404]);
    expect(given).toEqual([{ threadId: id, itemIds: ['m0', 'nobodys'], kind: 'positive' }]);
    expect(
      await openWith(1).then(({ chat, id }) =>
        chat.ask({ type: 'items.feedback', params: { thread_id: id, item_ids: [], kind: 'negative' } }),
      ),
    ).toEqual({});
  });
});

describe('attachments', () => {
  const record: Attachment = {
    type: 'file',
    id: 'atc_1',
    name: 'a.txt',
    mime_type: 'text/plain',
    upload_descriptor: { url: 'https://files.example/atc_1', method: 'PUT', headers: {} },
    metadata: { path: '/secret' },
  };
  const ask = { type: 'attachments.create', params: { name: 'a.txt', size: 3, mime_type: 'text/plain' } };

  it('creating stores the record and returns it with its upload address only [P146]', async () => {
    const chat = openChat({
      attachmentStore: {
        generateAttachmentId: () => 'atc_1',
        createAttachment: async () => record,
        deleteAttachment: async () => {},
      },
    });
    const { metadata: _, ...sent } = record;
    expect(await chat.ask(ask)).toEqual(sent);
    expect(await chat.store.loadAttachment('atc_1', ada())).toEqual(record);
  });

  it('creating is refused with a plain message without two-phase uploads [P147]', async () => {
    const direct = { generateAttachmentId: () => 'atc_1', deleteAttachment: async () => {} };
    for (const chat of [openChat(), openChat({ attachmentStore: direct })]) {
      const response = await chat.post(ask);
      expect([response.status, await response.json()]).toEqual([
        400,
        { error: { code: 'not_configured', message: expect.any(String) } },
      ]);
    }
  });

  it('deleting removes bytes, then record; a file of someone else counts as missing [P148]', async () => {
    const order: string[] = [];
    const chat = openChat({
      attachmentStore: {
        generateAttachmentId: () => 'atc_1',
        deleteAttachment: async (id) => void order.push(`bytes of ${(await chat.store.loadAttachment(id, ada())).id}`),
      },
    });
    await chat.store.saveAttachment(record, ada());
    const remove = (user: string) =>
      chat.post({ type: 'attachments.delete', params: { attachment_id: 'atc_1' } }, { headers: { 'x-user': user } });
    expect((await remove('eve')).status).toBe(404);
    expect(order).toEqual([]);
    expect(await (await remove('ada')).json()).toEqual({});
    expect(order).toEqual(['bytes of atc_1']);
    expect((await remove('ada')).status).toBe(404);
  });
});

it('deleting a thread deletes the files sent in it, and no others', async () => {
  const deleted: string[] = [];
  const chat = openChat({
    attachmentStore: { generateAttachmentId: () => 'x', deleteAttachment: async (id) => void deleted.push(id) },
  });
  for (const id of ['here', 'again', 'unsent', 'gone'])
    await chat.store.saveAttachment({ type: 'file', id, name: 'a', mime_type: 'text/plain' }, ada());
  const [first, second] = [await chat.thread(), await chat.thread()];
  await chat.stream(addMessage(first.id, 'look', { attachments: ['here', 'again', 'gone'] }));
  await chat.stream(addMessage(second.id, 'look again', { attachments: ['again'] }));
  await chat.store.deleteAttachment('gone', ada());
  expect(await chat.ask({ type: 'threads.delete', params: { thread_id: first.id } })).toEqual({});
  expect(deleted).toEqual(['here']);
  await expect(chat.store.loadAttachment('here', ada())).rejects.toThrow('no such attachment');
  for (const id of ['again', 'unsent']) expect(await chat.store.loadAttachment(id, ada())).toMatchObject({ id });
});

describe('transcription', () => {
  it('passes on bytes, raw type and media type, and returns the text [P152]', async () => {
    const heard: AudioInput[] = [];
    const chat = openChat({
      transcribe: async (audio) => {
        heard.push(audio);
        return { text: 'hello' };
      },
    });
    const request = {
      type: 'input.transcribe',
      params: { audio_base64: btoa('\u0000\u00ffabc'), mime_type: 'audio/webm;codecs=opus' },
    };
    expect(await chat.ask(request)).toEqual({ text: 'hello' });
    expect(heard).toEqual([
      { data: new Uint8Array([0, 255, 97, 98, 99]), mimeType: 'audio/webm;codecs=opus', mediaType: 'audio/webm' },
    ]);
  });

  it('accepts a recording larger than any other request', async () => {
    const chat = openChat({ transcribe: async ({ data }) => ({ text: String(data.byteLength) }) });
    const request = {
      type: 'input.transcribe',
      params: { audio_base64: btoa('a'.repeat(600_000)), mime_type: 'audio/webm' },
    };
    expect(await chat.ask(request)).toEqual({ text: '600000' });
  });

  it('is refused if it is not offered, or if the recording is not base64', async () => {
    const params = { audio_base64: 'data:audio/webm;base64,AAAA', mime_type: 'audio/webm' };
    expect(
      (await openChat().post({ type: 'input.transcribe', params: { ...params, audio_base64: 'AAAA' } })).status,
    ).toBe(400);
    expect(
      (await openChat({ transcribe: async () => ({ text: '' }) }).post({ type: 'input.transcribe', params })).status,
    ).toBe(400);
  });
});
