/** Which files a message may carry, and what the visitor and the page read about one that is refused. */
import { DEFAULT_MAX_ATTACHMENTS } from '@chatdock/protocol/default-limits';
import type { ChatState, FileFault } from '../chat-state.ts';
import { isAccepted, maxSizeFor } from '../options.ts';

/** @param accepted How many files are added together with this one, before it. */
export function findFileFault(
  file: File,
  { options, composer, language, limits }: ChatState,
  accepted: number,
): FileFault | null {
  const { accept, maxCount: given, maxSize } = options.composer.attachments;
  const maxCount = Math.min(given ?? limits.attachments ?? DEFAULT_MAX_ATTACHMENTS, limits.attachments ?? Infinity);
  const wanted = composer.attachments.filter(({ status }) => status !== 'refused').length;
  if (wanted + accepted >= maxCount) {
    return {
      key: 'composer.attachment.tooMany',
      params: { count: maxCount },
      canRetry: true, // when another file was removed
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
  const limit = maxSizeFor(file.type, maxSize);
  if (file.size > limit) {
    return {
      key: 'composer.attachment.tooLarge',
      params: { name: file.name, limit: formatBytes(limit, language.locale) },
      canRetry: false,
      message: `${file.name} was not added: it has ${file.size} bytes, more than the limit of ${limit}.`,
    };
  }
  return null;
}

function formatBytes(bytes: number, locale: string): string {
  const [value, unit] = bytes >= 1024 * 1024 ? [bytes / 1024 / 1024, 'megabyte'] : [bytes / 1024, 'kilobyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
    value,
  );
}
