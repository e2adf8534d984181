import { describe, expect, it } from 'vitest';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { addMessage, asRecord } from '../../../../test/harness/chat/chat-server.ts';
import { PNG, openAttachmentSite, refusal, put } from '../../../../test/harness/servers/attachment-site.ts';

describe('download', () => {
  it('answers alike for foreign, deleted and unknown files', async () => {
    const { upload, base, post, files } = await openAttachmentSite();
    const { id } = (await (await upload(PNG, 'image/png')).json()) as Attachment;
    const get = async (name: string, user = 'ada') => {
      const response = await fetch(`${base}/attachments/${name}`, { headers: { 'x-user': user } });
      return [response.status, await response.text()];
    };
    const missing = await get(`atc_${'0'.repeat(32)}`);
    expect(missing[0]).toBe(404);
    expect(await get(id, 'eve')).toEqual(missing);
    expect(await get('..%2f..%2fetc%2fpasswd')).toEqual(missing);
    await post({ type: 'attachments.delete', params: { attachment_id: id } });
    expect(await get(id)).toEqual(missing);
    expect(await files()).toEqual([]);
  });

  it('serves a preview address without identity, for one file and a limited time', async () => {
    const { upload, clock } = await openAttachmentSite();
    const { preview_url: address } = (await (await upload(PNG, 'image/png')).json()) as { preview_url: string };
    const { preview_url: other } = (await (await upload(PNG, 'image/png')).json()) as { preview_url: string };
    const get = async (url: string) => (await fetch(url, { headers: { 'x-user': 'nobody' } })).status;
    expect(await get(address)).toBe(200);
    expect(await get(`${other.split('?')[0]}?${address.split('?')[1]}`)).toBe(404);
    clock.now += 3_600_000;
    expect(await get(address)).toBe(200);
    clock.now += 3_600_000;
    expect(await get(address)).toBe(404);
  });

  it('serves other files in the same way, and has no address before the bytes arrive', async () => {
    const { upload, announce, chat, clock, post } = await openAttachmentSite();
    expect(await announce(5, 'text/plain')).not.toHaveProperty('download_url');
    const { id } = (await (await upload('hello', 'text/plain', { name: 'a.txt' })).json()) as Attachment;
    const thread = await chat.thread();
    await (await post(addMessage(thread.id, 'look', { attachments: [id] }))).text();
    const { data } = asRecord(await (await post({ type: 'items.list', params: { thread_id: thread.id } })).json()) as {
      data: { attachments: { download_url: string }[] }[];
    };
    const address = data[0]?.attachments[0]?.download_url ?? '';
    const response = await fetch(address, { headers: { 'x-user': 'nobody', origin: 'https://shop.example' } });
    expect([response.status, await response.text()]).toEqual([200, 'hello']);
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    clock.now += 7_200_000;
    expect((await fetch(address, { headers: { 'x-user': 'nobody' } })).status).toBe(404);
  });

  it('an upload address cannot read, and a download address cannot upload', async () => {
    const { announce, upload, base } = await openAttachmentSite();
    const { id, upload_descriptor: descriptor } = await announce(PNG.byteLength);
    const uploadAddress = descriptor?.url ?? '';
    expect((await put(uploadAddress, PNG)).status).toBe(204);
    expect((await fetch(uploadAddress, { headers: { 'x-user': 'nobody' } })).status).toBe(404);
    expect((await fetch(`${base}/attachments/${id}`)).status).toBe(200);
    const { preview_url: readAddress } = (await (await upload(PNG, 'image/png')).json()) as { preview_url: string };
    expect(await refusal(await put(readAddress, PNG))).toEqual([403, 'upload_expired']);
  });

  it('never displays executable content inline, and sandboxes it', async () => {
    const { upload, base } = await openAttachmentSite({ types: ['image/svg+xml', 'text/html', 'text/plain'] });
    for (const [content, type] of [
      ['<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'image/svg+xml'],
      ['<script>1</script>', 'text/html'],
      ['hello', 'text/plain'],
    ] as const) {
      const attachment = (await (await upload(content, type, { name: 'é(x).svg' })).json()) as Attachment;
      expect(attachment.type).toBe('file');
      const { headers } = await fetch(`${base}/attachments/${attachment.id}`);
      expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%A9%28x%29.svg");
      expect([headers.get('content-security-policy'), headers.get('x-content-type-options')]).toEqual([
        "default-src 'none'; sandbox",
        'nosniff',
      ]);
    }
  });
});

it('other sites may upload and show files only if they are allowed', async () => {
  const { upload, base, files } = await openAttachmentSite();
  const allowed = await upload(PNG, 'image/png', { headers: { origin: 'https://shop.example' } });
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example']);
  expect(await refusal(await upload(PNG, 'image/png', { headers: { origin: 'https://evil.example' } }))).toEqual([
    403,
    'origin_not_allowed',
  ]);
  expect(await files()).toHaveLength(1);
  const preflight = await fetch(`${base}/attachments/atc_1`, {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'PUT' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
    204,
    'GET, POST, PUT, OPTIONS',
  ]);
});
