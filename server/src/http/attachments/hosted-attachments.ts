/** Attachments that this server stores itself: an AttachmentStore over any BlobStore. */
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { AttachmentCreateParams } from '@chatdock/protocol/requests/requests';
import type { RequestContext } from '../../core/context.ts';
import { HttpError } from '../../core/errors.ts';
import type { FileLedger, FileQuotas } from '../../core/records/file-ledger.ts';
import { type AcceptedFiles, type AttachmentStore, generateId } from '../../core/store.ts';
import { BlobExistsError, type BlobStore } from './blob-store.ts';
import {
  alreadyUploaded,
  checkedBytes,
  counted,
  emptyFile,
  formatSize,
  requireTypeOf,
  tooLarge,
  wrongSize,
} from './check-bytes.ts';
import { toFileName } from './file-name.ts';
import { COMMON_TYPES, isInertImage, toMediaType } from './file-types.ts';
import { readGrant, type ReadGrant, signGrant, type UploadGrant } from './signed-urls.ts';

/** Options of `HostedAttachments`. `blobs` and `secret` are required. */
export interface HostedAttachmentsOptions {
  readonly blobs: BlobStore;
  /** Signs upload and preview addresses; at least 32 bytes, the same in every process. */
  readonly secret: string;
  /**
   * The address of the mounted `attachmentRouter`: an absolute URL, or a path on the address this server was called
   * at. @defaultValue '/attachments'
   */
  readonly url?: string | undefined;
  /** @defaultValue 10485760 */
  readonly maxBytes?: number | undefined;
  /** The accepted MIME types. @defaultValue COMMON_TYPES */
  readonly types?: readonly string[] | undefined;
  /** How long a client has to send the announced bytes, in milliseconds. @defaultValue 600000 */
  readonly uploadWithinMs?: number | undefined;
  /**
   * The minimum lifetime of a preview address, in milliseconds. It works for less than twice as long.
   * @defaultValue 3600000
   */
  readonly previewForMs?: number | undefined;
  /**
   * Records the files, for quotas and for deleting files that no message uses. Without it, there are no quotas and
   * nothing is deleted.
   */
  readonly files?: FileLedger | undefined;
  /** The bytes that one owner, and all owners together, may store. @defaultValue no limits */
  readonly quotas?: FileQuotas | undefined;
  /** Milliseconds since 1970. @defaultValue Date.now */
  readonly now?: (() => number) | undefined;
}

interface HostedFile {
  readonly name: string;
  readonly mimeType: string;
}

/**
 * Attachments that this server stores itself: checks names, types and sizes, signs upload and preview addresses, and
 * keeps the bytes in a `BlobStore`. The constructor throws if the secret has fewer than 32 bytes.
 */
export class HostedAttachments<Context extends RequestContext = RequestContext> implements AttachmentStore<Context> {
  readonly blobs: BlobStore;
  readonly maxBytes: number;
  readonly files: FileLedger | undefined;
  readonly #quotas: FileQuotas;
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
    files,
    quotas = { perOwner: 0, inAll: 0 },
    now = () => Date.now(),
  }: HostedAttachmentsOptions) {
    if (Buffer.byteLength(secret) < 32)
      throw new Error(
        'The secret that signs attachment addresses has fewer than 32 bytes, so addresses could be forged. Use a longer one.',
      );
    this.blobs = blobs;
    this.maxBytes = maxBytes;
    this.files = files;
    this.#quotas = quotas;
    this.#secret = secret;
    this.#url = url.replace(/\/+$/, '');
    this.#types = new Set(types);
    this.#uploadWithinMs = uploadWithinMs;
    this.#previewForMs = previewForMs;
    this.#now = now;
  }

  get accepts(): AcceptedFiles {
    return { types: [...this.#types], maxBytes: this.maxBytes };
  }

  generateAttachmentId(_mimeType: string, _context: Context): string {
    return generateId('attachment');
  }

  /** The first phase of a two-phase upload: checks the announced file and returns an address for exactly this file. */
  async createAttachment(
    { name, size, mime_type: declared }: AttachmentCreateParams,
    context: Context,
  ): Promise<Attachment> {
    const type = this.checkType(declared);
    if (size <= 0) throw emptyFile();
    if (size > this.maxBytes) throw this.tooLarge();
    const id = this.generateAttachmentId(type, context);
    await this.reserve(id, size, context);
    const record = this.toRecord(id, { name, mimeType: type }, context);
    const offer = await this.blobs.offer?.(id, { sizeBytes: size, type, forMs: this.#uploadWithinMs });
    if (offer)
      return { ...record, upload_descriptor: { url: offer.url, method: 'PUT', headers: { ...offer.headers } } };
    const token = signGrant(
      { for: 'upload', id, size, type, expires: this.#now() + this.#uploadWithinMs },
      this.#secret,
    );
    return {
      ...record,
      upload_descriptor: { url: `${this.#address(id, context)}?token=${token}`, method: 'PUT', headers: {} },
    };
  }

  /** A record without an upload address, for bytes that have arrived. */
  toRecord(id: string, { name, mimeType }: HostedFile, context: Context): Attachment {
    const common = { id, name: toFileName(name), mime_type: mimeType };
    if (!isInertImage(mimeType)) return { type: 'file', ...common };
    return this.present({ type: 'image', ...common, preview_url: this.#address(id, context) }, context);
  }

  /**
   * Adds an address that works without headers or cookies, as `<img>` needs it: the preview of an image, or the
   * download of another file. The address stays the same for a while, so that browsers can cache the file.
   */
  present(attachment: Attachment, context: Context): Attachment {
    if (attachment.upload_descriptor) return attachment; // the bytes have not arrived yet
    const { id, mime_type: type } = attachment;
    const expires = (Math.floor(this.#now() / this.#previewForMs) + 2) * this.#previewForMs;
    const token = signGrant({ for: 'read', id, type, expires }, this.#secret);
    const url = `${this.#address(id, context)}?token=${token}`;
    return attachment.type === 'image' ? { ...attachment, preview_url: url } : { ...attachment, download_url: url };
  }

  async attach(attachment: Attachment, _context: Context): Promise<Attachment> {
    const isHere = (await this.blobs.has(attachment.id)) || (await this.#claimDirect(attachment));
    if (isHere && ((await this.files?.markSent(attachment.id)) ?? true))
      return { ...attachment, upload_descriptor: undefined };
    throw new HttpError(
      409,
      'not_uploaded',
      `The file "${attachment.name}" has not arrived. Upload it first, then send the message.`,
    );
  }

  /**
   * Accepts a file that was uploaded directly to the storage, and checks it as `receive` does. An invalid file is
   * deleted.
   */
  async #claimDirect({ id, mime_type: type }: Attachment): Promise<boolean> {
    if ((await this.files?.isUnsent(id)) === false || !(await this.blobs.take?.(id))) return false;
    try {
      const sizeBytes = await this.#inspect(id, type, (await this.files?.sizeOf(id)) ?? undefined);
      if ((await this.files?.setSize(id, sizeBytes)) ?? true) return true;
    } catch (cause) {
      await this.blobs.delete(id);
      throw cause;
    }
    // It has expired meanwhile.
    await this.blobs.delete(id);
    return false;
  }

  /** The size of a stored file. @throws HttpError if it differs from the announced size */
  async #inspect(id: string, type: string, announced: number | undefined): Promise<number> {
    const blob = await this.blobs.read(id);
    if (blob === null) throw new Error('The storage accepted a file but did not keep it.');
    const { sizeBytes, stream } = blob;
    try {
      if (sizeBytes > this.maxBytes) throw this.tooLarge();
      if (announced !== undefined && sizeBytes !== announced) throw wrongSize(announced);
      await requireTypeOf(stream, type);
      return sizeBytes;
    } finally {
      stream.destroy();
    }
  }

  async deleteAttachment(attachmentId: string, _context: Context): Promise<void> {
    await this.blobs.delete(attachmentId);
    await this.files?.remove(attachmentId);
  }

  /** Reserves space for a file. @throws HttpError 413 or 507 if the quota or the disk is full */
  async reserve(id: string, sizeBytes: number, { userId: owner }: Context): Promise<void> {
    const outcome = await this.files?.reserve({ id, owner, sizeBytes }, this.#quotas);
    if (outcome === 'owner-full')
      throw new HttpError(
        413,
        'quota_used_up',
        `This file doesn’t fit: your files in this chat can take up ${formatSize(this.#quotas.perOwner)} in total. Delete conversations whose files you no longer need.`,
      );
    if (outcome === 'full')
      throw new HttpError(
        507,
        'storage_full',
        'There’s no space for more files right now. Send your message without the file.',
      );
  }

  /** Deletes files that no message uses, and returns their number. `forget` deletes the record of one. */
  async expireUnsent(beforeMs: number, forget: (id: string, owner: string) => Promise<void>): Promise<number> {
    const expired = (await this.files?.takeUnsent(beforeMs)) ?? [];
    for (const { id, owner } of expired) {
      await this.blobs.delete(id);
      await forget(id, owner);
    }
    return expired.length;
  }

  /** The declared type without parameters. @throws HttpError 415 if it is not accepted */
  checkType(declared: string): string {
    const type = toMediaType(declared);
    if (this.#types.has(type)) return type;
    throw new HttpError(
      415,
      'type_not_allowed',
      `Files of type ${type || 'unknown'} aren’t supported. Supported types: ${[...this.#types].join(', ')}.`,
    );
  }

  /**
   * Stores bytes as they arrive. Refuses and deletes them if they do not match the type, are too many, or are not
   * `sizeBytes` if that is given.
   */
  async receive(
    id: string,
    bytes: AsyncIterable<Uint8Array>,
    { type, sizeBytes }: { type: string; sizeBytes?: number | undefined },
  ): Promise<void> {
    let size = 0;
    const count = (chunk: Uint8Array) => void (size += chunk.byteLength);
    const arriving = checkedBytes(counted(bytes, count), { type, sizeBytes, maxBytes: this.maxBytes });
    await this.blobs.write(id, arriving).catch((cause: unknown): never => {
      if (cause instanceof BlobExistsError) throw alreadyUploaded();
      throw cause;
    });
    if ((await this.files?.setSize(id, size)) ?? true) return;
    // The record was deleted during the upload, so nothing would refer to these bytes: delete them.
    await this.blobs.delete(id);
    throw new HttpError(409, 'upload_expired', 'This file was removed before it was uploaded. Attach it again.');
  }

  readUploadToken(token: string, id: string): UploadGrant | null {
    return readGrant(token, { secret: this.#secret, use: 'upload', id, now: this.#now() });
  }

  readPreviewToken(token: string, id: string): ReadGrant | null {
    return readGrant(token, { secret: this.#secret, use: 'read', id, now: this.#now() });
  }

  tooLarge(): HttpError {
    return tooLarge(this.maxBytes);
  }

  #address(id: string, { origin }: Context): string {
    if (URL.canParse(this.#url)) return `${this.#url}/${id}`;
    if (!origin)
      throw new Error('Attachments have no address: set `url` to the absolute address of the attachment router.');
    return `${origin}${this.#url}/${id}`;
  }
}
