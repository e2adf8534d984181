/** Footnotes, numbered by first reference and collected at the end of the text. */
import { ChildViews } from '../drawing/block-view.ts';
import { element } from '../drawing/elements.ts';
import type { DrawContext } from '../context.ts';
import { firstLeaf, setDirection } from '../drawing/direction.ts';
import type { Block } from '../parsing/tree.ts';

interface Note {
  item: HTMLLIElement;
  children: ChildViews;
  back: HTMLButtonElement;
  settled: boolean;
}

export class FootnotesView {
  readonly element = element('section', 'ck-footnotes', '');
  private readonly root: HTMLElement;
  private readonly context: DrawContext;
  private readonly list = document.createElement('ol');
  private readonly notes = new Map<string, Note>();

  constructor(root: HTMLElement, context: DrawContext) {
    this.root = root;
    this.context = context;
    this.element.setAttribute('role', 'doc-endnotes');
    this.element.append(this.list);
    root.addEventListener('click', (event) => this.follow(event));
  }

  update(): void {
    for (const [label, block] of this.context.parser.footnotes) this.draw(label, block);
    if (this.context.footnotesChanged) {
      this.context.footnotesChanged = false;
      this.number();
    }
    // Appended blocks go before the footnotes.
    const { rest } = this.context;
    const isLast = this.element.parentNode === this.root && this.element.nextSibling === rest;
    if (this.list.firstChild && !isLast) this.root.insertBefore(this.element, rest);
  }

  /** One delegated listener, because marks are added, removed and renumbered. */
  private follow({ target }: Event): void {
    if (!(target instanceof Element)) return;
    const label = target.closest<HTMLElement>('[data-footnote]')?.dataset['footnote'];
    if (label !== undefined) reach(this.notes.get(label)?.item);
    if (!target.closest('.ck-footnote-back')) return;
    const named = [...this.notes].find(([, note]) => note.back.contains(target))?.[0];
    const marks = [...this.root.querySelectorAll<HTMLElement>('[data-footnote]')];
    reach(marks.find((mark) => mark.dataset['footnote'] === named)?.querySelector('button'));
  }

  private draw(label: string, block: Block): void {
    let note = this.notes.get(label);
    if (!note) {
      note = this.create();
      this.notes.set(label, note);
      this.context.footnotesChanged = true;
    }
    if (note.settled) return;
    note.children.update(block.children);
    // The direction of the first note decides the side for numbers and back links.
    if (this.notes.size === 1) setDirection(this.element, firstLeaf(block).text);
    note.settled = block.settled;
  }

  private create(): Note {
    const item = document.createElement('li');
    const body = element('div', 'ck-item', '');
    const back = element('button', 'ck-footnote-back', '↩');
    back.type = 'button';
    item.tabIndex = -1;
    item.append(body, back);
    return { item, children: new ChildViews(body, this.context), back, settled: false };
  }

  /** Numbers the references in reading order. Notes that only other notes refer to come last. */
  private number(): void {
    const numbers = new Map<string, HTMLElement[]>();
    const read = (from: HTMLElement, skip?: HTMLElement) => {
      for (const mark of from.querySelectorAll<HTMLElement>('[data-footnote]')) {
        if (skip?.contains(mark)) continue;
        const label = mark.dataset['footnote'] ?? '';
        const marks = numbers.get(label);
        if (marks) marks.push(mark);
        else numbers.set(label, [mark]);
      }
    };
    read(this.root, this.element);
    const items: HTMLElement[] = [];
    for (const label of numbers.keys()) {
      const note = this.notes.get(label);
      if (!note) continue;
      items.push(note.item);
      read(note.item);
    }
    let place = this.list.firstElementChild;
    for (const item of items) {
      if (item === place) place = place.nextElementSibling;
      else this.list.insertBefore(item, place);
    }
    while (place) {
      const next: Element | null = place.nextElementSibling;
      place.remove();
      place = next;
    }
    [...numbers].forEach(([label, marks], index) => this.connect(index + 1, marks, this.notes.get(label)));
    if (items.length === 0) this.element.remove();
  }

  private connect(number: number, marks: readonly HTMLElement[], note: Note | undefined): void {
    const { words } = this.context;
    for (const mark of marks) {
      const button = mark.querySelector('button');
      if (!button || button.textContent === String(number)) continue;
      button.textContent = String(number);
    }
    note?.back.setAttribute('aria-label', words.backToText);
  }
}

function reach(target: HTMLElement | null | undefined): void {
  target?.scrollIntoView({ block: 'nearest' });
  target?.focus({ preventScroll: true });
}
