/** Attachments that this server keeps itself: an AttachmentStore over any place for bytes. */
import type { Attachment } from '@chatdock/protocol/attachments';
import type { AttachmentCreateParams } from '@chatdock/protocol/requests';
import type { RequestContext } from '../../core/context.ts';
import { HttpError } from '../../core/errors.ts';
import { concatenate } from '../../core/fetch-handler.ts';
import { type AttachmentStore, generateId } from '../../core/store.ts';
import type { BlobStore } from './blob-store.ts';
import { COMMON_TYPES, HEAD_BYTES, isInertImage, matchesDeclared, toMediaType } from './file-types.ts';
import { readGrant, type ReadGrant, signGrant, type UploadGrant } from './signed-urls.ts';

/** Options of `HostedAttachments`. `blobs` and `secret` are required. */
export interface HostedAttachmentsOptions {
  readonly blobs: BlobStore;
  /** Signs upload and preview addresses; at least 32 bytes, the same in every process. */
  readonly secret: string;
  /**
   * Where `attachmentRouter` is mounted: an absolute URL, or a path on the address this server was called at.
   * @defaultValue '/attachments'
   */
  readonly url?: string | undefined;
  /** @defaultValue 10485760 */
  readonly maxBytes?: number | undefined;
  /** MIME types taken. @defaultValue COMMON_TYPES */
  readonly types?: readonly string[] | undefined;
  /** How long a client has to send the bytes it announced, in milliseconds. @defaultValue 600000 */
  readonly uploadWithinMs?: number | undefined;
  /** How long a preview address works at least, in milliseconds; it works for less than twice as long. @defaultValue 3600000 */
  readonly previewForMs?: number | undefined;
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly now?: (() => number) | undefined;
}

export type HostedFile = { name: string; mimeType: string };

const MAX_NAME = 200;

/**
 * Attachments that this server stores itself: checks names, types and sizes, signs upload and preview addresses, and
 * keeps the bytes in a `BlobStore`. The constructor throws when the secret has fewer than 32 bytes.
 */
export class HostedAttachments<Context extends RequestContext = RequestContext> implements AttachmentStore<Context> {
  readonly blobs: BlobStore;
  readonly maxBytes: number;
  readonly #secret: string;
  readonly #url: string;
  readonly #types: ReadonlySet<string>;
  readonly #uploadWithinMs: number;
  readonly #previewForMs: number;
  readonly #now: () => number;

  constructor({
    blobs,
    secret,
    url = '/attachments',
    maxBytes = 10_485_760,
    types = COMMON_TYPES,
    uploadWithinMs = 600_000,
    previewForMs = 3_600_000,
    now = () => Date.now(),
  }: HostedAttachmentsOptions) {
    if (Buffer.byteLength(secret) < 32)
      throw new Error(
        'The secret that signs attachment addresses has fewer than 32 bytes, so addresses could be forged. Use a longer one.',
      );
    this.blobs = blobs;
    this.maxBytes = maxBytes;
    this.#secret = secret;
    this.#url = url.replace(/\/+$/, '');
    this.#types = new Set(types);
    this.#uploadWithinMs = uploadWithinMs;
    this.#previewForMs = previewForMs;
    this.#now = now;
  }

  generateAttachmentId(_mimeType: string, _context: Context): string {
    return generateId('attachment');
  }

  /** The first phase of a two-phase upload: checks what is announced and gives an address for exactly that. */
  async createAttachment(
    { name, size, mime_type: declared }: AttachmentCreateParams,
    context: Context,
  ): Promise<Attachment> {
    const type = this.checkType(declared);
    if (size <= 0) throw new HttpError(400, 'empty_file', 'This file is empty.');
    if (size > this.maxBytes) throw this.tooLarge();
    const id = this.generateAttachmentId(type, context);
    const token = signGrant(
      { for: 'upload', id, owner: context.userId, size, type, expires: this.#now() + this.#uploadWithinMs },
      this.#secret,
    );
    return {
      ...this.toRecord(id, { name, mimeType: type }, context),
      upload_descriptor: { url: `${this.#address(id, context)}?token=${token}`, method: 'PUT', headers: {} },
    };
  }

  /** A record without an upload address, for bytes that are here. */
  toRecord(id: string, { name, mimeType }: HostedFile, context: Context): Attachment {
    const common = { id, name: toFileName(name), mime_type: mimeType };
    if (!isInertImage(mimeType)) return { type: 'file', ...common };
    return this.present({ type: 'image', ...common, preview_url: this.#address(id, context) }, context);
  }

  /** Gives an image a preview address that works without headers or cookies, as `<img>` needs it. The address stays the same for a while, so that browsers can keep what they loaded. */
  present(attachment: Attachment, context: Context): Attachment {
    if (attachment.type !== 'image') return attachment;
    const { id, name, mime_type: type } = attachment;
    const expires = (Math.floor(this.#now() / this.#previewForMs) + 2) * this.#previewForMs;
    const token = signGrant({ for: 'read', id, owner: context.userId, name, type, expires }, this.#secret);
    return { ...attachment, preview_url: `${this.#address(id, context)}?token=${token}` };
  }

  async attach(attachment: Attachment, _context: Context): Promise<Attachment> {
    if (await this.blobs.has(attachment.id)) return { ...attachment, upload_descriptor: undefined };
    throw new HttpError(
      409,
      'not_uploaded',
      `The file "${attachment.name}" has not arrived. Upload it first, then send the message.`,
    );
  }

  async deleteAttachment(attachmentId: string, _context: Context): Promise<void> {
    await this.blobs.delete(attachmentId);
  }

  /** The declared type in plain form. @throws HttpError 415 when it is not taken */
  checkType(declared: string): string {
    const type = toMediaType(declared);
    if (this.#types.has(type)) return type;
    throw new HttpError(
      415,
      'type_not_allowed',
      `Files of type ${type || 'unknown'} are not taken here. Taken are: ${[...this.#types].join(', ')}.`,
    );
  }

  /** Stores bytes as they come. Refuses those that are not of the type, too many, or not `sizeBytes` when that is given; nothing is left of them then. */
  async receive(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
    { type, sizeBytes }: { type: string; sizeBytes?: number | undefined },
  ): Promise<void> {
    await this.blobs.write(id, this.#checked(bytes, type, sizeBytes));
  }

  readUploadToken(token: string, id: string): UploadGrant | null {
    return readGrant(token, { secret: this.#secret, use: 'upload', id, now: this.#now() });
  }

  readPreviewToken(token: string, id: string): ReadGrant | null {
    return readGrant(token, { secret: this.#secret, use: 'read', id, now: this.#now() });
  }

  tooLarge(): HttpError {
    return new HttpError(
      413,
      'too_large',
      `This file is larger than ${formatSize(this.maxBytes)}, the most this server takes.`,
    );
  }

  async *#checked(
    bytes: AsyncIterable<Uint8Array>,
    type: string,
    sizeBytes: number | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let head: Uint8Array = new Uint8Array(0);
    let isChecked = false;
    let size = 0;
    for await (const chunk of bytes) {
      size += chunk.byteLength;
      if (size > this.maxBytes) throw this.tooLarge();
      if (sizeBytes !== undefined && size > sizeBytes) throw wrongSize(sizeBytes);
      if (isChecked) yield chunk;
      else {
        head = concatenate([head, chunk], head.byteLength + chunk.byteLength);
        if (head.byteLength < HEAD_BYTES) continue;
        await requireType(head, type);
        isChecked = true;
        yield head;
      }
    }
    if (size === 0) throw new HttpError(400, 'empty_file', 'This file is empty.');
    if (sizeBytes !== undefined && size !== sizeBytes) throw wrongSize(sizeBytes);
    if (isChecked) return;
    await requireType(head, type);
    yield head;
  }

  #address(id: string, { origin }: Context): string {
    if (URL.canParse(this.#url)) return `${this.#url}/${id}`;
    if (!origin)
      throw new Error(
        'Attachments cannot be given an address: set `url` to the absolute address of the attachment router.',
      );
    return `${origin}${this.#url}/${id}`;
  }
}

async function requireType(head: Uint8Array, type: string): Promise<void> {
  if (await matchesDeclared(head.subarray(0, HEAD_BYTES), type)) return;
  throw new HttpError(
    415,
    'type_mismatch',
    `This file says it is ${type}, and its content is something else, so it was not taken.`,
  );
}

const wrongSize = (expected: number) =>
  new HttpError(
    400,
    'wrong_size',
    `The file does not have the ${expected} bytes that were announced, so it was not taken.`,
  );

/** A name fit to show and to download under: no path, no control or direction characters. */
function toFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return (
    last
      .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
      .trim()
      .slice(-MAX_NAME)
      .toWellFormed() || 'file'
  );
}

const formatSize = (bytes: number) => (bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${bytes} bytes`);
