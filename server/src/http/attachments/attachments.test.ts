import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { ada, addMessage, asRecord, until } from '../../../../test/harness/chat/chat-server.ts';
import { StoreUnavailableError } from '../../core/store.ts';
import { DiskBlobStore } from './blob-store.ts';
import { HostedAttachments } from './hosted-attachments.ts';
import { PNG, openAttachmentSite, refusal, put } from '../../../../test/harness/servers/attachment-site.ts';

describe('direct upload', () => {
  it('stores the file under an unguessable name, and returns the public record only [P151]', async () => {
    const { upload, files, chat } = await openAttachmentSite();
    const response = await upload(PNG, 'image/png', { name: '../../Wohnung\u202e.png' });
    const attachment = asRecord(await response.json());
    expect(Object.keys(attachment).sort()).toEqual(['id', 'mime_type', 'name', 'preview_url', 'type']);
    expect(attachment).toMatchObject({
      type: 'image',
      name: 'Wohnung.png',
      mime_type: 'image/png',
      id: expect.stringMatching(/^atc_[0-9a-f]{32}$/),
    });
    expect(await files()).toEqual([attachment['id']]);
    expect(await chat.store.loadAttachment(String(attachment['id']), ada())).toMatchObject({ name: 'Wohnung.png' });
  });

  it.each([
    ['👩\u200d👩\u200d👧.png', '👩\u200d👩\u200d👧.png'],
    ['❤\ufe0f\u200d🔥 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}.png', undefined],
    ['👩🏽\u200d💻.png', undefined],
    ['می\u200cخواهم.png', undefined],
    ['क्\u200dष.png', undefined],
    ['in\u200dvoice.p\u200cng', 'invoice.png'],
    ['a\u{e0067}\u200e\ufeff.png', 'a.png'],
  ])('keeps the joiners of emoji and letters in a name: %j', async (name, kept = name) => {
    const { upload } = await openAttachmentSite();
    expect(await (await upload(PNG, 'image/png', { name })).json()).toMatchObject({ name: kept });
  });

  it('lets the file be sent with a message, and its owner download it unchanged', async () => {
    const { upload, chat, base, post } = await openAttachmentSite();
    const { id } = (await (await upload(PNG, 'image/png')).json()) as Attachment;
    const thread = await chat.thread();
    expect(await (await post(addMessage(thread.id, 'look', { attachments: [id] }))).text()).toContain(id);
    const { data } = asRecord(await (await post({ type: 'items.list', params: { thread_id: thread.id } })).json()) as {
      data: { attachments: { preview_url: string }[] }[];
    };
    const address = data[0]?.attachments[0]?.preview_url ?? '';
    expect(address.startsWith(base)).toBe(true);
    for (const file of [await fetch(address), await fetch(`${base}/attachments/${id}`)]) {
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(PNG);
      expect([
        file.headers.get('content-type'),
        file.headers.get('content-disposition')?.split(';')[0],
        file.headers.get('x-content-type-options'),
      ]).toEqual(['image/png', 'inline', 'nosniff']);
    }
  });

  it.each<[string, BlobPart, string, string]>([
    ['HTML that says it is an image', '<!doctype html><script>alert(1)</script>', 'image/png', 'type_mismatch'],
    [
      'a program that says it is text',
      Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0]),
      'text/plain',
      'type_mismatch',
    ],
    ['an image that says it is a PDF', PNG, 'application/pdf', 'type_mismatch'],
    ['HTML', '<p>', 'text/html', 'type_not_allowed'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml', 'type_not_allowed'],
  ])('refuses %s and leaves nothing behind', async (_what, content, type, code) => {
    const { upload, files, chat } = await openAttachmentSite();
    expect(await refusal(await upload(content, type))).toEqual([415, code]);
    expect(await files()).toEqual([]);
    expect(await chat.store.loadThreads({ limit: 1, order: 'asc' }, ada())).toMatchObject({ data: [] });
  });

  it.each(['text/plain', 'text/markdown', 'text/csv', 'application/json'])('accepts text of type %s', async (type) => {
    const { upload } = await openAttachmentSite();
    expect((await upload('{"a": "ü"}'.repeat(1000), type)).status).toBe(200);
  });

  it('refuses a file during upload if it is too large, an empty file, and a form without one', async () => {
    const { upload, files } = await openAttachmentSite({ maxBytes: 1_048_576 });
    const large = await upload('x'.repeat(3_000_000), 'text/plain');
    expect(await large.clone().text()).toContain('larger than the limit of 1 MB');
    expect(await refusal(large)).toEqual([413, 'too_large']);
    expect(await refusal(await upload('', 'text/plain'))).toEqual([400, 'empty_file']);
    expect(await refusal(await upload(PNG, 'image/png', { field: 'other' }))).toEqual([400, 'no_file']);
    expect(await files()).toEqual([]);
  });

  it.each([
    ['multipart/form-data', 'x'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhalf',
    ],
    ['multipart/form-data; boundary=b', ''],
    ['application/json', '{}'],
    ['text/plain', 'hello'],
  ])('refuses a body of type %s without a complete form', async (type, body) => {
    const { base, files } = await openAttachmentSite();
    const response = await fetch(`${base}/attachments`, { method: 'POST', headers: { 'content-type': type }, body });
    expect([400, 415]).toContain(response.status);
    expect(await files()).toEqual([]);
  });

  it('a file whose record cannot be stored is deleted again', async () => {
    const { chat, upload, files } = await openAttachmentSite();
    let written: string[] = [];
    chat.store.saveAttachment = async () => {
      written = await files();
      throw new StoreUnavailableError('The disk is full.');
    };
    expect((await upload(PNG, 'image/png')).status).toBe(503);
    expect(written).toHaveLength(1);
    expect(await files()).toEqual([]);
  });

  it('leaves nothing behind if the client disconnects', async () => {
    const { base, files } = await openAttachmentSite();
    const upload = httpRequest(`${base}/attachments`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '9000000' },
    });
    upload.on('error', () => {});
    upload.write(
      `--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n${'x'.repeat(100_000)}`,
    );
    await until(async () => (await files()).some((name) => name.endsWith('.part')));
    upload.destroy();
    await until(async () => (await files()).length === 0);
    expect(await files()).toEqual([]);
  });
});

describe('two-phase upload', () => {
  it('accepts the announced bytes at the upload address, by PUT or as a form', async () => {
    const { announce, post, chat } = await openAttachmentSite();
    const form = new FormData();
    form.append('file', new Blob([PNG], { type: 'image/png' }), 'box.png');
    for (const init of [{ body: PNG }, { method: 'POST', body: form, headers: {} }]) {
      const { id, upload_descriptor: descriptor } = await announce(PNG.byteLength);
      expect((await put(descriptor?.url ?? '', PNG, init)).status).toBe(204);
      const thread = await chat.thread();
      await (await post(addMessage(thread.id, 'look', { attachments: [id] }))).text();
      const [item] = await chat.stored(thread.id);
      expect(item?.type === 'user_message' && item.attachments).toMatchObject([{ id, thread_id: thread.id }]);
      expect(await chat.store.loadAttachment(id, ada())).not.toHaveProperty('upload_descriptor');
    }
  });

  it('refuses a message with a file whose bytes never arrived', async () => {
    const { announce, post, chat } = await openAttachmentSite();
    const { id } = await announce(PNG.byteLength);
    const thread = await chat.thread();
    expect(await refusal(await post(addMessage(thread.id, 'look', { attachments: [id] })))).toEqual([
      409,
      'not_uploaded',
    ]);
    expect(await chat.stored(thread.id)).toEqual([]);
  });

  it('signs the address for one file, its size, its type and a limited time', async () => {
    const { announce, clock, files } = await openAttachmentSite();
    const { id, upload_descriptor: descriptor } = await announce(PNG.byteLength);
    const address = descriptor?.url ?? '';
    const other = await announce(PNG.byteLength);
    expect(await refusal(await put(address.replace(id, other.id), PNG))).toEqual([403, 'upload_expired']);
    expect(await refusal(await put(address.replace(/token=.{9}/, 'token=AAAAAAAAA'), PNG))).toEqual([
      403,
      'upload_expired',
    ]);
    expect(await refusal(await put(address.split('?')[0] ?? '', PNG))).toEqual([403, 'upload_expired']);
    expect(await refusal(await put(address, PNG.slice(0, -1)))).toEqual([400, 'wrong_size']);
    expect(await refusal(await put(address, Uint8Array.from([...PNG, 0])))).toEqual([400, 'wrong_size']);
    expect(await refusal(await put(address, 'x'.repeat(PNG.byteLength)))).toEqual([415, 'type_mismatch']);
    clock.now += 600_001;
    expect(await refusal(await put(address, PNG))).toEqual([403, 'upload_expired']);
    expect(await files()).toEqual([]);
    const fresh = (await announce(PNG.byteLength)).upload_descriptor?.url ?? '';
    expect((await put(fresh, PNG)).status).toBe(204);
    expect(await refusal(await put(fresh, PNG))).toEqual([409, 'already_uploaded']);
  });

  it('refuses at once if the announced file is too large, empty or of a refused type', async () => {
    const { post } = await openAttachmentSite({ maxBytes: 100 });
    const announce = async (size: number, type: string) =>
      refusal(await post({ type: 'attachments.create', params: { name: 'a', size, mime_type: type } }));
    expect(await announce(101, 'image/png')).toEqual([413, 'too_large']);
    expect(await announce(0, 'image/png')).toEqual([400, 'empty_file']);
    expect(await announce(10, 'application/x-msdownload')).toEqual([415, 'type_not_allowed']);
  });
});

it('clears uploads left by a killed process, but not those in progress', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chatdock-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, daysOld] of [
    ['a.1.part', 2],
    ['b.2.part', 0],
    ['atc_whole', 2],
  ] as const) {
    await writeFile(join(folder, name), 'x');
    const time = Date.now() / 1000 - daysOld * 86_400;
    await utimes(join(folder, name), time, time);
  }
  await new DiskBlobStore(folder).write(
    'atc_new',
    (async function* () {
      yield PNG;
    })(),
  );
  expect((await readdir(folder)).sort()).toEqual(['atc_new', 'atc_whole', 'b.2.part']);
});

it('a full disk answers 503 with Retry-After, and recovers by itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chatdock-files-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  // A file in place of the folder blocks all writes, even by root.
  await writeFile(join(folder, 'files'), '');
  const { upload } = await openAttachmentSite({ blobs: new DiskBlobStore(join(folder, 'files')) });
  const refused = await upload(PNG, 'image/png');
  expect([refused.headers.get('retry-after'), ...(await refusal(refused))]).toEqual(['5', 503, 'store_unavailable']);
  await rm(join(folder, 'files'));
  expect((await upload(PNG, 'image/png')).status).toBe(200);
});

it('refuses a secret that could be guessed', () => {
  expect(() => new HostedAttachments({ blobs: new DiskBlobStore('nowhere'), secret: 'short' })).toThrow(
    'fewer than 32 bytes',
  );
});

it('500 broken forms are refused and nothing worse', async () => {
  const { base, files } = await openAttachmentSite({ maxBytes: 5000 });
  const whole = Buffer.from(
    `--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--b--\r\n`,
  );
  const change = fc.record({
    at: fc.nat(whole.byteLength - 1),
    remove: fc.nat(12),
    insert: fc.uint8Array({ maxLength: 12 }),
    cut: fc.boolean(),
  });
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(change, async ({ at, remove, insert, cut }) => {
      const body = Buffer.concat([whole.subarray(0, at), insert, cut ? Buffer.alloc(0) : whole.subarray(at + remove)]);
      const response = await fetch(`${base}/attachments`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body,
      });
      const text = await response.text();
      expect([200, 400, 413, 415], text).toContain(response.status);
      if (response.status === 200) taken += 1;
    }),
    { numRuns: 500 },
  );
  // Accepted files are stored and nothing else: no partial files, no refused ones.
  expect(await files()).toHaveLength(taken);
}, 60_000);
