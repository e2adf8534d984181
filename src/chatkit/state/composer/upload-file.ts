/** Uploads a file in the configured way, and deletes it from the server again. */
import { attachmentSchema, type Attachment } from '@chatdock/protocol/thread/attachments';
import { reach, toHttpError } from '@chatdock/protocol/client/client';
import type { ChatFetch } from '@chatdock/protocol/client/chat-fetch';
import type { DraftAttachment } from '../chat-state.ts';
import type { Context } from '../context.ts';
import { ChatKitError } from '../errors.ts';
import { toChatKitError } from '../failure.ts';
import { fetchForAddress } from './send-to-storage.ts';
import { sendWithProgress } from './send-with-progress.ts';

interface UploadDeps {
  context: Context;
  file: File;
  signal: AbortSignal;
  onProgress: (patch: Partial<DraftAttachment>) => void;
}

/**
 * Uploads one file by `api.uploadStrategy` and returns the server's attachment.
 *
 * Direct: one multipart POST whose answer is the attachment. Two-phase: the attachment is created first and says where
 * the bytes go; a POST target gets a form with the field `file`, a PUT target (a signed address) the bytes alone.
 *
 * Progress counts the bytes that were sent. If the page uses its own `fetch`, there is no progress: `progress` stays null.
 */
export async function uploadFile({ context, file, signal, onProgress }: UploadDeps): Promise<Attachment> {
  const { api } = context.store.get().options;
  const transport = sendWithProgress((progress) => onProgress({ progress }));
  const toServer: ChatFetch = (...request) => context.fetch(...request);
  async function upload(url: string, init: RequestInit, send = toServer): Promise<Response> {
    const response = await reach(url, (...request) => send(...request, transport), { ...init, signal });
    if (!response.ok) throw await toHttpError(url, response);
    return response;
  }
  const strategy = 'uploadStrategy' in api ? api.uploadStrategy : undefined;
  if (!strategy) {
    throw new ChatKitError(
      'IntegrationError',
      'A file was attached, but `api.uploadStrategy` is missing, so it has nowhere to go. Pass `{ type: "two_phase" }` or `{ type: "direct", uploadUrl }`.',
    );
  }
  if (strategy.type === 'direct') {
    const answer = await upload(strategy.uploadUrl, { method: 'POST', body: toForm(file) });
    return readAttachment(await answer.json());
  }
  const client = await context.client();
  const created = await client.request(
    {
      type: 'attachments.create',
      params: { name: file.name, size: file.size, mime_type: file.type || 'application/octet-stream' },
    },
    { signal },
  );
  const target = created.upload_descriptor;
  onProgress({ attachment: created });
  if (!target) return created;
  const isPut = target.method === 'PUT';
  const hasType = Object.keys(target.headers).some((name) => name.toLowerCase() === 'content-type');
  const headers =
    isPut && !hasType ? { 'Content-Type': file.type || 'application/octet-stream', ...target.headers } : target.headers;
  await upload(
    target.url,
    { method: target.method, headers, body: isPut ? file : toForm(file) },
    fetchForAddress(target.url, context),
  );
  const { upload_descriptor: _, ...attachment } = created;
  return attachment;
}

/** Deletes a file that was removed from the message. A failure is reported to the page only. */
export async function deleteFile(context: Context, name: string, id: string): Promise<void> {
  try {
    const client = await context.client();
    await client.request({ type: 'attachments.delete', params: { attachment_id: id } }, { signal: context.signal() });
  } catch (cause) {
    context.report(
      toChatKitError(cause, 'FileAttachmentError', `${name} was removed from the message but may remain on the server`),
    );
  }
}

function readAttachment(json: unknown): Attachment {
  const parsed = attachmentSchema.safeParse(json);
  if (!parsed.success)
    throw new ChatKitError(
      'FileAttachmentError',
      'The upload was answered with something that is not an attachment. Check `uploadUrl`.',
      { cause: parsed.error },
    );
  return parsed.data;
}

function toForm(file: File): FormData {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
}
