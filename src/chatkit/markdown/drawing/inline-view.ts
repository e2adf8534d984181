/** Renders a leaf's text. Keeps existing elements and updates only what changed. */
import { reconcile } from './draw-inlines.ts';
import type { InlineContext } from '../parsing/inlines/inlines.ts';
import { LeafReader } from '../parsing/inlines/leaf-reader.ts';
import type { DrawContext, Redrawable } from '../context.ts';
import type { Inline } from '../parsing/tree.ts';

/** A leaf's text and its source positions. */
interface LeafText {
  text: string;
  /** True if more text may follow. */
  open: boolean;
  /** Pairs of (offset in `text`, offset in the source). */
  lineStarts: readonly number[];
  /** The offset of its source. */
  from: number;
  /** Only tags and comments are read, for raw HTML. */
  tagsOnly?: boolean | undefined;
}

export class InlineView implements Redrawable {
  readonly element: HTMLElement;
  readonly #context: DrawContext;
  #source: LeafText | null = null;
  readonly #reader = new LeafReader();
  #lastStableNode: ChildNode | null = null;
  #drawn: Inline[] = [];
  #markers: readonly number[] = [];

  constructor(element: HTMLElement, context: DrawContext) {
    this.element = element;
    this.#context = context;
    context.leaves.add(this);
  }

  get size(): number {
    return this.#source?.text.length ?? 0;
  }

  get from(): number {
    return this.#source?.from ?? 0;
  }

  update(source: LeafText): void {
    const before = this.#source;
    this.#source = source;
    if (!before || before.text !== source.text || before.open !== source.open) this.#draw();
  }

  /** Places markers at these source positions. Rendered text stays. */
  setMarkers(markers: readonly number[]): void {
    if (markers.join() === this.#markers.join()) return;
    this.#markers = markers;
    this.redraw();
  }

  redraw(): void {
    if (!this.#source || !this.element.parentNode) return;
    this.#forgetStable();
    this.#draw();
  }

  #draw(): void {
    const source = this.#source;
    const context = this.#context;
    if (!source) return;
    if (!this.#reader.continues(source.text)) this.#forgetStable();
    const result = this.#reader.read(source.text, () => this.#inlineContext(source));
    if (!result) return;
    const { stable, rest } = result;
    const next = stable.length === 0 ? rest : [...stable, ...rest];
    reconcile(this.element, this.#firstTail(), this.#drawn, next, context);
    if (stable.length > 0) {
      let last = this.#firstTail();
      for (let index = 1; index < stable.length; index++) last = last?.nextSibling ?? null;
      this.#lastStableNode = last;
    }
    this.#drawn = rest;
  }

  #firstTail(): ChildNode | null {
    return this.#lastStableNode ? this.#lastStableNode.nextSibling : this.element.firstChild;
  }

  #forgetStable(): void {
    this.#drawn = [...this.#reader.stable, ...this.#drawn];
    this.#reader.forget();
    this.#lastStableNode = null;
  }

  #inlineContext(source: LeafText): InlineContext {
    const context = this.#context;
    const offset = this.#reader.stableText.length;
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
      tagsOnly: source.tagsOnly,
      markers: toLeaf(source, this.#markers)
        .map(({ at, name }) => ({ at: at - offset, name }))
        .filter(({ at }) => at >= 0),
    };
  }
}

/**
 * Converts ascending source positions to positions in the leaf. A position between two lines counts as the end of the
 * first.
 */
function toLeaf({ text, lineStarts }: LeafText, markers: readonly number[]): { at: number; name: number }[] {
  let line = 0;
  return markers.map((name) => {
    while ((lineStarts[line + 3] ?? Infinity) <= name) line += 2;
    const [inText = 0, inSource = Infinity, nextInText = text.length + 1] = lineStarts.slice(line, line + 3);
    const at = inSource > name ? 0 : Math.min(inText + name - inSource, nextInText - 1);
    return { at: Math.min(at, text.length), name };
  });
}
