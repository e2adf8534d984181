/**
 * Renders a Markdown text, also while it is streaming.
 *
 * Each whole line goes to the block parser once and is final. The last, unfinished line is rendered as if it were
 * complete and undone before the next read. So n characters cost O(n), and the final elements equal those of rendering
 * the text at once. No HTML string is created at any point.
 */
import { BlockParser } from './parsing/blocks.ts';
import { ChildViews, createRootViews } from './drawing/block-view.ts';
import { englishWords, type DrawContext, type MarkdownOptions, type Redrawable } from './context.ts';
import { hasRightToLeft } from './drawing/direction.ts';
import { setText } from './drawing/draw-inlines.ts';
import type { FootnotesView } from './rich-blocks/footnotes-view.ts';
import { element } from './drawing/elements.ts';
import { withoutDefinitions } from './parsing/link-target.ts';
import { createPictures } from '../pictures/pictures.ts';
import { AwaitedParts } from './awaited-parts.ts';
import { entityNames, richBlocks } from './lazy-parts.ts';
import { needsRareSyntax, rareSyntax } from './lazy-syntax.ts';
import { DrawLimit, MAX_NODES, SECTION_NODES } from './drawing/draw-limit.ts';
import type { LongText } from './rich-blocks/long-text.ts';
import type { CreateSection, SectionStart, SectionView } from './parsing/sections.ts';
import { nextFrame } from './next-frame.ts';
import { MAX_NAMED, needsEntityNames } from './parsing/text-rules.ts';
import { isUndecidedLine } from './parsing/unfinished.ts';

export interface MarkdownUpdate {
  /** True if the text is complete, so that an unfinished construct is rendered as source text. */
  done: boolean;
  /** Positions in the text, in UTF-16 units, where `drawMarker` inserts an element. */
  markers?: readonly number[] | undefined;
}

export interface MarkdownView {
  /** The element with the rendered text. The caller inserts it. */
  readonly element: HTMLElement;
  /**
   * Renders `text`, normally the previous text with more at the end; any other text resets the view.
   *
   * Renders immediately, but at most once per frame: later calls in the same frame wait for the next, unless `done`.
   */
  update(text: string, update: MarkdownUpdate): void;
  /** Shows the images that were offered and may load now. */
  showAllowedImages(): void;
  /** Stops rendering. The element keeps its content. */
  destroy(): void;
}

/** Creates a view for a Markdown text. Its styles are in `markdown.css`. */
export function createMarkdownView(options: MarkdownOptions = {}): MarkdownView {
  return new View(options);
}

const LINE_END = /\r\n|\n|\r/g;
/** Limits per message until the reader asks for the rest: characters of formulas, and highlighted words of code. */
const MAX_TEX_CHARS = 20_000;
const MAX_COLOURS = 20_000;
/** A message that is too long is cut between lines, or between words if its last line is longer than this. */
const LONG_LINE = 2000;
/** A longer leaf is not rendered again for every label that is defined. */
const LONG_LEAF = 4000;

class View implements MarkdownView, SectionView {
  readonly element: HTMLElement;
  readonly #context: DrawContext;
  #blocks: ChildViews;
  #footnotes: FootnotesView | null = null;
  #text = '';
  /** The offset up to which the parser has read. */
  #fed = 0;
  #marked = '';
  /** True when the whole text has been read. */
  #complete = false;
  #limit: DrawLimit;
  /** The offset where rendering ends; null if everything is rendered. */
  cut: number | null = null;
  #drawnCut = -1;
  /** The text after the cut. */
  #long: LongText | null = null;
  /** The text after the cut if the code of `long` could not be loaded. */
  #source: Text | null = null;
  readonly #section: SectionStart | undefined;
  #latest: MarkdownUpdate = { done: false };
  #waiting: { text: string; update: MarkdownUpdate } | null = null;
  /** Set until the current frame ends. */
  #stopFrame: (() => void) | null = null;
  #destroyed = false;
  readonly #parts: AwaitedParts;
  #stale = new Set<Redrawable>();
  /** The length of text at which a long leaf is rendered again. */
  readonly #redrawAt = new WeakMap<Redrawable, number>();

  constructor(options: MarkdownOptions, section?: SectionStart) {
    this.#section = section;
    this.#parts = new AwaitedParts(section !== undefined);
    this.element = element('div', section ? 'ck-part' : 'ck-md', '');
    this.#limit = this.#createLimit();
    this.#context = {
      options,
      words: options.words ?? englishWords,
      pictures: options.pictures ?? createPictures(),
      offers: new Map(),
      parser: this.#createParser(),
      done: false,
      peeking: false,
      turns: false,
      leaves: new Set(),
      waiting: new Map(),
      rest: null,
      texLeft: MAX_TEX_CHARS,
      coloursLeft: MAX_COLOURS,
      footnotesChanged: false,
      headings: [],
      withoutDefinitions,
      richBlocks: () => richBlocks.now(),
      tools: null,
    };
    this.#blocks = this.#createBlocks();
  }

  get parser(): BlockParser {
    return this.#context.parser;
  }

  update(text: string, update: MarkdownUpdate): void {
    if (this.#destroyed) return;
    this.#waiting = { text, update };
    if (update.done || !this.#stopFrame) this.#drawNow();
  }

  draw(text: string, update: MarkdownUpdate): void {
    this.#waiting = { text, update };
    this.#drawNow();
  }

  showAllowedImages(): void {
    rareSyntax.now()?.showAllowed(this.#context, this.element);
    this.#long?.showAllowedImages();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#parts.stop();
    this.#context.tools?.stop();
    this.#stopFrame?.();
    this.#long?.destroy();
  }

  #drawNow(): void {
    this.#stopFrame?.();
    this.#stopFrame = null;
    const waiting = this.#waiting;
    if (!waiting) return;
    const isNew = waiting.text.startsWith(this.#text)
      ? waiting.text.slice(Math.max(0, this.#text.length - MAX_NAMED))
      : waiting.text;
    if (needsRareSyntax(isNew) && this.#parts.awaits(rareSyntax, () => this.#drawNow())) return;
    const rare = rareSyntax.now();
    if (rare) this.#context.options.adoptStyles?.(rare.css);
    if (needsEntityNames(isNew) && this.#parts.awaits(entityNames, () => this.#drawNow())) return;
    this.#waiting = null;
    if (!waiting.update.done) this.#stopFrame = nextFrame(() => this.#drawNow());
    if (this.#complete || !waiting.text.startsWith(this.#text)) {
      if (this.#complete && waiting.text === this.#text && waiting.update.done) {
        this.#latest = waiting.update;
        return this.#placeMarkers(waiting.update.markers ?? []);
      }
      this.#reset();
    }
    if (this.#text === '' && !waiting.update.done) this.#context.turns = this.#mayTurn();
    this.#context.turns ||= hasRightToLeft(waiting.text.slice(this.#text.length));
    this.#text = waiting.text;
    this.#read(waiting.update);
  }

  #mayTurn(): boolean {
    const { direction, textBefore } = this.#context.options;
    return direction === 'rtl' || hasRightToLeft(textBefore?.() ?? '');
  }

  #read(update: MarkdownUpdate): void {
    this.#latest = update;
    this.#complete = update.done;
    this.#feedLines(update.done);
    const line = this.#text.slice(this.#fed, this.cut ?? this.#text.length).replace(/\r$/, '');
    if (this.cut !== null) this.#drawToCut(line, this.cut);
    else if (update.done) this.#drawAll(line);
    else this.#drawSoFar(line);
    this.#updateRest();
    this.#placeMarkers(update.markers ?? []);
  }

  #drawSoFar(line: string): void {
    if (line !== '' && !this.#isUndecided(line)) this.#peek(line);
    else this.#drawBlocks();
  }

  #drawAll(line: string): void {
    const context = this.#context;
    if (line !== '') context.parser.feed(line, this.#fed);
    context.parser.finish();
    context.done = true;
    for (const leaves of context.waiting.values()) for (const leaf of leaves) this.#stale.add(leaf);
    this.#drawBlocks();
    context.waiting.clear();
  }

  /** Renders up to the cut as if the text ended there. The parser stays open, because the reader may ask for more. */
  #drawToCut(line: string, cut: number): void {
    if (cut === this.#drawnCut) return;
    this.#drawnCut = cut;
    this.#context.done = true;
    if (line === '') this.#drawBlocks();
    else this.#peek(line);
    this.#context.done = false;
  }

  #peek(line: string): void {
    const context = this.#context;
    context.peeking = true;
    context.parser.peek(line, this.#fed, () => this.#drawBlocks());
    context.peeking = false;
  }

  #awaitsBlocks(): boolean {
    if (!this.#context.parser.hasRichBlock && this.cut === null) return false;
    const rich = richBlocks.now();
    if (rich) this.#context.options.adoptStyles?.(rich.css);
    return this.#parts.awaits(richBlocks, () => this.#drawAwaited());
  }

  /** Draws the blocks that were parsed while a part was loading. */
  #drawAwaited(): void {
    this.#drawnCut = -1;
    if (!this.#complete || this.cut !== null) return this.#read(this.#latest);
    this.#drawBlocks();
    this.#updateRest();
    this.#placeMarkers(this.#latest.markers ?? []);
  }

  #drawBlocks(): void {
    if (this.#awaitsBlocks()) return;
    this.#blocks.update(this.#context.parser.root.children);
    this.#redrawStale();
    if (this.#context.parser.footnotes.size > 0) this.#drawFootnotes();
    this.#context.options.onDraw?.();
  }

  #drawFootnotes(): void {
    const rich = richBlocks.now();
    if (rich) this.#footnotes ??= new rich.FootnotesView(this.element, this.#context);
    this.#footnotes?.update();
  }

  /**
   * A long leaf with many unresolved labels is rendered again when the text has grown by a fraction, not for every
   * label.
   */
  #redrawStale(): void {
    for (const leaf of this.#stale) {
      if (!this.#context.done && leaf.size > LONG_LEAF && this.#fed < (this.#redrawAt.get(leaf) ?? 0)) continue;
      this.#redrawAt.set(leaf, this.#fed + leaf.size / 4);
      this.#stale.delete(leaf);
      leaf.redraw();
    }
  }

  #updateRest(): void {
    if (this.#section) return; // shown by the view that it belongs to
    if (this.cut !== null) this.#long ??= this.#createLong(this.cut);
    this.#long?.update(this.#text, this.#latest);
  }

  /** Null if its code is not loaded. If loading failed, the source text is shown. */
  #createLong(cut: number): LongText | null {
    const rich = richBlocks.now();
    if (!rich) {
      if (this.#parts.hasFailed(richBlocks)) this.#showSource(cut);
      return null;
    }
    const { options } = this.#context;
    const create: CreateSection = ({ shift, ...parts }) =>
      new View({ ...options, drawMarker: (at) => options.drawMarker?.(at + shift) ?? element('span', '', '') }, parts);
    return new rich.LongText(this, this.#context, create);
  }

  /** Shows the rest of a long text, with a button that tries again to load what renders it. */
  #showSource(cut: number): void {
    if (!this.#source) {
      const context = this.#context;
      const retry = element('button', '', context.options.text?.('failure.retry') ?? 'Try again');
      const again = () => this.#drawAgain();
      retry.addEventListener('click', () => richBlocks.load().then(again, () => {}));
      context.rest = element('div', 'ck-raw', '');
      context.rest.append(retry, '\n', (this.#source = document.createTextNode('')));
      this.element.append(context.rest);
    }
    setText(this.#source, this.#source.data, this.#text.slice(cut));
  }

  #drawAgain(): void {
    const text = this.#text;
    const latest = this.#latest;
    if (this.#destroyed) return;
    this.#reset();
    this.draw(text, latest);
  }

  /** Passes every finished line to the parser, up to the rendering limit. */
  #feedLines(done: boolean): void {
    const text = this.#text;
    const limit = this.#limit;
    const { parser } = this.#context;
    this.cut = null;
    for (;;) {
      const start = this.#fed;
      LINE_END.lastIndex = start;
      const found = LINE_END.exec(text);
      const end = found?.index ?? text.length;
      const reach = limit.reach(text, start, end, parser.tip);
      if (reach < end || (reach === start && limit.isFull && start < text.length)) {
        this.cut = this.#cutBefore(start, reach);
        return;
      }
      const isHalf = found?.[0] === '\r' && end === text.length - 1 && !done; // may be the first half of a CRLF
      if (!found || isHalf) return;
      const { blockCount } = parser;
      parser.feed(text.slice(start, end), start);
      limit.countLine(text.slice(start, end), parser.blockCount - blockCount, parser.tip);
      this.#fed = end + found[0].length;
    }
  }

  /** The offset before `reach` where the text is cut: between lines if that leaves enough, else between words. */
  #cutBefore(lineStart: number, reach: number): number {
    if (lineStart > (this.#section?.floor ?? 0) && reach - lineStart < LONG_LINE) return lineStart;
    const space = this.#text.lastIndexOf(' ', reach - 1) + 1;
    if (space > reach - LONG_LINE / 4 && space > lineStart) return space;
    return /[\udc00-\udfff]/.test(this.#text[reach] ?? '') ? reach + 1 : reach;
  }

  /** Whether an unfinished line is held back, because it has only marks so far or may become a table row. */
  #isUndecided(line: string): boolean {
    const { tip } = this.#context.parser;
    if (tip.type === 'code' && tip.fence) return line.trim() === '' || /^\s*(?:>\s*)*(?:`+|~+)\s*$/.test(line);
    if (tip.type === 'table') return /^[\s|]*$/.test(line) || (!line.includes('|') && isUndecidedLine(line));
    return isUndecidedLine(line);
  }

  /** Assigns each marker to the last leaf that begins before it. Renders only leaves whose markers changed. */
  #placeMarkers(markers: readonly number[]): void {
    const positions = markers.join();
    if (positions === '' && this.#marked === '') return;
    if (positions !== this.#marked) this.#long?.place(this.#text, this.#latest);
    this.#marked = positions;
    const end = this.cut ?? Infinity;
    for (const leaf of this.#context.leaves)
      if (!this.element.contains(leaf.element)) this.#context.leaves.delete(leaf);
    const leaves = [...this.#context.leaves].filter((leaf) => leaf.from >= 0).sort((a, b) => a.from - b.from);
    const waiting = [...new Set(markers)].filter((at) => at <= end).sort((a, b) => a - b);
    let nextMarker = 0;
    leaves.forEach((leaf, index) => {
      const next = leaves[index + 1]?.from ?? Infinity;
      const own: number[] = [];
      for (let at = waiting[nextMarker]; at !== undefined && at <= next; at = waiting[++nextMarker]) own.push(at);
      leaf.setMarkers(own);
    });
  }

  #reset(): void {
    const context = this.#context;
    context.parser = this.#createParser();
    context.done = false;
    this.#text = '';
    context.waiting.clear();
    context.leaves.clear();
    context.offers.clear();
    context.headings = [];
    context.footnotesChanged = true;
    this.#stale.clear();
    this.#fed = 0;
    this.#long?.destroy();
    this.#long = null;
    this.#source = null;
    this.#limit = this.#createLimit();
    this.cut = null;
    this.#drawnCut = -1;
    context.rest = null;
    context.texLeft = MAX_TEX_CHARS;
    context.coloursLeft = MAX_COLOURS;
    this.element.replaceChildren();
    this.#blocks = this.#createBlocks();
    this.#footnotes = null;
  }

  #createLimit(): DrawLimit {
    return new DrawLimit(this.#section ? SECTION_NODES : MAX_NODES);
  }

  #createBlocks(): ChildViews {
    return this.#section ? new ChildViews(this.element, this.#context) : createRootViews(this.element, this.#context);
  }

  #createParser(): BlockParser {
    const parser = new BlockParser((label) => {
      for (const leaf of this.#context.waiting.get(label) ?? []) this.#stale.add(leaf);
      this.#context.waiting.delete(label);
    });
    for (const [label, definition] of this.#section?.definitions ?? []) parser.definitions.set(label, definition);
    return parser;
  }
}
