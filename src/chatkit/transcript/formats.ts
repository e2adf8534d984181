/** The files of a transcript. */
import type { TranscriptEntry } from './entries.ts';

export interface TranscriptHead {
  title: string;
  threadId: string;
  /** Whether the oldest part is missing, because the thread is too long. */
  isCut: boolean;
  /** The names of the two speakers, in the visitor's language. */
  visitor: string;
  assistant: string;
  /** "Sources", in the visitor's language. */
  sources: string;
  /** How to write the time of an entry. */
  when(at: string): string;
}

/** One Markdown document. A visitor's message is plain text, so its Markdown characters are escaped. */
export function toMarkdown(head: TranscriptHead, entries: readonly TranscriptEntry[]): string {
  const parts = entries.map((entry) => {
    const { from, at, quote, files = [], sources = [] } = entry;
    const name = from === 'visitor' ? head.visitor : head.assistant;
    return [
      `## ${escape(name)}${at ? ` (${escape(head.when(at))})` : ''}`,
      quote && escape(quote).replaceAll(/^/gm, '> '),
      from === 'visitor' ? escape(entry.text) : embed(entry.text),
      files.map((file) => `- ${escape(file)}`).join('\n'),
      sources.length > 0 &&
        `${escape(head.sources)}:\n\n${sources.map(({ title, url }) => `- ${url ? `[${escape(title)}](<${url.replaceAll(/[<>\s]/g, encodeURIComponent)}>)` : escape(title)}`).join('\n')}`,
    ]
      .filter(Boolean)
      .join('\n\n');
  });
  return `${[`# ${escape(head.title)}`, ...(head.isCut ? ['…'] : []), ...parts].join('\n\n')}\n`;
}

/** One JSON document, documented in docs/transcript.md. `ai_generated` is true for each entry of the assistant. */
export const toJsonFile = ({ title, threadId, isCut }: TranscriptHead, entries: readonly TranscriptEntry[]): string =>
  `${JSON.stringify({ title, thread_id: threadId, complete: !isCut, entries: entries.map((entry) => ({ ...entry, ai_generated: entry.from === 'assistant' })) }, null, 2)}\n`;

/** A name that every file system takes, such as `Order-4711.md`. */
export function fileName(title: string, extension: string): string {
  const name = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return `${name || 'chat'}.${extension}`;
}

/** Escapes text, so that Markdown shows it unchanged, with its line breaks. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]<>#|~$&]/g, String.raw`\$&`)
    // The start of a line that would be indented code, a list or a rule.
    .replaceAll(/^[ \t]+/gm, '')
    .replaceAll(/^([-+=]|\d+(?=[.)]))/gm, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replaceAll(/([^\n])\n(?=[^\n])/g, '$1\\\n');

/**
 * An answer as a part of a larger document: its headings go two levels below those of the speakers, a code block that
 * was never closed is closed, and raw HTML stays text. Code stays unchanged.
 */
function embed(markdown: string): string {
  let fence = '';
  let before = '';
  const lines = markdown.split('\n').map((line) => {
    const [, mark = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    const isText = fence === '' && mark === '';
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) fence = '';
    const isUnderline = isText && before.trim() !== '' && /^ {0,3}(?:=+|-+)\s*$/.test(line);
    before = isText ? line : '';
    if (!isText) return line;
    if (isUnderline) return line.replace(/[=-]/, String.raw`\$&`);
    return line
      .replace(/^( {0,3})(#{1,6})(?=\s|$)/, (_, indent: string, marks: string) => indent + `##${marks}`.slice(0, 6))
      .replaceAll(/<(?=!--|[?!])/g, String.raw`\<`);
  });
  return [...lines, ...(fence === '' ? [] : [fence])].join('\n');
}
