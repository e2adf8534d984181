/** A whole server on its own port, with a folder for its files. */
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach } from 'vitest';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { asRecord, openChat } from '../chat/chat-server.ts';
import { chatkitRouter } from '../../../server/src/http/chatkit-router.ts';
import { attachmentRouter } from '../../../server/src/http/attachments/attachment-router.ts';
import { DiskBlobStore, type DiskOptions } from '../../../server/src/http/attachments/blob-store.ts';
import {
  HostedAttachments,
  type HostedAttachmentsOptions,
} from '../../../server/src/http/attachments/hosted-attachments.ts';

/** A picture of one point. */
export const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (character) => character.charCodeAt(0),
);

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const authenticate = (request: Request) => ({ userId: request.headers.get('x-user') ?? 'ada' });

/** Stops after the test. `disk` are the options of its folder. */
export async function openAttachmentSite({
  disk,
  ...options
}: Partial<HostedAttachmentsOptions> & { disk?: DiskOptions | undefined } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'chatdock-files-'));
  const clock = { now: Date.UTC(2026, 0, 1) };
  const attachments = new HostedAttachments({
    blobs: new DiskBlobStore(join(folder, 'files'), disk),
    secret: 's'.repeat(32),
    now: () => clock.now,
    ...options,
  });
  const chat = openChat({ attachmentStore: attachments });
  const app = express();
  app.use('/chatkit', chatkitRouter(chat.server, { authenticate }));
  app.use(
    '/attachments',
    attachmentRouter(chat.server, attachments, { authenticate, allowedOrigins: ['https://shop.example'] }),
  );
  const http = app.listen(0, '127.0.0.1');
  await once(http, 'listening');
  closing.push(async () => {
    http.closeAllConnections();
    http.close();
    await rm(folder, { recursive: true });
  });
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const post = (body: object, user = 'ada') =>
    fetch(`${base}/chatkit`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-user': user },
      body: JSON.stringify(body),
    });
  return {
    attachments,
    chat,
    clock,
    base,
    post,
    files: () => readdir(join(folder, 'files')).catch(() => [] as string[]),
    content: (id: string) => readFile(join(folder, 'files', id), 'utf8'),
    upload: (
      content: BlobPart,
      type: string,
      {
        name = 'box',
        field = 'file',
        headers = {},
      }: { name?: string; field?: string; headers?: Record<string, string> } = {},
    ) => {
      const form = new FormData();
      form.append(field, new Blob([content], { type }), name);
      return fetch(`${base}/attachments`, { method: 'POST', body: form, headers });
    },
    announce: async (size: number, type = 'image/png') =>
      (await (
        await post({ type: 'attachments.create', params: { name: 'box.png', size, mime_type: type } })
      ).json()) as Attachment,
  };
}

/** Uploads to an address that was announced. */
export const put = (address: string, body: BodyInit, init: RequestInit = {}) =>
  fetch(address, { method: 'PUT', body, headers: { 'content-type': 'image/png' }, ...init });

/** The status and the code of a refused request. */
export const refusal = async (response: Response) => [
  response.status,
  asRecord(asRecord(await response.json())['error'])['code'],
];
