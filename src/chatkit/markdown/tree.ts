/** The syntax tree of a Markdown text: blocks hold blocks or text, inlines are made from a block's text. */

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
  | 'math';

/** Alignment of one table column; null is the reading direction's own. */
export type Alignment = 'left' | 'center' | 'right' | null;

/** What opened a list: two markers make one list when kind and delimiter agree. */
export interface ListMarker {
  ordered: boolean;
  /** `-`, `+`, `*`, `.` or `)`. */
  delimiter: string;
  start: number;
}

/** How a code block is fenced; indented code has none. */
export interface Fence {
  character: '`' | '~';
  length: number;
  indent: number;
  /** Everything after the opening fence, escapes resolved. */
  info: string;
}

/**
 * One block. Fields that its type does not use keep their empty value, so that every block has one shape and the parser
 * can put any of them back as it was after a look ahead.
 */
export interface Block {
  readonly type: BlockType;
  readonly parent: Block | null;
  readonly children: Block[];
  /** More lines may still join. */
  open: boolean;
  /** Closed by text that is really there: it never changes again. */
  settled: boolean;
  /** Number of the last line that belongs to it. */
  endLine: number;
  /** Where its first line begins in the source, in UTF-16 units. */
  readonly start: number;
  /** Leaves: the raw text, containers' marks removed. */
  text: string;
  /** Pairs of (offset in `text`, offset in the source), one for each line of a leaf. */
  lineStarts: number[];
  /**
   * heading: 1 to 6. html: the kind of its opening condition, 1 to 7. math: 1 when its end is there. item: the line on
   * which definitions in it end. paragraph: 1 when its beginning is no whole definition.
   */
  level: number;
  list: ListMarker | null;
  /** list: a blank line stands between its parts. */
  loose: boolean;
  /** item: how many columns its content is indented. */
  padding: number;
  fence: Fence | null;
  /** table: one for each column. */
  columns: readonly Alignment[];
  /** table: the raw rows, header first. */
  readonly rows: string[];
  /** paragraph: its last line. code: blank lines that count once another line follows. math: what ends it. footnote: its label. */
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
  | { type: 'break' }
  | { type: 'em' | 'strong' | 'del'; children: Inline[] }
  | {
      type: 'link';
      href: string;
      title: string;
      children: Inline[];
      /** Not to be followed yet: its target is still being written. */ pending: boolean;
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

/** What a screen reader or a plain-text copy gets of inline content. */
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
