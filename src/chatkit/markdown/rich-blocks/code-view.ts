/** A code block: a bar with the language and a copy button, and lines that are added and highlighted as they arrive. */
import { copyButton, textOf } from './copy-button.ts';
import { element } from '../drawing/elements.ts';
import { withFewMarks } from '../drawing/marks.ts';
import type { DrawContext } from '../context.ts';
import { toolsOf } from '../lazy-tools.ts';
import { loadHighlighter, type ReadLine } from './highlight.ts';
import type { Block } from '../parsing/tree.ts';

/** Lines are grouped into boxes of this many, so that adding a line lays out one box instead of the whole block. */
const LINES_IN_BOX = 40;
/** Lines highlighted per task if the highlighter loaded after the code was shown. */
const LINES_IN_TASK = 60;

export class CodeView {
  readonly element = element('div', 'ck-code', '');
  private readonly code = element('code', '', '');
  private readonly label = element('span', 'ck-code-language', '');
  private readonly context: DrawContext;
  private language: string | null = null;
  private text = '';
  /** The length of the text that is in finished lines. */
  private lined = 0;
  private lines = 0;
  private coloured = 0;
  private box: HTMLElement | null = null;
  private readonly tail = document.createTextNode('');
  private read: ReadLine | null = null;

  constructor(context: DrawContext) {
    this.context = context;
    const bar = element('div', 'ck-code-bar', '');
    const pre = element('pre', '', '');
    pre.tabIndex = 0;
    pre.dir = 'ltr';
    const copy = copyButton(context, context.words.copy, () => this.text.replace(/\n$/, ''));
    bar.append(this.label, this.wrapButton(), copy);
    pre.append(this.code);
    this.element.append(bar, pre);
  }

  update(block: Block): void {
    const language = block.fence?.info.split(/[\s{,]/)[0] ?? '';
    if (language !== this.language) this.setLanguage(language);
    if (block.text === this.text && this.lined === this.text.length) return;
    if (!block.text.startsWith(this.text.slice(0, this.lined))) this.clear();
    this.text = block.text;
    this.addLines(this.context.peeking && !block.settled);
  }

  private setLanguage(language: string): void {
    this.language = language;
    this.label.textContent = language;
    this.element.dataset['language'] = language;
    if (language === '') return;
    this.withHighlighter(language, (create) => {
      if (this.language !== language) return;
      this.read = create();
      this.coloured = 0;
      this.colourLines();
    });
  }

  /** Calls back immediately or once the highlighter is loaded; never if there is none or loading fails. */
  private withHighlighter(language: string, use: (create: () => ReadLine) => void): void {
    toolsOf(this.context).use(
      `code ${language}`,
      () => loadHighlighter(language),
      (create) => create && use(create),
    );
  }

  /** Appends every finished line. The unfinished rest follows them. */
  private addLines(lastMayGrow: boolean): void {
    for (let end = this.text.indexOf('\n', this.lined); end >= 0; end = this.text.indexOf('\n', this.lined)) {
      if (lastMayGrow && end + 1 === this.text.length) break;
      this.addLine(this.text.slice(this.lined, end));
      this.lined = end + 1;
    }
    const rest = this.text.slice(this.lined).replace(/\n$/, '');
    if (rest === '') this.tail.remove();
    else {
      this.tail.data = withFewMarks(rest);
      this.code.append(this.tail);
    }
  }

  private addLine(line: string): void {
    if (!this.box || this.lines % LINES_IN_BOX === 0) {
      this.box = element('span', 'ck-lines', '');
      this.code.append(this.box);
    }
    this.lines++;
    const row = element('span', '', '');
    this.box.append(row);
    if (this.read && this.coloured === this.lines - 1) {
      this.fill(row, line);
      this.coloured++;
    } else row.append(`${withFewMarks(line)}\n`);
  }

  private fill(row: HTMLElement, line: string): void {
    const words = this.read?.(line) ?? [];
    this.context.coloursLeft -= words.length;
    if (this.context.coloursLeft < 0) return row.replaceChildren(`${withFewMarks(line)}\n`);
    const nodes = words.map(({ text, color }) =>
      color === '' ? withFewMarks(text) : element('span', `ck-c-${color}`, withFewMarks(text)),
    );
    row.replaceChildren(...nodes, '\n');
  }

  /** Highlights the lines already shown, some per task. */
  private colourLines(): void {
    const end = Math.min(this.lines, this.coloured + LINES_IN_TASK);
    for (; this.coloured < end; this.coloured++) {
      const row = this.code.children[Math.floor(this.coloured / LINES_IN_BOX)]?.children[this.coloured % LINES_IN_BOX];
      if (row instanceof HTMLElement) this.fill(row, (row.textContent ?? '').slice(0, -1));
    }
    if (this.coloured < this.lines && this.language) this.withHighlighter(this.language, () => this.colourLines());
  }

  private clear(): void {
    this.code.replaceChildren();
    this.box = null;
    this.lined = 0;
    this.lines = 0;
    this.coloured = 0;
    if (this.language) this.setLanguage(this.language);
  }

  /** Wraps long lines, or lets them scroll. */
  private wrapButton(): HTMLButtonElement {
    const button = element('button', 'ck-wrap', textOf(this.context)('thread.code.wrap'));
    button.type = 'button';
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(this.element.classList.toggle('ck-wrapped')));
    });
    return button;
  }
}
