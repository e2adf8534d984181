/** Which parts of a clipboard to paste: programs copy the same content in several forms. */

interface Pasted {
  text: string;
  files: File[];
}

/**
 * - Office programs add a picture of the text, and HTML or RTF: only the text is pasted.
 * - Folders copy a file, and its name or path as plain text: only the file is pasted.
 * - Pages copy an image and HTML that contains nothing else: only the image is pasted.
 *
 * If text and file are unrelated, both are pasted.
 */
export function sortPasted(data: DataTransfer): Pasted {
  const files = [...data.files];
  const text = toLines(data.getData('text/plain'));
  if (files.length === 0) return { text, files };
  const html = data.getData('text/html');
  if (text.trim() === '' || (html !== '' && !hasText(html))) return { text: '', files };
  const isFormatted = data.types.some((type) => /html|rtf/.test(type));
  if (isFormatted) return { text, files: files.filter(({ type }) => !type.startsWith('image/')) };
  if (namesFiles(text, files)) return { text: '', files };
  return { text, files: files.filter(({ name }) => name !== BITMAP_NAME) };
}

export const toLines = (text: string): string => text.replace(/\r\n?/g, '\n');

/** Browsers give this name to a picture that was copied without a file. */
const BITMAP_NAME = 'image.png';

/** How many characters of HTML to search for text, because it may contain whole pictures as data URLs. */
const LOOKED_AT = 100_000;

/** Not parsed as a document, because a policy for trusted types refuses that. */
const hasText = (html: string) =>
  html
    .slice(0, LOOKED_AT)
    .replace(/<!--[^]*?(-->|$)|<(style|script|title|xml)\b[^]*?(<\/\2>|$)|<[^>]*(>|$)|&(nbsp|#160);/gi, '')
    .trim() !== '';

/** Whether each line is a name, a path or an address of one of the files. macOS can hide extensions. */
function namesFiles(text: string, files: readonly File[]): boolean {
  const names = new Set(
    files.flatMap(({ name }) => [name, name.replace(/\.\w+$/, '')]).map((name) => name.normalize()),
  );
  return text
    .trim()
    .split('\n')
    .every((line) => names.has(lastSegment(line.trim()).normalize()));
}

function lastSegment(line: string): string {
  const segment = line.replace(/^"|"$/g, '').split(/[/\\]/).at(-1) ?? '';
  if (!/^[a-z]+:\/\//i.test(line)) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
