/** Recognises the start of each kind of block: one function per kind, tried in order on the rest of a line. */
import type { BlockParser } from './blocks.ts';
import { work } from './steps.ts';
import { rareSyntax } from '../lazy-syntax.ts';
import type { Line } from './line.ts';
import { unescapeText } from './text-rules.ts';
import { readDelimiterRow } from './table.ts';
import type { Block, ListMarker } from './tree.ts';

/** `no`: another kind. `container`: look for more blocks inside. `leaf`: the rest of the line is its content. */
type Start = 'no' | 'container' | 'leaf';

/** The characters that can begin a block. Most lines begin with none of them, so one character decides. */
export const MAY_START = /[#`~*+_=<>0-9\-|:$\\[]/y;

/** Deeper blocks are read as text, so that a page of `>` does not become a page of nested boxes. */
const MAX_DEPTH = 64;

export const blockStarts: readonly ((parser: BlockParser, line: Line, container: Block) => Start)[] = [
  function quote(parser, line, container) {
    if (line.indented || line.text[line.nextNonspace] !== '>' || depthOf(container) >= MAX_DEPTH) return 'no';
    line.skipIndent();
    line.advance(1);
    if (line.isSpaceAt(line.offset)) line.advance(1, true);
    parser.closeUnmatched();
    parser.addBlock('quote');
    return 'container';
  },

  function heading(parser, line) {
    const marks = line.indented ? null : /^#{1,6}(?=[ \t]|$)/.exec(line.ahead);
    if (!marks) return 'no';
    line.skipIndent();
    line.advance(marks[0].length);
    line.skipIndent();
    parser.closeUnmatched();
    const block = parser.addBlock('heading');
    block.level = marks[0].length;
    parser.addText(block, withoutClosingMarks(line.rest));
    line.advance(line.text.length - line.offset);
    parser.close(block);
    return 'leaf';
  },

  function fence(parser, line) {
    const marks = line.indented ? null : /^(?:`{3,}(?!`)(?!.*`)|~{3,})/.exec(line.ahead);
    if (!marks) return 'no';
    const indent = line.indent;
    line.skipIndent();
    line.advance(marks[0].length);
    parser.closeUnmatched();
    const block = parser.addBlock('code');
    const character = marks[0][0] === '`' ? '`' : '~';
    block.fence = { character, length: marks[0].length, indent, info: unescapeText(line.rest.trim()) };
    line.advance(line.text.length - line.offset);
    return 'leaf';
  },

  function math(parser, line) {
    const rare = rareSyntax.now();
    const marks = line.indented || !rare ? null : /^(?:\$\$|\\\[)/.exec(line.ahead);
    if (!rare || !marks) return 'no';
    const end = marks[0] === '$$' ? '$$' : '\\]';
    if (!rare.beginsMath(line.ahead.slice(2), end)) return 'no';
    parser.closeUnmatched();
    const block = parser.addBlock('math');
    block.note = end;
    return 'leaf';
  },

  function details(parser, line, container) {
    const mark = line.indented || depthOf(container) >= MAX_DEPTH ? null : /^<details\s*>/i.exec(line.ahead);
    if (!mark) return 'no';
    line.skipIndent();
    line.advance(mark[0].length);
    parser.closeUnmatched();
    parser.addBlock('details');
    return 'container';
  },

  function summary(parser, line, container) {
    if (line.indented || container.type !== 'details' || container.children.length > 0) return 'no';
    const mark = /^<summary\s*>/i.exec(line.ahead);
    if (!mark) return 'no';
    line.skipIndent();
    line.advance(mark[0].length);
    parser.closeUnmatched();
    parser.addBlock('summary');
    return parser.addSummary(line) ? 'container' : 'leaf';
  },

  function html(parser, line, container) {
    if (line.indented || line.text[line.nextNonspace] !== '<') return 'no';
    const kind = rareSyntax.now()?.startOfHtml(line.ahead) ?? 0;
    if (
      kind === 0 ||
      (kind === 7 &&
        (container.type === 'paragraph' || (!parser.allClosed && !line.blank && parser.tip.type === 'paragraph')))
    )
      return 'no';
    parser.closeUnmatched();
    parser.addBlock('html').level = kind;
    return 'leaf';
  },

  function table(parser, line, container) {
    if (line.indented || container.type !== 'paragraph') return 'no';
    const columns = readDelimiterRow(line.ahead, container.note);
    if (!columns) return 'no';
    parser.closeUnmatched();
    parser.toTable(container, container.note, columns);
    line.advance(line.text.length - line.offset);
    return 'leaf';
  },

  function setextHeading(parser, line, container) {
    const marks = line.indented || container.type !== 'paragraph' ? null : /^(?:=+|-+)[ \t]*$/.exec(line.ahead);
    if (!marks) return 'no';
    parser.closeUnmatched();
    parser.removeDefinitions(container);
    if (container.text === '') return 'no';
    parser.toHeading(container, marks[0].startsWith('=') ? 1 : 2);
    line.advance(line.text.length - line.offset);
    return 'leaf';
  },

  function rule(parser, line) {
    if (line.indented || !/^(?:\*[ \t]*){3,}$|^(?:_[ \t]*){3,}$|^(?:-[ \t]*){3,}$/.test(line.ahead)) return 'no';
    parser.closeUnmatched();
    parser.close(parser.addBlock('rule'));
    line.advance(line.text.length - line.offset);
    return 'leaf';
  },

  function item(parser, line, container) {
    if ((line.indented && container.type !== 'list') || depthOf(container) >= MAX_DEPTH) return 'no';
    const found = readListMarker(line, container);
    if (!found) return 'no';
    parser.closeUnmatched();
    if (parser.tip.type !== 'list' || !sameList(parser.tip.list, found.marker))
      parser.addBlock('list').list = found.marker;
    const block = parser.addBlock('item');
    block.list = found.marker;
    block.padding = found.padding;
    return 'container';
  },

  function footnote(parser, line, container) {
    const label =
      line.indented || depthOf(container) >= MAX_DEPTH ? null : /^\[\^([^\s[\]]{1,200})\]:[ \t]*/.exec(line.ahead);
    if (!label) return 'no';
    line.skipIndent();
    line.advance(label[0].length);
    parser.closeUnmatched();
    parser.addFootnote(label[1] ?? '');
    return 'container';
  },

  function indentedCode(parser, line) {
    if (!line.indented || parser.tip.type === 'paragraph' || line.blank) return 'no';
    line.advance(4, true);
    parser.closeUnmatched();
    parser.addBlock('code');
    return 'leaf';
  },
];

function readListMarker(line: Line, container: Block): { marker: ListMarker; padding: number } | null {
  if (line.indent >= 4) return null;
  const ahead = line.ahead;
  const bullet = /^[*+-]/.exec(ahead);
  const number = bullet ? null : /^(\d{1,9})([.)])/.exec(ahead);
  const mark = (bullet ?? number)?.[0];
  if (mark === undefined) return null;
  // Only a list that begins with 1 may interrupt a paragraph.
  if (number && container.type === 'paragraph' && Number(number[1]) !== 1) return null;
  const next = line.text[line.nextNonspace + mark.length];
  if (next !== undefined && next !== ' ' && next !== '\t') return null;
  if (container.type === 'paragraph' && line.text.slice(line.nextNonspace + mark.length).trim() === '') return null;
  const markerOffset = line.indent;
  line.skipIndent();
  line.advance(mark.length, true);
  const start = { column: line.column, offset: line.offset, partOfTab: line.insideTab };
  do line.advance(1, true);
  while (line.column - start.column < 5 && line.isSpaceAt(line.offset));
  const blankItem = line.offset >= line.text.length;
  const spaces = line.column - start.column;
  let padding = markerOffset + mark.length + spaces;
  if (spaces >= 5 || spaces < 1 || blankItem) {
    padding = markerOffset + mark.length + 1;
    line.reset(start.offset, start.column, start.partOfTab);
    if (line.isSpaceAt(line.offset)) line.advance(1, true);
  }
  return { marker: { ordered: !bullet, delimiter: mark.slice(-1), start: number ? Number(number[1]) : 1 }, padding };
}

function sameList(a: ListMarker | null, b: ListMarker): boolean {
  return a !== null && a.ordered === b.ordered && a.delimiter === b.delimiter;
}

function depthOf(block: Block): number {
  let depth = 0;
  for (let at: Block | null = block; at; at = at.parent) depth++;
  work.steps += depth;
  return depth;
}

/** A heading's text without its optional closing marks. */
function withoutClosingMarks(text: string): string {
  const trimmed = text.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === '#') end--;
  if (end === 0) return '';
  return end < trimmed.length && /[ \t]/.test(trimmed[end - 1] ?? '') ? trimmed.slice(0, end).trimEnd() : trimmed;
}
