/**
 * A Markdown text as elements, while it is being written and after.
 *
 * Whole lines go to the block parser once and are final; the last, half-written line is drawn as what it would be and
 * taken back before the next is read. So n characters cost O(n), and the elements at the end are those of the text drawn
 * at once. No HTML string is made at any point.
 */
import { BlockParser } from './blocks.ts';
import { createRootViews, type ChildViews } from './block-view.ts';
import { ENGLISH_WORDS, type DrawContext, type MarkdownOptions, type Redrawable } from './context.ts';
import { FootnotesView } from './footnotes-view.ts';
import { loadHighlighter } from './highlight.ts';
import { element } from './elements.ts';
import { scanDefinition } from './link-target.ts';
import { LazyTools } from './lazy-tools.ts';
import { loadMath } from './math.ts';
import { isUndecidedLine } from './unfinished.ts';

export interface MarkdownUpdate {
  /** The text is whole: what is half-written is drawn as it stands. */
  done: boolean;
  /** Positions in the text, in UTF-16 units, where `drawMarker` puts something. */
  markers?: readonly number[] | undefined;
}

export interface MarkdownView {
  /** Where the text is drawn; yours to place. */
  readonly element: HTMLElement;
  /**
   * Shows `text`, normally the text before with more at its end; anything else starts anew.
   *
   * Draws at once, but only once a frame: what comes in a frame that has been drawn in waits for the next, unless `done`.
   */
  update(text: string, update: MarkdownUpdate): void;
  /** Stops drawing. The element stays as it is. */
  destroy(): void;
}

/** Creates a view of a Markdown text. Its styles are in `markdown.css`. */
export function createMarkdownView(options: MarkdownOptions = {}): MarkdownView {
  return new View(options);
}

class View implements MarkdownView {
  readonly element = element('div', 'ck-md', '');
  private readonly context: DrawContext;
  private blocks: ChildViews;
  private footnotes: FootnotesView;
  private text = '';
  /** Text before this is in the parser. */
  private fed = 0;
  private marked = false;
  private waiting: { text: string; update: MarkdownUpdate } | null = null;
  /** Set while the frame that was drawn in lasts. */
  private stopFrame: (() => void) | null = null;
  private destroyed = false;
  private readonly tools: LazyTools;
  private stale = new Set<Redrawable>();

  constructor(options: MarkdownOptions) {
    this.tools = new LazyTools(() => options.onDraw?.());
    this.context = {
      options,
      words: options.words ?? ENGLISH_WORDS,
      parser: this.createParser(),
      done: false,
      peeking: false,
      leaves: new Set(),
      waiting: new Map(),
      footnotesChanged: false,
      withoutDefinitions,
      withMath: (use) => this.tools.use('math', loadMath, use),
      withHighlighter: (language, use) =>
        this.tools.use(
          `code ${language}`,
          () => loadHighlighter(language),
          (create) => create && use(create),
        ),
    };
    this.blocks = createRootViews(this.element, this.context);
    this.footnotes = new FootnotesView(this.element, this.context);
  }

  update(text: string, update: MarkdownUpdate): void {
    if (this.destroyed) return;
    this.waiting = { text, update };
    if (update.done || !this.stopFrame) this.drawNow();
  }

  destroy(): void {
    this.destroyed = true;
    this.tools.stop();
    this.stopFrame?.();
  }

  private drawNow(): void {
    this.stopFrame?.();
    this.stopFrame = null;
    const { waiting, context } = this;
    if (!waiting) return;
    this.waiting = null;
    if (!waiting.update.done) this.stopFrame = nextFrame(() => this.drawNow());
    if (context.done || !waiting.text.startsWith(this.text)) {
      if (context.done && waiting.text === this.text && waiting.update.done)
        return this.placeMarkers(waiting.update.markers ?? []);
      this.startAnew();
    }
    this.text = waiting.text;
    this.read(waiting.update);
  }

  private read({ done, markers = [] }: MarkdownUpdate): void {
    const { context } = this;
    this.feedLines(done);
    const rest = this.text.slice(this.fed).replace(/\r$/, '');
    if (done) {
      if (rest !== '') context.parser.feed(rest, this.fed);
      context.parser.finish();
      context.done = true;
      for (const leaves of context.waiting.values()) for (const leaf of leaves) this.stale.add(leaf);
      this.draw();
      context.waiting.clear();
    } else if (rest !== '' && !this.isUndecided(rest)) {
      context.peeking = true;
      context.parser.peek(rest, this.fed, () => this.draw());
      context.peeking = false;
    } else this.draw();
    this.placeMarkers(markers);
  }

  private draw(): void {
    this.blocks.update(this.context.parser.root.children);
    for (const leaf of this.stale) leaf.redraw();
    this.stale.clear();
    this.footnotes.update();
    this.context.options.onDraw?.();
  }

  /** Gives the parser every line that has ended. */
  private feedLines(done: boolean): void {
    const { text, context } = this;
    for (let at = this.fed; ; at = this.fed) {
      const feedEnd = text.indexOf('\n', at);
      const returnEnd = this.nextReturn(at, feedEnd);
      const end = returnEnd >= 0 ? returnEnd : feedEnd;
      if (end < 0 || (end === text.length - 1 && text[end] === '\r' && !done)) return; // half of a CRLF, perhaps
      context.parser.feed(text.slice(at, end), at);
      this.fed = end + (text.startsWith('\r\n', end) ? 2 : 1);
    }
  }

  private nextReturn(from: number, lineFeed: number): number {
    const line = lineFeed < 0 ? this.text.slice(from) : this.text.slice(from, lineFeed);
    const found = line.indexOf('\r');
    return found < 0 ? -1 : from + found;
  }

  /** Whether a half-written line is kept back: nothing but marks so far, or a row of what may become a table. */
  private isUndecided(line: string): boolean {
    const { tip } = this.context.parser;
    if (tip.type === 'code' && tip.fence) return line.trim() === '' || /^\s*(?:>\s*)*(?:`+|~+)\s*$/.test(line);
    if (tip.type === 'table') return /^[\s|]*$/.test(line) || (!line.includes('|') && isUndecidedLine(line));
    return isUndecidedLine(line);
  }

  /** Gives each marker to the last leaf that begins before it. Only leaves whose markers changed are drawn again. */
  private placeMarkers(markers: readonly number[]): void {
    if (markers.length === 0 && !this.marked) return;
    this.marked = markers.length > 0;
    for (const leaf of this.context.leaves) if (!this.element.contains(leaf.element)) this.context.leaves.delete(leaf);
    const leaves = [...this.context.leaves].filter((leaf) => leaf.from >= 0).sort((a, b) => a.from - b.from);
    const waiting = [...new Set(markers)].sort((a, b) => a - b);
    leaves.forEach((leaf, index) => {
      const next = leaves[index + 1]?.from ?? Infinity;
      const own: number[] = [];
      for (let at = waiting[0]; at !== undefined && at <= next; at = waiting[0]) {
        own.push(at);
        waiting.shift();
      }
      leaf.setMarkers(own);
    });
  }

  private startAnew(): void {
    const { context } = this;
    context.parser = this.createParser();
    context.done = false;
    context.waiting.clear();
    context.leaves.clear();
    context.footnotesChanged = true;
    this.stale.clear();
    this.fed = 0;
    this.element.replaceChildren();
    this.blocks = createRootViews(this.element, context);
    this.footnotes = new FootnotesView(this.element, context);
  }

  private createParser(): BlockParser {
    return new BlockParser((label) => {
      for (const leaf of this.context.waiting.get(label) ?? []) this.stale.add(leaf);
      this.context.waiting.delete(label);
    });
  }
}

/** A paragraph's text without the reference definitions at its beginning, one still being written included. */
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

/** Calls back in the next frame, or soon where a hidden page draws none. Returns the way to stop it. */
function nextFrame(draw: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(draw, 50);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
