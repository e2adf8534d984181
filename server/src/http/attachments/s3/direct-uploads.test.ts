/** Files that a page sends straight to the bucket, against an S3 server that checks signatures. */
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { type S3Process, startS3 } from '../../../../../test/harness/servers/s3.ts';
import { MemoryFiles } from '../../../stores/files.ts';
import { HostedAttachments } from '../hosted-attachments.ts';
import { DirectUploads } from './direct-uploads.ts';
import { openS3BlobStore } from './s3-blob-store.ts';

const SHOP = 'https://shop.example';
const ada = { userId: 'ada', signal: new AbortController().signal, origin: 'https://chat.example' };
let s3: S3Process;
beforeAll(async () => {
  s3 = await startS3('files', SHOP);
}, 30_000);
afterAll(() => s3.stop());

async function open({ pages = [SHOP] }: { pages?: readonly string[] } = {}) {
  const blobs = await openS3BlobStore({
    ...s3.keys,
    bucket: 'files',
    prefix: 'chat',
    endpoint: s3.url,
    directFrom: pages,
  });
  const files = new MemoryFiles();
  const attachments = new HostedAttachments({ blobs, files, secret: 's'.repeat(32), maxBytes: 1000 });
  const announce = async (text: string, type = 'text/plain', size = Buffer.byteLength(text)) => {
    const attachment = await attachments.createAttachment({ name: 'note', size, mime_type: type }, ada);
    return { attachment, send: (other = text) => put(attachment, other) };
  };
  const contentOf = async ({ id }: Attachment) => {
    const blob = await blobs.read(id);
    return blob && (await buffer(blob.stream)).toString();
  };
  return { attachments, announce, contentOf, files };
}

/** As a browser does: with the headers of the descriptor, and the length that the body has. */
async function put({ upload_descriptor: target }: Attachment, text: string, headers: Record<string, string> = {}) {
  const { url = '', method = '', headers: given = {} } = target ?? {};
  const answer = await fetch(url, { method, headers: { ...given, ...headers }, body: text });
  await answer.text();
  return answer.status;
}

describe('a file that goes straight to the bucket', () => {
  it('is announced, uploaded, claimed by its message, and cannot be changed afterwards', async () => {
    const { attachments, announce, contentOf, files } = await open();
    const { attachment, send } = await announce('From the page.');
    expect(new URL(attachment.upload_descriptor?.url ?? '').origin).toBe(new URL(s3.url).origin);
    expect(attachment.upload_descriptor).toMatchObject({ method: 'PUT', headers: { 'Content-Type': 'text/plain' } });
    expect(await send()).toBe(200);
    expect(await contentOf(attachment)).toBeNull();
    expect((await attachments.attach(attachment, ada)).upload_descriptor).toBeUndefined();
    expect(await contentOf(attachment)).toBe('From the page.');
    expect(await files.ofOwner('ada')).toMatchObject([{ sizeBytes: 14 }]);
    await send('from the page.');
    await attachments.attach(attachment, ada);
    expect(await contentOf(attachment)).toBe('From the page.');
  });

  it.each([
    ['longer than announced', 'text/plain', 'Much longer than that.'],
    ['shorter than announced', 'text/plain', 'No'],
    ['of another type than announced', 'text/html', 'From the page.'],
  ])('is refused by the bucket when it is %s', async (_, type, text) => {
    const { attachments, announce, contentOf } = await open();
    const { attachment } = await announce('From the page.');
    expect(await put(attachment, text, { 'Content-Type': type })).toBe(403);
    await expect(attachments.attach(attachment, ada)).rejects.toMatchObject({ status: 409, code: 'not_uploaded' });
    expect(await contentOf(attachment)).toBeNull();
  });

  it('has its content checked, and nothing is left of a wrong one', async () => {
    const { attachments, announce, contentOf } = await open();
    const { attachment, send } = await announce('MZ\u0090\0 not a picture at all', 'image/png');
    expect(await send()).toBe(200);
    await expect(attachments.attach(attachment, ada)).rejects.toMatchObject({ status: 415, code: 'type_mismatch' });
    expect(await contentOf(attachment)).toBeNull();
    await expect(attachments.attach(attachment, ada)).rejects.toMatchObject({ code: 'not_uploaded' });
  });

  it('has its size checked, in case a storage ignores the signed one', async () => {
    const { attachments, announce, contentOf, files } = await open();
    const { attachment, send } = await announce('From the page.');
    await send();
    // As if 13 bytes had been announced.
    await files.setSize(attachment.id, 13);
    await expect(attachments.attach(attachment, ada)).rejects.toMatchObject({ status: 400, code: 'wrong_size' });
    expect(await contentOf(attachment)).toBeNull();
  });

  it('cannot be claimed once it has expired or was deleted', async () => {
    const { attachments, announce, contentOf } = await open();
    const [expired, deleted] = [await announce('Too late.'), await announce('Not wanted.')];
    await expired.send();
    await deleted.send();
    await attachments.expireUnsent(Date.now() + 1, async () => undefined);
    await attachments.deleteAttachment(deleted.attachment.id, ada);
    for (const { attachment } of [expired, deleted]) {
      await expect(attachments.attach(attachment, ada)).rejects.toMatchObject({ code: 'not_uploaded' });
      expect(await contentOf(attachment)).toBeNull();
    }
  });

  it('is refused before the upload if it is too large or empty', async () => {
    const { announce } = await open();
    await expect(announce('x', 'text/plain', 1001)).rejects.toMatchObject({ code: 'too_large' });
    await expect(announce('')).rejects.toMatchObject({ code: 'empty_file' });
  });
});

it.each([
  ['that the bucket does not let in', ['https://other.example']],
  ['of which the bucket lets in only some', [SHOP, 'https://other.example']],
  ['of all sites, when the bucket lets in one', ['*']],
  ['that are not named', []],
])('files of pages %s pass through the server', async (_, pages) => {
  const { announce } = await open({ pages });
  const { attachment } = await announce('From the page.');
  expect(attachment.upload_descriptor?.url).toMatch(/^https:\/\/chat\.example\/attachments\/atc_\w+\?token=/);
});

describe('claiming a file, if the bucket answers the copy', () => {
  /** Takes a file from a bucket that gives this answer. @returns the requests that it was sent */
  async function take(answer: Response) {
    const sent: string[] = [];
    const uploads = new DirectUploads({
      base: 'https://s3.example/files/chat',
      bucket: 'files',
      origins: [],
      sign: async (url) => url,
      send: async (url, { method }) => {
        sent.push(`${method} ${new URL(url).pathname}`);
        return method === 'PUT' ? answer : new Response(null, { status: 204 });
      },
    });
    const isTaken = await uploads.take('atc_1', 'https://s3.example/files/chat/atc_1');
    return { isTaken, sent };
  }

  it('with success, deletes the uploaded original', async () => {
    expect(await take(new Response('<CopyObjectResult/>'))).toEqual({
      isTaken: true,
      sent: ['PUT /files/chat/atc_1', 'DELETE /files/chat/incoming/atc_1'],
    });
  });

  it('with status 200 and an error, fails', async () => {
    await expect(take(new Response('<Error><Code>SlowDown</Code></Error>'))).rejects.toThrow(/SlowDown/);
  });

  it('with 404, reports that nothing was uploaded', async () => {
    expect(await take(new Response('', { status: 404 }))).toMatchObject({ isTaken: false });
  });
});
