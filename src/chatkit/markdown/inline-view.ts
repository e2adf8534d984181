/** A leaf's text as elements. Elements that already stand are kept and only what changed is touched. */
import { reconcile } from './draw-inlines.ts';
import { parseInlines, readPlain, type InlineContext, type InlineResult } from './inlines.ts';
import type { DrawContext, Redrawable } from './context.ts';
import type { Inline } from './tree.ts';

/** Where a leaf's text comes from. */
export interface LeafText {
  text: string;
  /** More may follow. */
  open: boolean;
  /** Pairs of (offset in `text`, offset in the source). */
  lineStarts: readonly number[];
  /** Where its source begins. */
  from: number;
}

/** Above this, an open leaf is parsed again only after it grew by a share, so that time stays linear whatever it holds. */
const EAGER_CHARS = 8192;

export class InlineView implements Redrawable {
  readonly element: HTMLElement;
  private readonly context: DrawContext;
  private source: LeafText | null = null;
  private stable: Inline[] = [];
  private stableText = '';
  private lastStableNode: ChildNode | null = null;
  private drawn: Inline[] = [];
  private parsedLength = 0;
  private markers: readonly number[] = [];

  constructor(element: HTMLElement, context: DrawContext) {
    this.element = element;
    this.context = context;
    context.leaves.add(this);
  }

  get from(): number {
    return this.source?.from ?? 0;
  }

  update(source: LeafText): void {
    const before = this.source;
    this.source = source;
    if (!before || before.text !== source.text || before.open !== source.open) this.draw();
  }

  /** Puts markers at these positions of the source; drawn text stays. */
  setMarkers(markers: readonly number[]): void {
    if (markers.join() === this.markers.join()) return;
    this.markers = markers;
    this.redraw();
  }

  redraw(): void {
    if (!this.source || !this.element.parentNode) return;
    this.forgetStable();
    this.draw();
  }

  private draw(): void {
    const { source, context } = this;
    if (!source) return;
    if (!source.text.startsWith(this.stableText)) this.forgetStable();
    const pending = source.text.length - this.stableText.length;
    if (
      source.open &&
      pending > EAGER_CHARS &&
      source.text.length > this.parsedLength &&
      source.text.length < this.parsedLength * 1.2
    )
      return;
    this.parsedLength = source.text.length;
    const { stable, stableEnd, rest } = this.parse(source);
    const next = stable.length === 0 ? rest : [...stable, ...rest];
    reconcile(this.element, this.firstTail(), this.drawn, next, context);
    if (stable.length > 0) {
      let last = this.firstTail();
      for (let index = 1; index < stable.length; index++) last = last?.nextSibling ?? null;
      this.lastStableNode = last;
      for (const inline of stable) this.stable.push(inline);
      this.stableText = source.text.slice(0, this.stableText.length + stableEnd);
    }
    this.drawn = rest;
  }

  private parse(source: LeafText): InlineResult {
    const text = source.text.slice(this.stableText.length);
    const plain = source.open || this.markers.length > 0 ? null : readPlain(text);
    return plain ? { stable: [], stableEnd: 0, rest: plain } : parseInlines(text, this.inlineContext(source));
  }

  private firstTail(): ChildNode | null {
    return this.lastStableNode ? this.lastStableNode.nextSibling : this.element.firstChild;
  }

  private forgetStable(): void {
    this.drawn = [...this.stable, ...this.drawn];
    this.stable = [];
    this.stableText = '';
    this.lastStableNode = null;
    this.parsedLength = 0;
  }

  private inlineContext(source: LeafText): InlineContext {
    const { context } = this;
    const offset = this.stableText.length;
    return {
      definition: (label) => context.parser.definitions.get(label),
      hasFootnote: (label) => context.parser.footnotes.has(label),
      onMissing: (label) => {
        const waiting = context.waiting.get(label) ?? new Set();
        context.waiting.set(label, waiting.add(this));
      },
      open: source.open,
      documentOpen: !context.done,
      breaks: context.options.breaks ?? false,
      autolinks: context.options.autolinks ?? true,
      markers: this.markers.map((at) => ({ at: toLeaf(source, at) - offset, name: at })).filter(({ at }) => at >= 0),
    };
  }
}

/** A position in the source as one in the leaf; what lies between lines counts as the end of the line before. */
function toLeaf({ text, lineStarts }: LeafText, at: number): number {
  let position = 0;
  for (let index = 0; index < lineStarts.length; index += 2) {
    const [inText = 0, inSource = 0, nextInText = text.length + 1] = lineStarts.slice(index, index + 3);
    if (inSource > at) break;
    position = Math.min(inText + at - inSource, nextInText - 1);
  }
  return Math.min(position, text.length);
}
