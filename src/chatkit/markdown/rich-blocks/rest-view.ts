/** The part of a long message that is not rendered: its source text, and a button that renders it. */
import { nodesOf } from '../drawing/draw-limit.ts';
import { element } from '../drawing/elements.ts';
import { withFewMarks } from '../drawing/marks.ts';
import { textOf } from './copy-button.ts';
import type { DrawContext } from '../context.ts';

/** The text is split into parts of at most this many characters, so that the browser lays out only those in view. */
const PART_CHARS = 4000;
/** At most this many characters per part if the characters are expensive to lay out. */
const PART_NODES = 250;

interface Part {
  text: string;
  element: HTMLElement;
}

export class RestView {
  readonly element = element('section', 'ck-rest', '');
  private readonly text = element('div', 'ck-rest-text', '');
  private shown = '';
  private readonly parts: Part[] = [];

  /** @param onShowAll Null if it is being rendered: then there is no button. */
  constructor(context: DrawContext, onShowAll: (() => void) | null) {
    if (onShowAll) this.offer(context, onShowAll);
    this.element.append(this.text);
  }

  private offer(context: DrawContext, onShowAll: () => void): void {
    const text = textOf(context);
    const button = element('button', 'ck-show-all', text('thread.rest.all'));
    button.type = 'button';
    button.addEventListener('click', () => {
      this.element.setAttribute('aria-busy', 'true');
      onShowAll();
    });
    this.element.append(element('p', 'ck-rest-note', text('thread.rest')), button);
  }

  update(rest: string): void {
    if (rest === this.shown) return;
    const gone = this.shown.length - rest.length;
    if (gone > 0 && this.shown.endsWith(rest)) this.removeStart(gone);
    else {
      // The last part may still grow, so rebuild it with the text that follows.
      const isLonger = rest.startsWith(this.shown);
      const rebuilt = this.parts.splice(isLonger ? -1 : 0);
      for (const part of rebuilt) part.element.remove();
      this.append(rest, isLonger ? this.shown.length - (rebuilt[0]?.text.length ?? 0) : 0);
    }
    this.shown = rest;
  }

  private append(rest: string, from: number): void {
    let at = from;
    while (at < rest.length) {
      const end = partEnd(rest, at);
      const part = { text: rest.slice(at, end), element: element('div', '', '') };
      part.element.textContent = withFewMarks(part.text);
      part.element.dir = 'auto';
      this.text.append(part.element);
      this.parts.push(part);
      at = end;
    }
  }

  private removeStart(chars: number): void {
    let left = chars;
    for (let part = this.parts[0]; part && left > 0; part = this.parts[0]) {
      if (part.text.length > left) {
        part.text = part.text.slice(left);
        part.element.textContent = withFewMarks(part.text);
        return;
      }
      left -= part.text.length;
      part.element.remove();
      this.parts.shift();
    }
  }
}

/** Ends a part after a line if there is one, else after a word, else between two characters. */
function partEnd(text: string, start: number): number {
  let end = start;
  for (let nodes = 0; end < text.length && end < start + PART_CHARS && nodes < PART_NODES; end++)
    nodes += nodesOf(text.charCodeAt(end));
  if (end >= text.length) return text.length;
  const line = text.lastIndexOf('\n', end);
  if (line > start) return line + 1;
  const space = text.lastIndexOf(' ', end);
  if (space > start) return space + 1;
  return /[\udc00-\udfff]/.test(text[end] ?? '') ? end + 1 : end;
}
