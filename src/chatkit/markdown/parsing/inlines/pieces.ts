/** The inlines of a leaf during parsing: a linked list, so that wrapping a range costs only its length. */
import { work } from '../steps.ts';
import type { Inline } from '../tree.ts';

export interface Piece {
  inline: Inline;
  /** The depth of its nested elements. */
  height: number;
  previous: Piece | null;
  next: Piece | null;
}

export class PieceList {
  #first: Piece | null = null;
  #last: Piece | null = null;

  push(inline: Inline, height = 0): Piece {
    const piece: Piece = { inline, height, previous: this.#last, next: null };
    if (this.#last) this.#last.next = piece;
    else this.#first = piece;
    this.#last = piece;
    return piece;
  }

  pushText(text: string): Piece {
    return this.push({ type: 'text', text });
  }

  /** Trims the spaces at the end of the last text. Returns how many there were. */
  trimTrailingSpaces(): number {
    const inline = this.#last?.inline;
    if (inline?.type !== 'text') return 0;
    let end = inline.text.length;
    while (inline.text.charCodeAt(end - 1) === 32) end--;
    const spaces = inline.text.length - end;
    if (spaces > 0) inline.text = inline.text.slice(0, end);
    return spaces;
  }

  /** Removes `piece` and everything after it. */
  cutFrom(piece: Piece): void {
    this.#last = piece.previous;
    if (this.#last) this.#last.next = null;
    else this.#first = null;
  }

  /** Removes and returns the inlines after `piece`. */
  extractAfter(piece: Piece): { inlines: Inline[]; height: number } {
    const extracted = collect(piece.next, null);
    this.#last = piece;
    piece.next = null;
    return extracted;
  }

  heightBetween(from: Piece, to: Piece | null): number {
    let height = 0;
    for (let piece = from.next; piece && piece !== to; piece = piece.next) {
      work.steps++;
      height = Math.max(height, piece.height);
    }
    return height;
  }

  /** Wraps the pieces between two others in an element. */
  wrapBetween(from: Piece, to: Piece | null, type: 'em' | 'strong' | 'del'): void {
    const { inlines, height } = collect(from.next, to);
    const piece: Piece = { inline: { type, children: inlines }, height: height + 1, previous: from, next: to };
    from.next = piece;
    if (to) to.previous = piece;
    else this.#last = piece;
  }

  remove(piece: Piece): void {
    if (piece.previous) piece.previous.next = piece.next;
    else this.#first = piece.next;
    if (piece.next) piece.next.previous = piece.previous;
    else this.#last = piece.previous;
  }

  clear(): void {
    this.#first = null;
    this.#last = null;
  }

  toInlines(): Inline[] {
    return collect(this.#first, null).inlines;
  }
}

/** Joins adjacent texts and drops empty ones. */
function collect(from: Piece | null, to: Piece | null): { inlines: Inline[]; height: number } {
  const inlines: Inline[] = [];
  let height = 0;
  let text: string[] = [];
  const flush = () => {
    if (text.length > 0) inlines.push({ type: 'text', text: text.join('') });
    text = [];
  };
  for (let piece = from; piece && piece !== to; piece = piece.next) {
    work.steps++;
    height = Math.max(height, piece.height);
    if (piece.inline.type === 'text') {
      if (piece.inline.text !== '') text.push(piece.inline.text);
    } else {
      flush();
      inlines.push(piece.inline);
    }
  }
  flush();
  return { inlines, height };
}
