/** Markdown as text for screen readers: words without marks, and code blocks and tables as their kind and size. */
import type { Text } from '../language/text.ts';

const FENCE = /^[ \t]{0,3}(`{3,}|~{3,})\s*([^\s`{,]*)[^\n]*$/;
/** The line under the head of a table, without its bars. */
const TABLE_RULE = /^[ \t]*:?-*:?[ \t]*$/;

interface Reading {
  words: string;
  /** The offset to continue reading from when there is more text. */
  to: number;
}

/**
 * Reads from `from` to the last complete sentence, line, code block or table; to the end if the text is complete. Takes
 * linear time for any text.
 */
export function readAloud(markdown: string, from: number, isOver: boolean, text: Text): Reading {
  const lines = linesOf(markdown, from);
  const spoken: string[] = [];
  let to = from;
  for (let index = 0; index < lines.length;) {
    const block = readBlock(lines, index, isOver, text);
    if (block === null) break; // not complete yet
    spoken.push(block.words);
    index += block.count;
    to = lines[index]?.start ?? markdown.length;
    if (block.upTo !== undefined) {
      to = block.upTo;
      break;
    }
  }
  return { words: spoken.filter((words) => words !== '').join(' '), to };
}

interface Line {
  text: string;
  start: number;
  /** Whether a line break follows. */
  isWhole: boolean;
}

function linesOf(markdown: string, from: number): Line[] {
  let start = from;
  const parts = markdown.slice(from).split('\n');
  return parts.map((part, index) => {
    const line = { text: part, start, isWhole: index < parts.length - 1 };
    start += part.length + 1;
    return line;
  });
}

interface Block {
  words: string;
  /** The number of its lines. */
  count: number;
  /** Set if it ends inside its line. */
  upTo?: number;
}

function readBlock(lines: readonly Line[], index: number, isOver: boolean, text: Text): Block | null {
  const line = lines[index];
  if (!line) return null;
  const fence = FENCE.exec(line.text);
  if (fence) return line.isWhole || isOver ? readCode(lines, index, fence, isOver, text) : null;
  if (line.text.includes('|')) {
    const rule = lines[index + 1];
    if (!isOver && !rule?.isWhole) return null; // the next line decides whether this is a table
    if (rule && isTableRule(rule.text)) return readTable(lines, index, isOver, text);
  }
  if (line.isWhole || isOver) return { words: toSpeech(line.text), count: 1 };
  const end = lastSentenceEnd(line.text);
  return end === 0 ? null : { words: toSpeech(line.text.slice(0, end)), count: 0, upTo: line.start + end };
}

const isTableRule = (line: string) => line.includes('-') && line.split('|').every((cell) => TABLE_RULE.test(cell));

function readCode(
  lines: readonly Line[],
  index: number,
  [, marks = '', language = '']: RegExpExecArray,
  isOver: boolean,
  text: Text,
): Block | null {
  const isEnd = ({ text: words }: Line) =>
    words.trim().length >= marks.length && words.trim() === (marks[0] ?? '').repeat(words.trim().length);
  let end = index + 1;
  for (let line = lines[end]; line && !isEnd(line); line = lines[end]) end++;
  if (end >= lines.length && !isOver) return null;
  const count = end - index - 1;
  const name = language.length > 4 ? (language[0] ?? '').toUpperCase() + language.slice(1) : language.toUpperCase();
  const words = [text('announce.code'), name, text('announce.lines', { count })].filter((word) => word !== '');
  return { words: `${words.join(', ')}.`, count: Math.min(end + 1, lines.length) - index };
}

function readTable(lines: readonly Line[], index: number, isOver: boolean, text: Text): Block | null {
  let end = index + 2;
  while (lines[end]?.text.includes('|')) end++;
  // A table ends before the first line that is not a row of it.
  if (!lines[end]?.isWhole && !isOver) return null;
  const count = lines.slice(index + 2, end).length;
  return { words: `${text('announce.table')}, ${text('announce.rows', { count })}.`, count: end - index };
}

/** The end of the last complete sentence or line. */
export function lastSentenceEnd(text: string): number {
  let end = 0;
  for (const { index, 0: found } of text.matchAll(/[.!?…]["'”’)\]]*\s|[。！？]|\n/g)) end = index + found.length;
  return end;
}

/** One line of Markdown without its marks. */
export function toSpeech(markdown: string): string {
  return markdown
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/^[\t :|-]+$/gm, '')
    .replace(/^\s{0,3}(?:#{1,6}|>|[-*+]|```.*|~~~.*)\s?/gm, '')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\|/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
