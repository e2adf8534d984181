/** The syntax tree of a Markdown text: blocks contain blocks or text, and the text is parsed into inlines. */
import type { SimpleTag } from './inlines/simple-tags.ts';

export type BlockType =
  | 'document'
  | 'quote'
  | 'list'
  | 'item'
  | 'footnote'
  | 'paragraph'
  | 'heading'
  | 'code'
  | 'html'
  | 'rule'
  | 'table'
  | 'math'
  | 'details'
  | 'summary';

/** Alignment of a table column; null follows the reading direction. */
export type Alignment = 'left' | 'center' | 'right' | null;

/** The marker that opened a list. Two markers belong to one list if kind and delimiter match. */
export interface ListMarker {
  ordered: boolean;
  /** `-`, `+`, `*`, `.` or `)`. */
  delimiter: string;
  start: number;
}

/** The fence of a code block; indented code has none. */
interface Fence {
  character: '`' | '~';
  length: number;
  indent: number;
  /** The info string after the opening fence, escapes resolved. */
  info: string;
}

/**
 * A block. Fields that a type does not use stay empty, so that every block has the same shape and the parser can
 * restore any of them after a look-ahead.
 */
export interface Block {
  readonly type: BlockType;
  readonly parent: Block | null;
  readonly children: Block[];
  /** True if more lines may be added. */
  open: boolean;
  /** True once the block was closed by text that has arrived. It never changes again. */
  settled: boolean;
  /** The number of its last line. */
  endLine: number;
  /** The offset of its first line in the source, in UTF-16 units. */
  readonly start: number;
  /** Leaves: the raw text without the marks of its containers. */
  text: string;
  /** Pairs of (offset in `text`, offset in the source), one for each line of a leaf. */
  lineStarts: number[];
  /**
   * heading: 1 to 6. html: the number of its start condition, 1 to 7. math: 1 when closed. item: the line on which its
   * reference definitions end. paragraph: 1 if it does not begin with a complete definition.
   */
  level: number;
  list: ListMarker | null;
  /** list: true if a blank line separates its items. */
  loose: boolean;
  /** item: the width of its content's indentation, in columns. */
  padding: number;
  fence: Fence | null;
  /** table: one entry per column. */
  columns: readonly Alignment[];
  /** table: the raw rows, header first. */
  readonly rows: string[];
  /**
   * paragraph: its last line. code: blank lines that count if another line follows. math: its closing mark. footnote:
   * its label.
   */
  note: string;
}

/** `[label]: destination "title"`. */
export interface LinkDefinition {
  href: string;
  title: string;
}

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'html'; text: string }
  | { type: 'comment'; text: string }
  | { type: 'break' }
  | { type: 'element'; name: SimpleTag; children: Inline[] }
  | { type: 'em' | 'strong' | 'del'; children: Inline[] }
  | {
      type: 'link';
      href: string;
      title: string;
      children: Inline[];
      /** True while its target is still being written. The link must not be followed yet. */ pending: boolean;
      auto: boolean;
    }
  | { type: 'image'; src: string; title: string; alt: string }
  | { type: 'math'; tex: string; display: boolean }
  | { type: 'footnote'; label: string }
  | { type: 'marker'; at: number };

export function createBlock(type: BlockType, parent: Block | null, start: number, line: number): Block {
  return {
    type,
    parent,
    children: [],
    open: true,
    settled: false,
    endLine: line,
    start,
    text: '',
    lineStarts: [],
    level: 0,
    list: null,
    loose: false,
    padding: 0,
    fence: null,
    columns: [],
    rows: [],
    note: '',
  };
}

/** The plain text of inlines, for screen readers and copying. */
export function inlineText(inlines: readonly Inline[]): string {
  let text = '';
  for (const inline of inlines) {
    if (inline.type === 'text' || inline.type === 'code' || inline.type === 'html') text += inline.text;
    else if (inline.type === 'break') text += '\n';
    else if (inline.type === 'image') text += inline.alt;
    else if (inline.type === 'math') text += inline.tex;
    else if ('children' in inline) text += inlineText(inline.children);
  }
  return text;
}
