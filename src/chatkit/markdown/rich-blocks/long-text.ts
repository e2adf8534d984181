/**
 * The text after the cut of a very long message: plain text, which is rendered in sections if the reader asks for it.
 */
import type { DrawContext } from '../context.ts';
import type { MarkdownUpdate } from '../markdown-view.ts';
import { nextFrame } from '../next-frame.ts';
import { RestView } from './rest-view.ts';
import { textOf } from './copy-button.ts';
import { Sections, type CreateSection, type SectionView } from '../parsing/sections.ts';

export class LongText {
  private readonly first: SectionView;
  private readonly context: DrawContext;
  private readonly create: CreateSection;
  private text = '';
  private latest: MarkdownUpdate = { done: false };
  /** The text that is not rendered, shown as plain text. */
  private rest: RestView | null = null;
  private sections: Sections | null = null;
  /** The last block before the rest, at the moment the reader asked for it. */
  private lastBeforeRest: Element | null = null;
  private isAnnounced = false;
  private stopShowing: (() => void) | null = null;

  /** `first` renders the text up to the cut. */
  constructor(first: SectionView, context: DrawContext, create: CreateSection) {
    this.first = first;
    this.context = context;
    this.create = create;
  }

  update(text: string, latest: MarkdownUpdate): void {
    this.text = text;
    this.latest = latest;
    const { cut } = this.first;
    this.show(cut !== null && this.sections ? this.sections.update(text, latest) : cut);
  }

  /** Places the markers again. */
  place(text: string, latest: MarkdownUpdate): void {
    this.text = text;
    this.latest = latest;
    this.sections?.place(text, latest);
  }

  showAllowedImages(): void {
    this.sections?.showAllowedImages();
  }

  destroy(): void {
    this.stopShowing?.();
    this.sections?.destroy();
  }

  /** Shows the text from `end` on as plain text, and renders it in the next frames if the reader asked for it. */
  private show(end: number | null): void {
    if (end !== null) {
      this.rest ??= new RestView(this.context, this.sections ? null : () => this.showAll());
      if (!this.rest.element.parentNode) this.first.element.append(this.rest.element);
      this.rest.update(this.text.slice(end));
      if (this.sections) this.stopShowing ??= nextFrame(() => this.showNext());
    } else if (this.rest) {
      const hadFocus = this.rest.element.matches(':focus-within');
      this.rest.element.remove();
      this.rest = null;
      if (hadFocus) this.focusDrawn();
      if (!this.isAnnounced) this.context.options.announce?.(textOf(this.context)('thread.rest.shown'));
      this.isAnnounced = true;
    }
    this.context.rest = this.sections?.start ?? this.rest?.element ?? null;
  }

  /** Moves the focus from the removed button to the place where the plain text began. */
  private focusDrawn(): void {
    const target = this.lastBeforeRest;
    if (!(target instanceof HTMLElement) || !target.isConnected) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  private showAll(): void {
    if (this.sections) return;
    this.lastBeforeRest = this.rest?.element.previousElementSibling ?? null;
    this.sections = new Sections(this.first, this.create);
    this.stopShowing = nextFrame(() => this.showNext());
  }

  private showNext(): void {
    this.stopShowing = null;
    const { sections, rest } = this;
    if (!sections) return;
    // One section in each frame, because the layout time of a section is not known here.
    this.show(sections.add(this.text, this.latest, rest?.element ?? null));
  }
}
