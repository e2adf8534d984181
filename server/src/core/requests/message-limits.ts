/** The owner's limits for a message. The protocol's fixed limits are checked before. */
import { DEFAULT_MAX_ATTACHMENTS, DEFAULT_MAX_MESSAGE_CHARS } from '@chatdock/protocol/requests/default-limits';
import { memberOf } from '@chatdock/protocol/member-of';
import { inWords, REQUEST_LIMITS } from '@chatdock/protocol/requests/limits';
import type { ChatKitRequest, UserMessageInput } from '@chatdock/protocol/requests/requests';
import { HttpError } from '../errors.ts';
import type { AcceptedFiles } from '../store.ts';

/** The limits of a message. A larger one is refused with status 400 before anything is stored. */
export interface MessageLimits {
  /**
   * The maximum number of different files in a message. The server announces it to our composer.
   * @defaultValue 10
   */
  readonly maxAttachments?: number | undefined;
  /** The maximum number of characters in a message, mentions included. @defaultValue 100000 */
  readonly maxMessageChars?: number | undefined;
}

/** @throws HttpError 400 `too_many_attachments` or `message_too_long`, before anything is stored */
export function requireWithinLimits(
  request: ChatKitRequest,
  { maxAttachments = DEFAULT_MAX_ATTACHMENTS, maxMessageChars = DEFAULT_MAX_MESSAGE_CHARS }: MessageLimits,
): void {
  const input = messageIn(request);
  if (!input) return;
  const { attachments, content } = input;
  if (attachments.length > maxAttachments)
    throw new HttpError(
      400,
      'too_many_attachments',
      `A message may have at most ${inWords(maxAttachments)} files, and params.input.attachments names ${inWords(attachments.length)}. Send the others with another message.`,
    );
  const chars = content.reduce((sum, { text }) => sum + text.length, 0);
  if (chars > maxMessageChars)
    throw new HttpError(
      400,
      'message_too_long',
      `A message may have at most ${inWords(maxMessageChars)} characters, and params.input.content has ${inWords(chars)}. Shorten it, or send it in parts.`,
    );
}

/** The message that a request sends, or changes. */
function messageIn({ type, params }: ChatKitRequest): UserMessageInput | undefined {
  const isMessage =
    type === 'threads.create' || type === 'threads.add_user_message' || type === 'threads.retry_after_item';
  return isMessage ? params.input : undefined;
}

/** Whether the answer includes the limits: for our own client, with each list of threads and each thread. */
export const includesLimits = ({ type, metadata }: ChatKitRequest): boolean =>
  (type === 'threads.list' || type === 'threads.get_by_id') && memberOf(metadata, 'chatdock') !== undefined;

/**
 * The limits as sent to the client, so that the composer needs no separate setting. They also say that messages can be
 * edited.
 */
export const toLimits = (
  { maxAttachments = DEFAULT_MAX_ATTACHMENTS, maxMessageChars = DEFAULT_MAX_MESSAGE_CHARS }: MessageLimits,
  files?: AcceptedFiles,
) => ({
  message_chars: maxMessageChars,
  attachments: maxAttachments,
  edits: true,
  ...(files && { file_types: files.types, file_bytes: files.maxBytes }),
  // Its presence also says that this server can search.
  search_chars: REQUEST_LIMITS.searchQuery,
});
