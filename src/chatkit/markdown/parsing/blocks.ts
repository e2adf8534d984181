/**
 * Parses the block structure of a Markdown text line by line. A parsed line is final. Source: CommonMark 0.31.2,
 * appendix "A parsing strategy"; GFM for tables; GitHub for footnotes.
 */
import { blockStarts, MAY_START } from './block-starts.ts';
import { rareSyntax } from '../lazy-syntax.ts';
import { Line } from './line.ts';
import { scanDefinition } from './link-target.ts';
import { restoreBlock, saveOpenBlocks } from './look-ahead.ts';
import { work } from './steps.ts';
import { createBlock, type Alignment, type Block, type BlockType, type LinkDefinition } from './tree.ts';

const SUMMARY_END = /<\/summary\s*>[ \t]*/i;
const DETAILS_START = /^[ \t>*+\-\d.)]{0,100}<details\s*>/i;
const DETAILS_END = /<\/details[ \t]*>[ \t]*$/i;
const DETAILS_END_CHARS = 40;

/** Parses lines into blocks. `peek` shows the tree with one more, unfinished line. */
export class BlockParser {
  readonly root = createBlock('document', null, 0, 0);
  readonly definitions = new Map<string, LinkDefinition>();
  readonly footnotes = new Map<string, Block>();
  tip: Block = this.root;
  /** True if every open block continues on this line. */
  allClosed = true;
  /** Called once for each label when its definition is found. Footnote labels are passed as `^label`. */
  readonly #onDefinition: (label: string) => void;
  #lineNumber = 0;
  #lineStart = 0;
  #line = new Line('');
  #oldTip: Block = this.root;
  #lastMatched: Block = this.root;
  #peeking = false;
  /** The number of blocks so far, without those of unfinished lines. */
  blockCount = 0;
  /** Whether there was a block that `rich-blocks.ts` draws. */
  hasRichBlock = false;

  constructor(onDefinition: (label: string) => void = () => {}) {
    this.#onDefinition = onDefinition;
  }

  /** Parses a whole line without its line break. `start` is the line's offset in the source. */
  feed(text: string, start: number): void {
    this.#lineStart = start;
    this.#parseWithDetails(new Line(text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text));
  }

  /** Ends the text and settles every block. */
  finish(): void {
    while (this.tip !== this.root) this.close(this.tip);
    this.close(this.root);
  }

  /** Calls `look` with the tree as it would be after `text`, then undoes that line. */
  peek(text: string, start: number, look: () => void): void {
    const saved = saveOpenBlocks(this.root);
    const { tip } = this;
    const lineNumber = this.#lineNumber;
    const lineStart = this.#lineStart;
    this.#peeking = true;
    try {
      this.feed(text, start);
      look();
    } finally {
      this.#peeking = false;
      for (const state of saved) restoreBlock(state);
      this.tip = tip;
      this.#lineNumber = lineNumber;
      this.#lineStart = lineStart;
    }
  }

  /** Whether a leaf's text may still grow. An unfinished line also closes blocks, but not for good. */
  isGrowing(block: Block): boolean {
    return !block.settled && (block.open || block.endLine === this.#lineNumber);
  }

  /** Adds a block to the nearest open block that can contain it. */
  addBlock(type: BlockType): Block {
    while (!canContain(this.tip, type)) this.close(this.tip);
    const parent = this.tip;
    // Reference definitions in an item are blocks without a view. `level` is the line on which the last one ends.
    const lastLine = Math.max(parent.children.at(-1)?.endLine ?? 0, parent.type === 'item' ? parent.level : 0);
    if (lastLine > 0 && lastLine < this.#lineNumber - 1) {
      const list = parent.type === 'item' ? parent.parent : parent;
      if (list?.type === 'list') list.loose = true;
    }
    const block = createBlock(type, parent, this.#lineStart + this.#line.nextNonspace, this.#lineNumber);
    parent.children.push(block);
    this.tip = block;
    if (!this.#peeking) this.blockCount++;
    this.hasRichBlock ||= type === 'code' || type === 'table' || type === 'footnote';
    this.#touch(parent);
    return block;
  }

  /** Opens a footnote. If a label repeats, the first one counts. */
  addFootnote(label: string): void {
    const block = this.addBlock('footnote');
    block.note = label;
    if (!this.#peeking) this.#define(`^${label}`, () => this.footnotes.set(label, block), this.footnotes.has(label));
  }

  /** Appends the text at the line's cursor to a leaf. */
  addText(block: Block, text: string): void {
    // A line that begins a definition cannot continue a title, so the definitions before it are complete.
    if (block.type === 'paragraph' && !this.#peeking && block.level === 0) {
      if (text[0] === '[') this.removeDefinitions(block);
      if (text[0] !== '[' || block.text !== '') block.level = block.text === '' && text[0] === '[' ? 0 : 1;
    }
    if (block.type === 'paragraph' ? block.text !== '' : block.type !== 'code' && block.lineStarts.length > 0)
      block.text += '\n';
    block.lineStarts.push(block.text.length, this.#lineStart + this.#line.offset);
    block.text += text;
    if (block.type === 'paragraph') block.note = text;
    this.#touch(block);
  }

  closeUnmatched(): void {
    if (this.allClosed) return;
    while (this.#oldTip !== this.#lastMatched) {
      const parent = this.#oldTip.parent;
      this.close(this.#oldTip);
      this.#oldTip = parent ?? this.root;
    }
    this.allClosed = true;
  }

  close(block: Block): void {
    const parent = block.parent;
    block.open = false;
    if (block.type === 'paragraph') this.removeDefinitions(block);
    if (block.type === 'paragraph' && block.text === '' && parent) {
      parent.children.pop();
      if (parent.type === 'item') parent.level = block.endLine;
    }
    block.settled = !this.#peeking;
    this.tip = parent ?? this.root;
  }

  /** Removes the reference definitions at the start of a paragraph. */
  removeDefinitions(paragraph: Block): void {
    let at = 0;
    while (paragraph.text[at] === '[') {
      const definition = scanDefinition(paragraph.text, at);
      if (!definition) break;
      const { label, href, title } = definition;
      if (!this.#peeking)
        this.#define(label, () => this.definitions.set(label, { href, title }), this.definitions.has(label));
      at = definition.end;
    }
    if (at > 0) dropBeginning(paragraph, at);
  }

  /** Turns the last line of a paragraph into a table's header. */
  toTable(paragraph: Block, header: string, columns: Alignment[]): void {
    const { parent, lineStarts } = paragraph;
    const headerStart = lineStarts.at(-1) ?? 0;
    const remaining = paragraph.text.slice(0, -header.length - 1);
    parent?.children.pop();
    this.tip = parent ?? this.root;
    if (paragraph.text.length > header.length && parent) {
      const before = createBlock('paragraph', parent, paragraph.start, paragraph.endLine);
      before.text = remaining;
      before.lineStarts = lineStarts.slice(0, -2);
      parent.children.push(before);
      this.tip = before;
      this.close(before);
    }
    const table = this.addBlock('table');
    table.columns = columns;
    table.rows.push(header);
    table.lineStarts.push(0, headerStart);
  }

  toHeading(paragraph: Block, level: number): void {
    const { parent } = paragraph;
    parent?.children.pop();
    this.tip = parent ?? this.root;
    const heading = this.addBlock('heading');
    heading.level = level;
    heading.text = paragraph.text.trimEnd();
    heading.lineStarts = paragraph.lineStarts.slice(); // spreading many lines as arguments would overflow the stack
    this.close(heading);
  }

  /** Adds the rest of a line to the open summary. Returns whether the summary ends there; then text may follow it. */
  addSummary(line: Line): boolean {
    const summary = this.tip;
    const end = SUMMARY_END.exec(line.rest);
    this.addText(summary, end ? line.rest.slice(0, end.index) : line.rest);
    line.advance(end ? end.index + end[0].length : line.text.length);
    if (end) this.close(summary);
    return end !== null;
  }

  /** `</details>` at the end of a line closes the innermost details that are open after the text before it. */
  #parseWithDetails(line: Line): void {
    let end = line.text.length;
    if (/[>\s]/.test(line.text[end - 1] ?? '') && !this.#isVerbatim()) {
      const most = this.#countDetails() + (DETAILS_START.test(line.text) ? 1 : 0);
      for (let closed = 0; closed < most; closed++) {
        const closing = DETAILS_END.exec(line.text.slice(Math.max(0, end - DETAILS_END_CHARS), end))?.[0];
        if (closing === undefined) break;
        end -= closing.length;
      }
    }
    if (end === line.text.length) return this.#parseLine(line);
    this.#parseLine(new Line(line.text.slice(0, end)));
    for (const [closing] of line.text.slice(end).matchAll(/<[^>]*>/g)) this.#closeDetails(closing);
  }

  #closeDetails(closing: string): void {
    let details: Block | null = this.tip;
    while (details && details.type !== 'details') details = details.parent;
    if (!details) return this.#parseLine(new Line(closing)); // they were closed together with the block around them
    this.#touch(details);
    while (details.open) this.close(this.tip);
  }

  #countDetails(): number {
    let count = 0;
    for (let block: Block | null = this.tip; block; block = block.parent) if (block.type === 'details') count++;
    return count;
  }

  /** Whether the open block adds every line as raw text, without parsing it. */
  #isVerbatim(): boolean {
    const { type, fence, level } = this.tip;
    return (type === 'code' && fence !== null) || (type === 'html' && level < 6);
  }

  #parseLine(line: Line): void {
    this.#line = line;
    this.#lineNumber++;
    this.#oldTip = this.tip;
    let container = this.root;
    for (let child = container.children.at(-1); child?.open; child = container.children.at(-1)) {
      work.steps++;
      const answer = this.#continues(child, line);
      if (answer === 'ended') return;
      if (answer === 'no') break;
      container = child;
    }
    this.allClosed = container === this.#oldTip;
    this.#lastMatched = container;
    container = this.#startBlocks(container, line);

    if (!this.allClosed && !line.blank && this.tip.type === 'paragraph') {
      this.addText(this.tip, line.rest); // a lazy continuation
      return;
    }
    this.closeUnmatched();
    if (acceptsLines(container)) this.#addLine(container, line);
    else if (line.offset < line.text.length && !line.blank) {
      const paragraph = this.addBlock('paragraph');
      line.skipIndent();
      this.addText(paragraph, line.rest);
    }
  }

  /** Opens the blocks that start on this line. Returns the innermost. */
  #startBlocks(matched: Block, line: Line): Block {
    let container = matched;
    if (container.type !== 'paragraph' && container.type !== 'table' && acceptsLines(container)) return container;
    for (;;) {
      MAY_START.lastIndex = line.nextNonspace;
      if (!line.indented && !MAY_START.test(line.text)) break;
      let start: 'no' | 'container' | 'leaf' = 'no';
      work.steps += line.text.length - line.offset;
      for (const tryStart of blockStarts) {
        start = tryStart(this, line, container);
        if (start !== 'no') break;
      }
      if (start === 'no') break;
      container = this.tip; // a leaf that is complete is no longer the tip
      if (start === 'leaf') return container;
    }
    line.skipIndent();
    return container;
  }

  #continues(block: Block, line: Line): 'yes' | 'no' | 'ended' {
    switch (block.type) {
      case 'document':
      case 'list':
      case 'details':
        return 'yes';
      case 'quote':
        if (line.indented || line.text[line.nextNonspace] !== '>') return 'no';
        line.skipIndent();
        line.advance(1);
        if (line.isSpaceAt(line.offset)) line.advance(1, true);
        this.#touch(block);
        return 'yes';
      case 'item':
        if (line.blank) {
          if (block.children.length === 0 && block.level === 0) return 'no';
          line.skipIndent();
        } else if (line.indent >= block.padding) line.advance(block.padding, true);
        else return 'no';
        return 'yes';
      case 'footnote':
        if (line.blank) line.skipIndent();
        else if (line.indent >= 4) line.advance(4, true);
        else return 'no';
        return 'yes';
      case 'code':
        return block.fence ? this.#continuesFence(block, line) : continuesIndented(line);
      case 'html':
        return line.blank && block.level >= 6 ? 'no' : 'yes';
      case 'math':
      case 'paragraph':
      case 'summary':
      case 'table':
        return line.blank ? 'no' : 'yes';
      default:
        return 'no';
    }
  }

  #continuesFence(block: Block, line: Line): 'yes' | 'ended' {
    const { character = '`', length = 3, indent = 0 } = block.fence ?? {};
    const marks =
      line.indent <= 3 && line.text[line.nextNonspace] === character
        ? /^(?:`{3,}|~{3,})(?=[ \t]*$)/.exec(line.ahead)
        : null;
    if (marks && marks[0].length >= length) {
      this.#touch(block);
      this.tip = block;
      this.close(block);
      return 'ended';
    }
    for (let left = indent; left > 0 && line.isSpaceAt(line.offset); left--) line.advance(1, true);
    return 'yes';
  }

  #addLine(block: Block, line: Line): void {
    if (block.type === 'table') {
      if (line.blank) return;
      line.skipIndent();
      block.rows.push(line.rest);
      block.lineStarts.push(0, this.#lineStart + line.offset);
      this.#touch(block);
    } else if (block.type === 'code') {
      if (block.fence && block.lineStarts.length === 0 && block.endLine === this.#lineNumber) {
        block.lineStarts.push(0, this.#lineStart + line.text.length); // the opening line contains no code
      } else if (!block.fence && line.blank) {
        block.note += `${line.rest}\n`;
      } else {
        this.addText(block, `${block.note}${line.rest}\n`);
        block.note = '';
      }
      if (block.fence) this.#touch(block);
    } else if (block.type === 'math') this.#addMath(block, line);
    else if (block.type === 'summary') {
      if (!this.addSummary(line) || line.blank) return;
      const paragraph = this.addBlock('paragraph');
      line.skipIndent();
      this.addText(paragraph, line.rest);
    } else {
      this.addText(block, line.rest);
      if (block.type === 'html' && rareSyntax.now()?.endsHtml(line.text.slice(line.offset), block.level))
        this.close(block);
    }
  }

  #addMath(block: Block, line: Line): void {
    const first = block.lineStarts.length === 0;
    line.skipIndent();
    this.addText(block, line.rest);
    const end = line.rest.indexOf(block.note, first ? 2 : 0);
    if (end >= 0 && line.rest.slice(end + 2).trim() === '') {
      block.level = 1; // the closing mark was found
      this.close(block);
    }
  }

  /** Extends the block and its ancestors to this line. */
  #touch(block: Block): void {
    for (let at: Block | null = block; at && at.endLine !== this.#lineNumber; at = at.parent)
      at.endLine = this.#lineNumber;
  }

  #define(label: string, set: () => void, known: boolean): void {
    if (known) return;
    set();
    this.#onDefinition(label);
  }
}

function canContain(parent: Block, child: BlockType): boolean {
  if (parent.type === 'list') return child === 'item';
  return (
    child !== 'item' &&
    (parent.type === 'document' ||
      parent.type === 'quote' ||
      parent.type === 'item' ||
      parent.type === 'footnote' ||
      parent.type === 'details')
  );
}

function acceptsLines({ type, open }: Block): boolean {
  return (
    open &&
    (type === 'paragraph' ||
      type === 'code' ||
      type === 'html' ||
      type === 'math' ||
      type === 'summary' ||
      type === 'table')
  );
}

function continuesIndented(line: Line): 'yes' | 'no' {
  if (line.indent >= 4) line.advance(4, true);
  else if (line.blank) line.skipIndent();
  else return 'no';
  return 'yes';
}

function dropBeginning(paragraph: Block, count: number): void {
  paragraph.text = paragraph.text.slice(count);
  const kept: number[] = []; // a new array, because a look-ahead restores the old one
  for (let at = 0; at < paragraph.lineStarts.length; at += 2) {
    const next = paragraph.lineStarts[at + 2];
    if (next !== undefined && next <= count) continue;
    kept.push(Math.max(0, (paragraph.lineStarts[at] ?? 0) - count), paragraph.lineStarts[at + 1] ?? 0);
  }
  paragraph.lineStarts = kept;
}
