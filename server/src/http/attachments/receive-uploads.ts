/** Receives files: direct uploads, and the second phase of two-phase uploads. */
import type { Request as ExpressRequest } from 'express';
import type { RequestContext } from '../../core/context.ts';
import { HttpError } from '../../core/errors.ts';
import { toWireAttachment } from '../../core/wire.ts';
import { type AnswerRequest, type AttachmentDeps, identify, idOf, tokenOf } from './attachment-requests.ts';
import { alreadyUploaded } from './check-bytes.ts';
import { isMultipart, readMultipartFile } from './read-upload.ts';

/** A form with the file in its field `file`. */
export const upload =
  <Context extends RequestContext>({ server, attachments, options }: AttachmentDeps<Context>): AnswerRequest =>
  async (req, res, headers) => {
    const context = await identify(options, req, headers);
    await options.admit?.(context, sizeOf(req, attachments.maxBytes));
    if (!isMultipart(req))
      throw new HttpError(415, 'not_multipart', 'Send the file as multipart/form-data in a field named "file".');
    const record = await readMultipartFile(req, async ({ bytes, name, mimeType }) => {
      const type = attachments.checkType(mimeType);
      const id = attachments.generateAttachmentId(type, context);
      await attachments.reserve(id, sizeOf(req, attachments.maxBytes), context);
      try {
        await attachments.receive(id, bytes, { type });
      } catch (cause) {
        await attachments.files?.remove(id);
        throw cause;
      }
      return attachments.toRecord(id, { name, mimeType: type }, context);
    });
    try {
      await server.store.saveAttachment(record, context);
    } catch (cause) {
      await attachments.deleteAttachment(record.id, context);
      throw cause;
    }
    res.setHeaders(headers).json(toWireAttachment(record));
  };

/** Needs no identity, because only the owner received the token, which names the upload that it allows. */
export const uploadAnnounced =
  <Context extends RequestContext>({ attachments }: AttachmentDeps<Context>): AnswerRequest =>
  async (req, res, headers) => {
    const id = idOf(req);
    const grant = attachments.readUploadToken(tokenOf(req), id);
    if (!grant) throw expired();
    if (await attachments.blobs.has(id)) throw alreadyUploaded();
    if ((await attachments.files?.isUnsent(id)) === false) throw expired();
    const expected = { type: grant.type, sizeBytes: grant.size };
    if (isMultipart(req)) await readMultipartFile(req, ({ bytes }) => attachments.receive(id, bytes, expected));
    else await attachments.receive(id, readBody(req), expected);
    res.setHeaders(headers).status(204).end();
  };

/** The largest size the file can have: the request's `content-length`, or the general limit. */
function sizeOf({ headers }: ExpressRequest, maxBytes: number): number {
  const announced = Number(headers['content-length']);
  return Number.isFinite(announced) ? Math.min(announced, maxBytes) : maxBytes;
}

const expired = () =>
  new HttpError(403, 'upload_expired', 'This upload address is invalid or has expired. Attach the file again.');

/** The raw body. If the client disconnects in the middle, the loop ends with a client error. */
async function* readBody(req: ExpressRequest): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* req.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new HttpError(400, 'cut_short', 'The upload was interrupted before it was complete.', { cause });
  }
}
