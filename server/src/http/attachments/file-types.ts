/** Compares the declared type of a file with its content. */
import { fileTypeFromBuffer } from 'file-type';

/** The number of leading bytes that decide a file's type. */
export const HEAD_BYTES = 4100;

/**
 * Accepted by default: what people send in a chat and what models read. Excludes HTML and SVG, which can contain
 * scripts.
 */
export const COMMON_TYPES: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
  'text/markdown',
  'text/csv',
  'application/json',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
];

/** Images that browsers render without running code. Only these are displayed inline. */
const INERT_IMAGES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);
export const isInertImage = (mimeType: string): boolean => INERT_IMAGES.has(mimeType);

/** `text/plain; charset=utf-8` → `text/plain`. */
export const toMediaType = (contentType: string): string => (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();

const TEXT_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  'application/xml',
  'image/svg+xml',
  'application/x-yaml',
  'application/yaml',
]);
const isTextType = (mimeType: string) => mimeType.startsWith('text/') || TEXT_TYPES.has(mimeType);

/** Types that count as equal. Office files are recognised only if their parts come in the usual order. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  'application/zip': [
    'application/vnd.openxmlformats-officedocument.',
    'application/vnd.oasis.opendocument.',
    'application/epub+zip',
  ],
  'application/xml': ['image/svg+xml', 'text/xml', 'text/html', 'application/xhtml+xml'],
  'audio/x-m4a': ['audio/mp4', 'audio/m4a'],
  'video/mp4': ['audio/mp4'],
  'audio/wav': ['audio/x-wav', 'audio/wave'],
  'video/webm': ['audio/webm'],
  'video/matroska': ['audio/webm', 'video/webm'],
};

/** Whether a file that begins with `head` can have the declared type. */
export async function matchesDeclared(head: Uint8Array, declared: string): Promise<boolean> {
  const found = (await fileTypeFromBuffer(head))?.mime;
  if (!found) return isTextType(declared) && looksLikeText(head);
  return found === declared || (SAME[found] ?? []).some((other) => declared.startsWith(other));
}

/** Whether the bytes are UTF-8 without control characters. A character may be cut off at the end of the head. */
function looksLikeText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
