/** Which files a message may carry, and the messages to the visitor and the page about a refused file. */
import { DEFAULT_MAX_ATTACHMENTS } from '@chatdock/protocol/requests/default-limits';
import { ProtocolError } from '@chatdock/protocol/errors';
import type { ChatState, FileFault } from '../chat-state.ts';
import { isMismatch } from '../failure.ts';
import { isAccepted, maxSizeFor } from '../options.ts';

/** @param wanted The number of files that the message carries without this one. */
export function findFileFault(file: File, { options, language, limits }: ChatState, wanted: number): FileFault | null {
  const { accept, maxCount: given, maxSize } = options.composer.attachments;
  const maxCount = Math.min(given ?? limits.attachments ?? DEFAULT_MAX_ATTACHMENTS, limits.attachments ?? Infinity);
  if (wanted >= maxCount) {
    return {
      key: 'composer.attachment.tooMany',
      params: { count: maxCount },
      canRetry: true, // after another file is removed
      message: `${file.name} was not added: a message carries at most ${maxCount} files.`,
    };
  }
  if (!isAccepted(file, accept)) {
    return {
      key: 'composer.attachment.wrongType',
      params: { name: file.name },
      canRetry: false,
      message: `${file.name} was not added: its type (${file.type || 'unknown'}) is not in \`accept\`.`,
    };
  }
  const limit = Math.min(maxSizeFor(file.type, maxSize), limits.fileBytes ?? Infinity);
  return file.size > limit ? tooLarge(file, limit, language.locale) : null;
}

/** The reason for a file that could not be uploaded. The server refuses a type or a size permanently. */
export function findUploadFault(file: File, cause: unknown, { language, limits }: ChatState): FileFault {
  const { name } = file;
  const message = `${name} could not be uploaded`;
  const status = cause instanceof ProtocolError ? cause.status : undefined;
  const isOther = cause instanceof ProtocolError && isMismatch(cause.serverCode);
  if (status === 415 || isOther)
    return {
      key: isOther ? 'composer.attachment.mismatch' : 'composer.attachment.wrongType',
      params: { name },
      canRetry: false,
      message,
    };
  if (status !== 413) return { key: 'composer.attachment.failed', params: { name }, canRetry: true, message };
  // No number can be given if the server's limit is unknown, or if a proxy in front of it has a lower one.
  const { fileBytes = Infinity } = limits;
  return file.size > fileBytes
    ? tooLarge(file, fileBytes, language.locale)
    : { key: 'composer.attachment.failed', params: { name }, canRetry: false, message };
}

const tooLarge = ({ name, size }: File, limit: number, locale: string): FileFault => ({
  key: 'composer.attachment.tooLarge',
  params: { name, limit: formatBytes(limit, locale) },
  canRetry: false,
  message: `${name} was not added: it has ${size} bytes, more than the limit of ${limit}.`,
});

function formatBytes(bytes: number, locale: string): string {
  const [value, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 'megabyte'] : [bytes / 1024, 'kilobyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    value,
  );
}
