/** Files that travel with a user message. */
import * as z from 'zod/mini';
import { isRecord } from './kinds.ts';
import { dictionary, maybe } from './schema.ts';

/** `http:`, `data:`, `blob:` and any other absolute URL; a relative reference is refused, as the reference server does. */
const absoluteUrl = z.string().check(z.refine((value) => URL.canParse(value), { error: 'must be an absolute URL' }));

const isHeaders = (value: unknown) => isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

/** Where and how the bytes go in a two-phase upload. */
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

export const fileAttachmentSchema = z.object({ type: z.literal('file'), ...common });
export const imageAttachmentSchema = z.object({ type: z.literal('image'), ...common, preview_url: absoluteUrl });
export const attachmentSchema = z.discriminatedUnion('type', [fileAttachmentSchema, imageAttachmentSchema]);

export type AttachmentUploadDescriptor = z.infer<typeof attachmentUploadDescriptorSchema>;
export type FileAttachment = z.infer<typeof fileAttachmentSchema>;
export type ImageAttachment = z.infer<typeof imageAttachmentSchema>;
export type Attachment = z.infer<typeof attachmentSchema>;
