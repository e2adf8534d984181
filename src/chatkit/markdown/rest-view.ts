/** The part of a long message that is not rendered: its source text, and a button that renders it. */
import { element } from './elements.ts';
import { withFewMarks } from './marks.ts';
import { restWords } from './rest-words.ts';
import type { DrawContext } from './context.ts';

/** The text is split into parts of about this many characters, so that the browser lays out only those in view. */
const PART_CHARS = 4000;

export class RestView {
  readonly element = element('section', 'ck-rest', '');
  private readonly text = element('div', 'ck-rest-text', '');
  private shown = '';
  private lastPart = '';

  constructor(context: DrawContext, onShowAll: () => void) {
    const words = restWords(context.options.locale);
    const button = element('button', 'ck-show-all', words.all);
    button.type = 'button';
    button.addEventListener('click', () => {
      this.element.setAttribute('aria-busy', 'true');
      onShowAll();
    });
    this.element.append(element('p', 'ck-rest-note', words.rest), button, this.text);
  }

  update(rest: string): void {
    if (rest === this.shown) return;
    // The last part may still grow, so rebuild it with the text that follows.
    let at = 0;
    if (rest.startsWith(this.shown)) {
      at = this.shown.length - this.lastPart.length;
      this.text.lastChild?.remove();
    } else this.text.replaceChildren();
    this.lastPart = '';
    this.shown = rest;
    while (at < rest.length) {
      const end = partEnd(rest, at);
      this.lastPart = rest.slice(at, end);
      const part = element('div', '', withFewMarks(this.lastPart));
      part.dir = 'auto';
      this.text.append(part);
      at = end;
    }
  }
}

/** Ends a part after a line if there is one, else after a word, else between two characters. */
function partEnd(text: string, start: number): number {
  const end = start + PART_CHARS;
  if (end >= text.length) return text.length;
  const line = text.lastIndexOf('\n', end);
  if (line > start) return line + 1;
  const space = text.lastIndexOf(' ', end);
  if (space > start) return space + 1;
  return /[\udc00-\udfff]/.test(text[end] ?? '') ? end + 1 : end;
}
