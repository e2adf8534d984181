/** The limits that keep files from filling the disk, and one file from replacing another. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { create } from '../../../../test/harness/chat/chat-server.ts';
import { openAttachmentSite, put as putTo, refusal } from '../../../../test/harness/servers/attachment-site.ts';
import { MemoryFiles } from '../../stores/files.ts';
import type { DiskOptions } from './blob-store.ts';

async function open({ perOwner = 0, inAll = 0, disk }: { perOwner?: number; inAll?: number; disk?: DiskOptions } = {}) {
  const files = new MemoryFiles(() => site.clock.now);
  const site = await openAttachmentSite({ files, quotas: { perOwner, inAll }, disk });
  return {
    ...site,
    upload: (content: string, user = 'ada') =>
      site.upload(content, 'text/plain', { name: 'a.txt', headers: { 'x-user': user } }),
    announce: (size: number, user = 'ada') =>
      site.post({ type: 'attachments.create', params: { name: 'a.txt', size, mime_type: 'text/plain' } }, user),
  };
}
const put = (attachment: Attachment, body: string) =>
  putTo(attachment.upload_descriptor?.url ?? '', body, { headers: {} });

describe('the quota', () => {
  it('of an owner counts what is stored and what is announced, and deleting makes room', async () => {
    const { upload, announce, post, files } = await open({ perOwner: 1000 });
    const first = await (await upload('a'.repeat(600))).json();
    expect((await announce(300)).status).toBe(200);
    expect(await refusal(await announce(101))).toEqual([413, 'quota_used_up']);
    expect(await refusal(await upload('b'.repeat(500)))).toEqual([413, 'quota_used_up']);
    expect((await upload('c'.repeat(500), 'bob')).status).toBe(200);
    await post({ type: 'attachments.delete', params: { attachment_id: first.id } });
    expect((await upload('d'.repeat(100))).status).toBe(200);
    expect(await files()).toHaveLength(2);
  });

  it('of all owners together cannot be exceeded with new identities', async () => {
    const { announce, files } = await open({ inAll: 1000 });
    const answers = [];
    for (let index = 0; index < 5; index += 1) answers.push((await announce(300, `visitor-${index}`)).status);
    expect(answers).toEqual([200, 200, 200, 507, 507]);
    expect(await files()).toEqual([]);
  });

  it('is not used up by uploads that are refused', async () => {
    const { upload } = await open({ perOwner: 1000 });
    for (let index = 0; index < 5; index += 1) expect((await upload('\0'.repeat(500))).status).toBe(415);
    expect((await upload('a'.repeat(600))).status).toBe(200);
  });
});

it('refuses files with a message if the disk has too little room', async () => {
  const { upload, announce, files } = await open({ disk: { minFreeBytes: Number.MAX_SAFE_INTEGER } });
  expect(await refusal(await upload('a'))).toEqual([507, 'disk_full']);
  const announced: Attachment = await (await announce(3)).json();
  expect(await refusal(await put(announced, 'abc'))).toEqual([507, 'disk_full']);
  expect(await files()).toEqual([]);
});

describe('an upload address', () => {
  it('accepts one of many concurrent uploads, and keeps that one', async () => {
    const { announce, content, files } = await open();
    const announced: Attachment = await (await announce(6)).json();
    const url = new URL(announced.upload_descriptor?.url ?? '');
    // Every request is open before any ends, so all of them have found the address unused.
    const requests = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const request = httpRequest(url, { method: 'PUT', headers: { 'content-length': 6 } });
        const answered = once(request, 'response');
        request.write(`${index}`.padStart(5, 'x'));
        await once(request, 'socket');
        return { request, answered, text: `${index}`.padStart(5, 'x') + '!' };
      }),
    );
    for (const { request } of requests) request.end('!');
    const statuses = await Promise.all(
      requests.map(async ({ answered }) => {
        const [response] = await answered;
        response.resume();
        return response.statusCode as number;
      }),
    );
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect(await content(announced.id)).toBe(requests[statuses.indexOf(204)]?.text);
    expect(await files()).toEqual([announced.id]);
  });

  it('is invalid once its file was sent or deleted, or has expired', async () => {
    const { announce, post, clock, attachments } = await open();
    const [sent, deleted, expired]: Attachment[] = await Promise.all(
      [3, 3, 3].map(async (size) => (await announce(size)).json()),
    );
    if (!sent || !deleted || !expired) throw new Error('Nothing was announced.');
    await put(sent, 'abc');
    await (await post(create('Here', { attachments: [sent.id] }))).text();
    await attachments.blobs.delete(sent.id);
    expect(await refusal(await put(sent, 'new'))).toEqual([403, 'upload_expired']);
    await post({ type: 'attachments.delete', params: { attachment_id: deleted.id } });
    expect(await refusal(await put(deleted, 'new'))).toEqual([403, 'upload_expired']);
    clock.now += 1;
    await attachments.expireUnsent(clock.now, async () => undefined);
    expect(await refusal(await put(expired, 'new'))).toEqual([403, 'upload_expired']);
  });

  it('carries ids only: neither the owner nor the name of a file', async () => {
    const { announce, attachments } = await open();
    const announced: Attachment = await (await announce(3, 'user:shop:ada@shop.example')).json();
    const context = { userId: 'user::ada', signal: new AbortController().signal, origin: 'http://chat.example' };
    const image = attachments.toRecord(announced.id, { name: 'payslip.png', mimeType: 'image/png' }, context);
    const addresses = [announced.upload_descriptor?.url, image.type === 'image' ? image.preview_url : undefined];
    for (const address of addresses) {
      const payload = new URL(address ?? '').searchParams.get('token')?.split('.')[0] ?? '';
      expect(Buffer.from(payload, 'base64url').toString()).toContain(announced.id);
      expect(`${address} ${Buffer.from(payload, 'base64url').toString()}`).not.toMatch(/ada|payslip|a\.txt/);
    }
  });
});

it('files that no message uses are deleted after a while, sent ones stay', async () => {
  const { upload, post, clock, attachments, files, chat } = await open();
  const sent = await (await upload('sent')).json();
  const unsent = await (await upload('unsent')).json();
  await (await post(create('Here', { attachments: [sent.id] }))).text();
  clock.now += 1;
  const forgotten: string[] = [];
  await attachments.expireUnsent(clock.now, async (id, owner) => void forgotten.push(`${owner} ${id}`));
  expect(await files()).toEqual([sent.id]);
  expect(forgotten).toEqual([`ada ${unsent.id}`]);
  const late = await post(create('Here', { attachments: [unsent.id] }));
  expect(late.status).toBe(409);
  expect(chat.server.activeRuns).toBe(0);
});
