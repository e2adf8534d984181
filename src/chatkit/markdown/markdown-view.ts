/**
 * Renders a Markdown text, also while it is streaming.
 *
 * Each whole line goes to the block parser once and is final. The last, unfinished line is rendered as if it were
 * complete and undone before the next read. So n characters cost O(n), and the final elements equal those of rendering
 * the text at once. No HTML string is created at any point.
 */
import { BlockParser } from './blocks.ts';
import { createRootViews, type ChildViews } from './block-view.ts';
import { ENGLISH_WORDS, type DrawContext, type MarkdownOptions, type Redrawable } from './context.ts';
import { hasRightToLeft } from './direction.ts';
import type { FootnotesView } from './footnotes-view.ts';
import { element } from './elements.ts';
import { scanDefinition } from './link-target.ts';
import { createPictures } from '../pictures/policy.ts';
import { showAllowed } from './image.ts';
import { entityNames, richBlocks, type LazyPart } from './lazy-parts.ts';
import { LazyTools } from './lazy-tools.ts';
import { DrawLimit } from './draw-limit.ts';
import type { RestView } from './rest-view.ts';
import { MAX_NAMED, needsEntityNames } from './text-rules.ts';
import { isUndecidedLine } from './unfinished.ts';

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
/** The nodes added per frame after the reader asks for the rest. */
const NODES_IN_FRAME = 2000;
/** A longer leaf is not rendered again for every label that is defined. */
const LONG_LEAF = 4000;

class View implements MarkdownView {
  readonly element = element('div', 'ck-md', '');
  private readonly context: DrawContext;
  private blocks: ChildViews;
  private footnotes: FootnotesView | null = null;
  private text = '';
  /** The offset up to which the parser has read. */
  private fed = 0;
  private marked = false;
  /** True when the whole text has been read. */
  private complete = false;
  private limit = new DrawLimit();
  /** The offset where rendering ends and plain text begins; null if everything is rendered. */
  private cut: number | null = null;
  private drawnCut = -1;
  private rest: RestView | null = null;
  private latest: MarkdownUpdate = { done: false };
  /** The last block before the rest, at the moment the reader asked for it. */
  private lastBeforeRest: Element | null = null;
  private stopShowing: (() => void) | null = null;
  private waiting: { text: string; update: MarkdownUpdate } | null = null;
  /** Set until the current frame ends. */
  private stopFrame: (() => void) | null = null;
  private destroyed = false;
  private readonly tools: LazyTools;
  /** The parts of the renderer that are being loaded for this view. */
  private readonly awaited = new Set<LazyPart<unknown>>();
  /** The parts that could not be loaded. What they draw is shown as source text. */
  private readonly failed = new Set<LazyPart<unknown>>();
  private stale = new Set<Redrawable>();
  /** The length of text at which a long leaf is rendered again. */
  private readonly redrawAt = new WeakMap<Redrawable, number>();

  constructor(options: MarkdownOptions) {
    this.tools = new LazyTools(() => options.onDraw?.());
    this.context = {
      options,
      words: options.words ?? ENGLISH_WORDS,
      pictures: options.pictures ?? createPictures(),
      offers: new Map(),
      parser: this.createParser(),
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
      withMath: (use) => this.tools.use('math', loadMath, use),
      withHighlighter: (language, use) =>
        this.tools.use(
          `code ${language}`,
          async () => (await richBlocks.load()).loadHighlighter(language),
          (create) => create && use(create),
        ),
    };
    this.blocks = createRootViews(this.element, this.context);
  }

  update(text: string, update: MarkdownUpdate): void {
    if (this.destroyed) return;
    this.waiting = { text, update };
    if (update.done || !this.stopFrame) this.drawNow();
  }

  showAllowedImages(): void {
    showAllowed(this.context, this.element);
  }

  destroy(): void {
    this.destroyed = true;
    this.tools.stop();
    this.stopFrame?.();
    this.stopShowing?.();
  }

  private drawNow(): void {
    this.stopFrame?.();
    this.stopFrame = null;
    const { waiting } = this;
    if (!waiting) return;
    const isNew = waiting.text.startsWith(this.text)
      ? waiting.text.slice(Math.max(0, this.text.length - MAX_NAMED))
      : waiting.text;
    if (needsEntityNames(isNew) && this.awaits(entityNames, () => this.drawNow())) return;
    this.waiting = null;
    if (!waiting.update.done) this.stopFrame = nextFrame(() => this.drawNow());
    if (this.complete || !waiting.text.startsWith(this.text)) {
      if (this.complete && waiting.text === this.text && waiting.update.done) {
        this.latest = waiting.update;
        return this.placeMarkers(waiting.update.markers ?? []);
      }
      this.startAnew();
    }
    if (this.text === '' && !waiting.update.done) this.context.turns = this.mayTurn();
    this.context.turns ||= hasRightToLeft(waiting.text.slice(this.text.length));
    this.text = waiting.text;
    this.read(waiting.update);
  }

  private mayTurn(): boolean {
    const { direction, textBefore } = this.context.options;
    return direction === 'rtl' || hasRightToLeft(textBefore?.() ?? '');
  }

  private read(update: MarkdownUpdate): void {
    this.latest = update;
    this.complete = update.done;
    this.feedLines(update.done);
    const line = this.text.slice(this.fed, this.cut ?? this.text.length).replace(/\r$/, '');
    if (this.cut !== null) this.drawToCut(line, this.cut);
    else if (update.done) this.drawAll(line);
    else this.drawSoFar(line);
    this.updateRest();
    this.placeMarkers(update.markers ?? []);
  }

  private drawSoFar(line: string): void {
    if (line !== '' && !this.isUndecided(line)) this.peek(line);
    else this.draw();
  }

  private drawAll(line: string): void {
    const { context } = this;
    if (line !== '') context.parser.feed(line, this.fed);
    context.parser.finish();
    context.done = true;
    for (const leaves of context.waiting.values()) for (const leaf of leaves) this.stale.add(leaf);
    this.draw();
    context.waiting.clear();
  }

  /** Renders up to the cut as if the text ended there. The parser stays open, because the reader may ask for more. */
  private drawToCut(line: string, cut: number): void {
    if (cut === this.drawnCut) return;
    this.drawnCut = cut;
    if (this.stopShowing) return this.drawSoFar(line); // more follows in the next frame
    this.context.done = true;
    if (line === '') this.draw();
    else this.peek(line);
    this.context.done = false;
  }

  private peek(line: string): void {
    const { context } = this;
    context.peeking = true;
    context.parser.peek(line, this.fed, () => this.draw());
    context.peeking = false;
  }

  /** Whether a part of the renderer is still being loaded. Calls `proceed` when it is there or has failed to load. */
  private awaits(part: LazyPart<unknown>, proceed: () => void): boolean {
    if (part.now() || this.failed.has(part)) return false;
    if (this.awaited.has(part)) return true;
    this.awaited.add(part);
    const settle = () => {
      this.awaited.delete(part);
      if (!this.destroyed) proceed();
    };
    part.load().then(settle, () => {
      this.failed.add(part);
      settle();
    });
    return true;
  }

  private awaitsBlocks(): boolean {
    if (!this.context.parser.hasRichBlock && this.cut === null) return false;
    const rich = richBlocks.now();
    if (rich) this.context.options.adoptStyles?.(rich.css);
    return this.awaits(richBlocks, () => this.drawAwaited());
  }

  /** Draws what was read while a part was being loaded. */
  private drawAwaited(): void {
    this.drawnCut = -1;
    if (!this.complete || this.cut !== null) return this.read(this.latest);
    this.draw();
    this.updateRest();
    this.placeMarkers(this.latest.markers ?? []);
  }

  private draw(): void {
    if (this.awaitsBlocks()) return;
    this.blocks.update(this.context.parser.root.children);
    this.redrawStale();
    if (this.context.parser.footnotes.size > 0) this.drawFootnotes();
    this.context.options.onDraw?.();
  }

  private drawFootnotes(): void {
    const rich = richBlocks.now();
    if (rich) this.footnotes ??= new rich.FootnotesView(this.element, this.context);
    this.footnotes?.update();
  }

  /**
   * A long leaf with many unresolved labels is rendered again when the text has grown by a fraction, not for every
   * label.
   */
  private redrawStale(): void {
    for (const leaf of this.stale) {
      if (!this.context.done && leaf.size > LONG_LEAF && this.fed < (this.redrawAt.get(leaf) ?? 0)) continue;
      this.redrawAt.set(leaf, this.fed + leaf.size / 4);
      this.stale.delete(leaf);
      leaf.redraw();
    }
  }

  private updateRest(): void {
    const { context, cut } = this;
    if (cut !== null) {
      const rich = richBlocks.now();
      if (!rich) return;
      this.rest ??= new rich.RestView(context, () => this.showAll());
      context.rest = this.rest.element;
      if (!this.rest.element.parentNode) this.element.append(this.rest.element);
      this.rest.update(this.text.slice(cut));
    } else if (this.rest) {
      const hadFocus = this.rest.element.matches(':focus-within');
      this.rest.element.remove();
      this.rest = null;
      context.rest = null;
      if (hadFocus) this.focusDrawn();
    }
  }

  /** Moves the focus from the removed button to the place where the plain text began. */
  private focusDrawn(): void {
    const target = this.lastBeforeRest;
    if (!(target instanceof HTMLElement) || !target.isConnected) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** Renders more in each frame until everything is shown. */
  private showAll(): void {
    if (this.stopShowing) return;
    this.lastBeforeRest = this.rest?.element.previousElementSibling ?? null;
    this.context.texLeft = Infinity;
    this.context.coloursLeft = Infinity;
    this.drawnCut = -1;
    const step = () => {
      if (this.cut === null) return;
      this.limit.allowed += NODES_IN_FRAME;
      this.stopShowing = nextFrame(step);
      this.read(this.latest);
      if (this.cut !== null) return;
      this.stopShowing();
      this.stopShowing = null;
      this.limit.allowed = Infinity;
      const { announce, locale } = this.context.options;
      announce?.(richBlocks.now()?.restWords(locale).shown ?? '');
    };
    this.stopShowing = nextFrame(step);
  }

  /** Passes every finished line to the parser, up to the rendering limit. */
  private feedLines(done: boolean): void {
    const { text, limit } = this;
    const { parser } = this.context;
    this.cut = null;
    for (;;) {
      const start = this.fed;
      LINE_END.lastIndex = start;
      const found = LINE_END.exec(text);
      const end = found?.index ?? text.length;
      const reach = limit.reach(text, start, end, parser.tip);
      if (reach < end || (reach === start && limit.isFull && start < text.length)) {
        this.cut = reach;
        return;
      }
      const isHalf = found?.[0] === '\r' && end === text.length - 1 && !done; // may be the first half of a CRLF
      if (!found || isHalf) return;
      const { blockCount } = parser;
      parser.feed(text.slice(start, end), start);
      limit.take(text.slice(start, end).trim() === '', parser.blockCount - blockCount, parser.tip);
      this.fed = end + found[0].length;
    }
  }

  /** Whether an unfinished line is held back, because it has only marks so far or may become a table row. */
  private isUndecided(line: string): boolean {
    const { tip } = this.context.parser;
    if (tip.type === 'code' && tip.fence) return line.trim() === '' || /^\s*(?:>\s*)*(?:`+|~+)\s*$/.test(line);
    if (tip.type === 'table') return /^[\s|]*$/.test(line) || (!line.includes('|') && isUndecidedLine(line));
    return isUndecidedLine(line);
  }

  /** Assigns each marker to the last leaf that begins before it. Renders only leaves whose markers changed. */
  private placeMarkers(markers: readonly number[]): void {
    if (markers.length === 0 && !this.marked) return;
    this.marked = markers.length > 0;
    const end = this.cut ?? Infinity;
    for (const leaf of this.context.leaves) if (!this.element.contains(leaf.element)) this.context.leaves.delete(leaf);
    const leaves = [...this.context.leaves].filter((leaf) => leaf.from >= 0).sort((a, b) => a.from - b.from);
    const waiting = [...new Set(markers)].filter((at) => at <= end).sort((a, b) => a - b);
    let nextMarker = 0;
    leaves.forEach((leaf, index) => {
      const next = leaves[index + 1]?.from ?? Infinity;
      const own: number[] = [];
      for (let at = waiting[nextMarker]; at !== undefined && at <= next; at = waiting[++nextMarker]) own.push(at);
      leaf.setMarkers(own);
    });
  }

  private startAnew(): void {
    const { context } = this;
    context.parser = this.createParser();
    context.done = false;
    this.text = '';
    context.waiting.clear();
    context.leaves.clear();
    context.offers.clear();
    context.headings = [];
    context.footnotesChanged = true;
    this.stale.clear();
    this.fed = 0;
    this.stopShowing?.();
    this.stopShowing = null;
    this.limit = new DrawLimit();
    this.rest = null;
    this.cut = null;
    this.drawnCut = -1;
    context.rest = null;
    context.texLeft = MAX_TEX_CHARS;
    context.coloursLeft = MAX_COLOURS;
    this.element.replaceChildren();
    this.blocks = createRootViews(this.element, context);
    this.footnotes = null;
  }

  private createParser(): BlockParser {
    return new BlockParser((label) => {
      for (const leaf of this.context.waiting.get(label) ?? []) this.stale.add(leaf);
      this.context.waiting.delete(label);
    });
  }
}

const loadMath = async () => (await import('./math.ts')).convertMath;

/** A paragraph's text without the reference definitions at its start, including an unfinished one. */
function withoutDefinitions(text: string): string {
  let at = 0;
  while (text[at] === '[') {
    const definition = scanDefinition(text, at);
    if (!definition) break;
    at = definition.end;
  }
  const rest = text.slice(at);
  return /^\[[^\]]{0,999}\]:\s*\S*(?:\s+(?:["'(].*)?)?$/s.test(rest) ? '' : rest;
}

/**
 * Calls back in the next frame, or after a short delay on a hidden page, which has no frames. Returns a function that
 * cancels.
 */
function nextFrame(draw: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(draw, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
