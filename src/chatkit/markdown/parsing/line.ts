import { work } from './steps.ts';

/** A cursor in one line that counts columns, since a tab may be half inside a container's indentation. */

const TAB_STOP = 4;

/** Reads a line from left to right. `indent` and `nextNonspace` always describe the text ahead of the cursor. */
export class Line {
  readonly text: string;
  offset = 0;
  column = 0;
  nextNonspace = 0;
  nextNonspaceColumn = 0;
  indent = 0;
  blank = false;
  #partOfTab = false;

  constructor(text: string) {
    this.text = text;
    this.#look();
  }

  get indented(): boolean {
    return this.indent >= 4;
  }

  /** The text after the indentation. */
  get ahead(): string {
    return this.text.slice(this.nextNonspace);
  }

  /** The rest of the line. If a container consumed part of a tab, the rest of that tab becomes spaces. */
  get rest(): string {
    if (!this.#partOfTab) return this.text.slice(this.offset);
    return ' '.repeat(TAB_STOP - (this.column % TAB_STOP)) + this.text.slice(this.offset + 1);
  }

  isSpaceAt(offset: number): boolean {
    const code = this.text.charCodeAt(offset);
    return code === 32 || code === 9;
  }

  skipIndent(): void {
    this.offset = this.nextNonspace;
    this.column = this.nextNonspaceColumn;
    this.#partOfTab = false;
    this.#look();
  }

  /** Moves on by characters, or by columns, which may consume part of a tab. */
  advance(count: number, columns = false): void {
    while (count > 0 && this.offset < this.text.length) {
      if (this.text.charCodeAt(this.offset) === 9) {
        const toStop = TAB_STOP - (this.column % TAB_STOP);
        if (columns) {
          this.#partOfTab = toStop > count;
          const step = Math.min(toStop, count);
          this.column += step;
          if (!this.#partOfTab) this.offset++;
          count -= step;
        } else {
          this.#partOfTab = false;
          this.column += toStop;
          this.offset++;
          count--;
        }
      } else {
        this.#partOfTab = false;
        this.offset++;
        this.column++;
        count--;
      }
    }
    this.#look();
  }

  /** Moves the cursor back to an earlier `offset` and `column`. */
  reset(offset: number, column: number, partOfTab: boolean): void {
    this.offset = offset;
    this.column = column;
    this.#partOfTab = partOfTab;
    this.#look();
  }

  get insideTab(): boolean {
    return this.#partOfTab;
  }

  #look(): void {
    let at = this.offset;
    let column = this.column;
    for (; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 32) column++;
      else if (code === 9) column += TAB_STOP - (column % TAB_STOP);
      else break;
    }
    work.steps += at - this.offset + 1;
    this.nextNonspace = at;
    this.nextNonspaceColumn = column;
    this.indent = column - this.column;
    this.blank = at >= this.text.length;
  }
}
