/** Files that travel with a user message. */
import { parseUrl } from '../platform.ts';
import * as z from 'zod/mini';
import { isRecord } from '../kinds.ts';
import { dictionary, maybe } from '../schema.ts';

/** `http:`, `data:`, `blob:` and any other absolute URL; a relative reference is refused, as the reference server does. */
const absoluteUrl = z
  .string()
  .check(z.refine((value) => parseUrl(value) !== null, { error: 'must be an absolute URL' }));

const isHeaders = (value: unknown) => isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

/** The target of the bytes in a two-phase upload. */
export const attachmentUploadDescriptorSchema = z.object({
  url: absoluteUrl,
  method: z.literal(['POST', 'PUT']),
  headers: z._default(z.custom<Record<string, string>>(isHeaders, { error: 'must map names to texts' }), {}),
});

const common = {
  id: z.string(),
  name: z.string(),
  mime_type: z.string(),
  /** Present only between the two phases of an upload. */
  upload_descriptor: maybe(attachmentUploadDescriptorSchema),
  /** Set when the message with the attachment is stored. */
  thread_id: maybe(z.string()),
  /** For the server's own use; never sent to a client. */
  metadata: maybe(dictionary),
};

/** Validates a file that is not an image. */
export const fileAttachmentSchema = z.object({
  type: z.literal('file'),
  ...common,
  /** Ours: an address that gives the bytes for a while, without headers or cookies. */
  download_url: maybe(absoluteUrl),
});
/** Validates an image; `preview_url` must be an absolute URL. */
export const imageAttachmentSchema = z.object({ type: z.literal('image'), ...common, preview_url: absoluteUrl });
/** Validates an attachment; `type` (`file` or `image`) selects the shape. */
export const attachmentSchema = z.discriminatedUnion('type', [fileAttachmentSchema, imageAttachmentSchema]);

/** The target of a two-phase upload: an absolute `url`, the `method`, and the `headers` to add. */
export type AttachmentUploadDescriptor = z.infer<typeof attachmentUploadDescriptorSchema>;
/**
 * A file of a user message that is not an image. It has a name and a MIME type, but no preview. `download_url` is ours: it is absent
 * on other servers.
 */
export type FileAttachment = z.infer<typeof fileAttachmentSchema>;
/** An image of a user message. `preview_url` is an absolute URL that the page can show. */
export type ImageAttachment = z.infer<typeof imageAttachmentSchema>;
/** A file that travels with a user message: a `FileAttachment` or an `ImageAttachment`. It carries no bytes. */
export type Attachment = z.infer<typeof attachmentSchema>;
