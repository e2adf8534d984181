/**
 * Renders the rest of a long message after the reader asked for it, in sections. Each section is a separate text, so a
 * frame never costs more than one section, and a finished section is never parsed or laid out again.
 */
import { SECTION_CHARS } from '../drawing/draw-limit.ts';
import type { MarkdownUpdate } from '../markdown-view.ts';
import type { BlockParser } from './blocks.ts';
import type { Block, LinkDefinition } from './tree.ts';

/** A view that renders the beginning of its text, as far as its limit allows. */
export interface SectionView {
  readonly element: HTMLElement;
  /** The offset in its text where rendering ended; null if everything is rendered. */
  readonly cut: number | null;
  readonly parser: BlockParser;
  /** Renders at once, unlike `MarkdownView.update`. */
  draw(text: string, update: MarkdownUpdate): void;
  showAllowedImages(): void;
  destroy(): void;
}

export interface SectionStart {
  /** The definitions before the section. Those after it are not known yet. */
  definitions: ReadonlyMap<string, LinkDefinition>;
  /** The length of the repeated text at its beginning. The section is never cut inside it. */
  floor: number;
}

/** Creates a view. `shift` is the offset of its text in the message. */
export type CreateSection = (parts: SectionStart & { shift: number }) => SectionView;

interface Section {
  view: SectionView;
  /** The offset of its text in the message. */
  from: number;
  /**
   * Lines that are repeated before its text, so that it continues the block that was cut: a table's head, or the start
   * of a code block.
   */
  head: string;
}

export class Sections {
  private readonly list: Section[] = [];
  private readonly first: SectionView;
  private readonly create: CreateSection;

  constructor(first: SectionView, create: CreateSection) {
    this.first = first;
    this.create = create;
  }

  /** The first element of the sections. Elements of the text before them are inserted before it. */
  get start(): HTMLElement | undefined {
    return this.list[0]?.view.element;
  }

  /** Renders what has arrived for the last section. Returns the offset where rendering ends, or null. */
  update(text: string, update: MarkdownUpdate): number | null {
    const last = this.list.at(-1);
    if (!last) return this.first.cut;
    draw(last, text, update);
    return endOf(last);
  }

  /** Renders one more section before `next`. Returns the offset where rendering ends, or null. */
  add(text: string, update: MarkdownUpdate, next: Node | null): number | null {
    const last = this.list.at(-1);
    const cut = last ? endOf(last) : this.first.cut;
    if (cut === null) return null;
    const before = last?.view ?? this.first;
    const head = headOf(before.parser.tip, text.slice(cut, cut + MAX_HEAD_CHARS));
    const from = cut + (head || before.parser.tip.type === 'code' ? 0 : indentAt(text, cut));
    const { definitions } = before.parser;
    const view = this.create({ definitions, floor: head.length, shift: from - head.length });
    this.list.push({ view, from, head });
    this.first.element.insertBefore(view.element, next);
    return this.update(text, update);
  }

  /** Places the markers again, whose positions count from the start of the message. */
  place(text: string, update: MarkdownUpdate): void {
    for (const section of this.list) draw(section, text, update);
  }

  showAllowedImages(): void {
    for (const { view } of this.list) view.showAllowedImages();
  }

  destroy(): void {
    for (const { view } of this.list) {
      view.destroy();
      view.element.remove();
    }
  }
}

function draw({ view, from, head }: Section, text: string, { done, markers }: MarkdownUpdate): void {
  const shift = from - head.length;
  view.draw(head + text.slice(from, from + SECTION_CHARS), {
    done,
    markers: markers?.filter((at) => at > from).map((at) => at - shift),
  });
}

const endOf = ({ view, from, head }: Section): number | null =>
  view.cut === null ? null : from + view.cut - head.length;

/** A longer head is not repeated. */
const MAX_HEAD_CHARS = 200;

/**
 * The lines of the cut block that the next section repeats: the head of a table, or the first line of a code block,
 * with the marks and indentation of the quotes and items around them.
 */
function headOf(tip: Block, next: string): string {
  const head = tip.type === 'table' && !/^[\s>]*(?:\n|$)/.test(next) ? tableHead(tip) : tip.fence ? [fenceOf(tip)] : [];
  const [first, later] = marksAround(tip);
  const text = head.map((line, index) => `${index === 0 ? first : later}${line}\n`).join('');
  return text.length > MAX_HEAD_CHARS ? '' : text;
}

const BARS = { left: ':-', center: ':-:', right: '-:' };

const tableHead = ({ rows, columns }: Block) => [
  rows[0] ?? '',
  `|${columns.map((align) => `${align ? BARS[align] : '-'}|`).join('')}`,
];

const fenceOf = ({ fence }: Block) =>
  fence ? `${' '.repeat(fence.indent)}${fence.character.repeat(fence.length)}${fence.info}` : '';

/** The marks of the quotes and items around a block: for their first line, and for the lines after it. */
function marksAround({ parent }: Block): [first: string, later: string] {
  if (!parent) return ['', ''];
  const [first, later] = marksAround(parent);
  if (parent.type === 'quote') return [`${first}> `, `${later}> `];
  const width = parent.type === 'item' ? parent.padding : parent.type === 'footnote' ? 4 : 0;
  return [first + (width > 0 ? '-'.padEnd(width) : ''), later + ' '.repeat(width)];
}

/** Remove the indentation of a section's first line; otherwise it would be read as code. */
function indentAt(text: string, at: number): number {
  const isLineStart = at === 0 || /[\r\n]/.test(text[at - 1] ?? '');
  return isLineStart ? (/^[ \t]*/.exec(text.slice(at, at + MAX_HEAD_CHARS))?.[0].length ?? 0) : 0;
}
