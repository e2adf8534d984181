import { describe, expect, it } from 'vitest';
import type { AttachmentStore } from './store.ts';
import { ada, addMessage, asRecord, create, openChat } from '../../../test/harness/chat/chat-server.ts';

async function refused(response: Response): Promise<unknown[]> {
  const { code, message } = asRecord(asRecord(await response.json())['error']);
  return [response.status, code, message];
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `atc_${index}`);

describe('the limit of a message', () => {
  it('is 10 different files, however often each is named', async () => {
    const chat = openChat();
    for (const id of ids(10))
      await chat.store.saveAttachment({ type: 'file', id, name: `${id}.pdf`, mime_type: 'application/pdf' }, ada());
    const attachments = [...ids(10), ...ids(10), 'atc_3'];
    const [, done] = await chat.stream(create('Look', { attachments }));
    expect(done).toMatchObject({ item: { attachments: ids(10).map((id) => ({ id })) } });

    expect(await refused(await chat.post(create('Look', { attachments: ids(11) })))).toEqual([
      400,
      'too_many_attachments',
      'A message may have at most 10 files, and params.input.attachments names 11. Send the others with another message.',
    ]);
  });

  it('is 100,000 characters in all its parts', async () => {
    const half = { type: 'input_text', text: 'x'.repeat(50_000) };
    const chat = openChat();
    expect((await chat.post(create('', { content: [half, half] }))).status).toBe(200);
    const over = create('', { content: [half, half, { type: 'input_tag', id: 'a', text: '!', data: {} }] });
    expect(await refused(await chat.post(over))).toEqual([
      400,
      'message_too_long',
      'A message may have at most 100,000 characters, and params.input.content has 100,001. Shorten it, or send it in parts.',
    ]);
  });

  it('is sent to our own composer with each list of threads and each thread', async () => {
    const chat = openChat({ messageLimits: { maxAttachments: 3 } });
    const { id } = await chat.thread();
    const metadata = { chatdock: { resume: true } };
    const requests = [
      { type: 'threads.list', params: {} },
      { type: 'threads.get_by_id', params: { thread_id: id } },
    ];
    for (const request of requests) {
      expect(await chat.ask({ ...request, metadata })).toMatchObject({
        limits: { message_chars: 100_000, attachments: 3, edits: true },
      });
      expect(await chat.ask(request)).not.toHaveProperty('limits');
    }
  });

  it('is sent to our own composer with the file types that the attachment store accepts', async () => {
    const attachmentStore: AttachmentStore = {
      accepts: { types: ['image/png'], maxBytes: 5 },
      generateAttachmentId: () => 'atc_1',
      deleteAttachment: async () => undefined,
    };
    const chat = openChat({ attachmentStore });
    const answer = await chat.ask({ type: 'threads.list', params: {}, metadata: { chatdock: { resume: true } } });
    expect(answer).toMatchObject({ limits: { attachments: 10, file_types: ['image/png'], file_bytes: 5 } });
  });

  it('can be configured, and a refused message stores nothing', async () => {
    const chat = openChat({ messageLimits: { maxAttachments: 0, maxMessageChars: 5 } });
    const { id } = await chat.thread();
    expect((await chat.post(addMessage(id, 'hello'))).status).toBe(200);
    expect((await chat.post(addMessage(id, 'hello!'))).status).toBe(400);
    expect((await chat.post(addMessage(id, 'hello', { attachments: ['atc_1'] }))).status).toBe(400);
    expect((await chat.post(create('hello!'))).status).toBe(400);
    expect(await chat.stored(id)).toHaveLength(1);
    expect((await chat.store.loadThreads({ limit: 9, order: 'asc' }, ada())).data).toHaveLength(1);
  });
});

describe('a request body', () => {
  it('is refused over 50,000 values, as text or already parsed', async () => {
    const chat = openChat();
    const body = { type: 'threads.list', params: {}, metadata: { list: Array.from({ length: 50_001 }, () => 1) } };
    expect((await refused(await chat.post(body))).slice(0, 2)).toEqual([400, 'too_many_values']);
    await expect(chat.server.process(body, ada())).rejects.toThrow('more than 50000 values');
    // Commas inside a string do not count.
    const text = create(','.repeat(90_000));
    expect((await chat.post(text)).status).toBe(200);
  });

  it('that only starts like a transcription has the normal size limit', async () => {
    const chat = openChat();
    const body = {
      metadata: { says: { type: 'input.transcribe' } },
      type: 'threads.delete',
      params: { thread_id: 'thr_1' },
    };
    expect((await chat.post(body)).status).toBe(200);
    expect((await refused(await chat.post({ ...body, more: 'x'.repeat(300_000) }))).slice(0, 2)).toEqual([
      413,
      'too_large',
    ]);
  });

  it('with a recording is refused while others use the memory, and accepted afterwards', async () => {
    const { promise: recording, resolve: transcribe } = Promise.withResolvers<{ text: string }>();
    const chat = openChat({ transcribe: () => recording, endpoint: { maxAudioBytesAtOnce: 1_000_000 } });
    const record = (bytes: number) => ({
      type: 'input.transcribe',
      params: { audio_base64: 'A'.repeat(bytes), mime_type: 'audio/webm' },
    });
    const first = chat.post(record(800_000));
    await expect.poll(async () => (await chat.post(record(800_000))).status).toBe(503);
    // A short recording is accepted, because it is no larger than other requests.
    const short = chat.post(record(100_000));
    transcribe({ text: 'heard' });
    expect((await first).status).toBe(200);
    expect((await short).status).toBe(200);
    expect((await chat.post(record(800_000))).status).toBe(200);
  });
});
