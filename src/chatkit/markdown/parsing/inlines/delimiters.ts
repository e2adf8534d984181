/** Matches runs of `*`, `_` and `~`. Source: CommonMark 0.31.2, "process emphasis"; GFM 0.29 for `~`. */
import { flankingOf, type Flanking } from './flanks.ts';
import { work } from '../steps.ts';
import type { Piece, PieceList } from './pieces.ts';

interface Run extends Flanking {
  character: '*' | '_' | '~';
  count: number;
}

interface Delimiter extends Run {
  /** The run's length before any match. */
  original: number;
  piece: Piece;
  at: number;
  previous: Delimiter | null;
  next: Delimiter | null;
}

/** Deeper emphasis stays as source text, so that a page of `**` does not become a page of nested elements. */
export const MAX_HEIGHT = 32;

/** `10~20`, `월~금`: a single tilde between letters or digits is a range, also where GFM strikes it out. */
const RANGE = /[\p{L}\p{M}\p{N}]~[\p{L}\p{N}]/u;

/** Scans the delimiter run at `at`. The characters around it decide whether it can open or close emphasis. */
export function scanDelimiters(text: string, at: number): Run {
  const character = text[at] === '_' ? '_' : text[at] === '~' ? '~' : '*';
  let end = at;
  while (text[end] === character) end++;
  if (character === '~' && end - at === 1 && RANGE.test(text.slice(Math.max(0, at - 2), at + 3)))
    return { character, count: 1, canOpen: false, canClose: false, opensRather: false };
  return { character, count: end - at, ...flankingOf(text, at, end) };
}

export class DelimiterStack {
  readonly #pieces: PieceList;
  #first: Delimiter | null = null;
  #last: Delimiter | null = null;
  /** Closers up to this one have been tried and need no second try. */
  #tried: Delimiter | null = null;
  /** For each kind of closer, the position below which there is no opener. */
  #floors = new Map<string, number>();

  constructor(pieces: PieceList) {
    this.#pieces = pieces;
  }

  top(): Delimiter | null {
    return this.#last;
  }

  push(run: Run, piece: Piece, at: number): void {
    const delimiter: Delimiter = { ...run, original: run.count, piece, at, previous: this.#last, next: null };
    if (this.#last) this.#last.next = delimiter;
    else this.#first = delimiter;
    this.#last = delimiter;
  }

  /** Drops every delimiter above `bottom`. Their text stays. */
  dropAbove(bottom: Delimiter | null): void {
    this.#last = bottom;
    if (bottom) bottom.next = null;
    else this.#first = null;
    if (!bottom) this.#tried = null;
  }

  /** Matches the delimiters above `bottom`, then drops the rest. */
  match(bottom: Delimiter | null): void {
    this.#matchAbove(bottom);
    this.dropAbove(bottom);
  }

  /** Matches what can be matched already. Openers stay open. */
  matchSoFar(): void {
    this.#matchFrom(this.#tried ? this.#tried.next : this.#first, null, this.#floors);
    this.#tried = this.#last;
  }

  /** Matches the delimiters above `bottom`, then closes the open ones as if the text ended with their closers. */
  matchHopefully(bottom: Delimiter | null): void {
    if (bottom) this.#matchAbove(bottom);
    else this.matchSoFar();
    for (let opener = this.#last; opener && opener !== bottom; opener = opener.previous) {
      work.steps++;
      if (!opener.piece.next) {
        this.#pieces.remove(opener.piece); // its content is held back, so hide the mark too
        continue;
      }
      if (!opener.canOpen || opener.count > 3 || (opener.character === '~' && opener.count !== 2)) continue;
      if (opener.canClose && !opener.opensRather) continue;
      if (this.#pieces.heightBetween(opener.piece, null) >= MAX_HEIGHT) break;
      if (opener.character === '~') this.#pieces.wrapBetween(opener.piece, null, 'del');
      else {
        if (opener.count !== 2) this.#pieces.wrapBetween(opener.piece, null, 'em');
        if (opener.count >= 2) this.#pieces.wrapBetween(opener.piece, null, 'strong');
      }
      this.#pieces.remove(opener.piece);
    }
    this.dropAbove(bottom);
  }

  #matchAbove(bottom: Delimiter | null): void {
    this.#matchFrom(bottom ? bottom.next : this.#first, bottom, new Map());
  }

  #matchFrom(first: Delimiter | null, bottom: Delimiter | null, floors: Map<string, number>): void {
    let closer = first;
    while (closer) {
      work.steps++;
      if (!closer.canClose) {
        closer = closer.next;
        continue;
      }
      const key = `${closer.character}${closer.canOpen}${closer.original % 3}${closer.character === '~' ? closer.count : ''}`;
      const opener = findOpener(closer, bottom, floors.get(key) ?? -1);
      if (!opener) {
        floors.set(key, closer.at);
        const next = closer.next;
        if (!closer.canOpen) this.#remove(closer);
        closer = next;
      } else if (this.#pieces.heightBetween(opener.piece, closer.piece) >= MAX_HEIGHT)
        this.#dropBetween(bottom, opener);
      else closer = this.#pair(opener, closer);
    }
  }

  /** An opener that cannot be used for `last` cannot be used for anything before it either. */
  #dropBetween(bottom: Delimiter | null, last: Delimiter): void {
    if (bottom) bottom.next = last.next;
    else this.#first = last.next;
    if (last.next) last.next.previous = bottom;
    else this.#last = bottom;
  }

  #pair(opener: Delimiter, closer: Delimiter): Delimiter | null {
    const used = closer.character === '~' ? closer.count : opener.count >= 2 && closer.count >= 2 ? 2 : 1;
    this.#pieces.wrapBetween(
      opener.piece,
      closer.piece,
      closer.character === '~' ? 'del' : used === 2 ? 'strong' : 'em',
    );
    opener.next = closer; // delimiters in between matched nothing
    closer.previous = opener;
    this.#shorten(opener, used);
    const next = closer.count > used ? closer : closer.next;
    this.#shorten(closer, used);
    return next;
  }

  #shorten(delimiter: Delimiter, used: number): void {
    delimiter.count -= used;
    if (delimiter.piece.inline.type === 'text')
      delimiter.piece.inline.text = delimiter.character.repeat(delimiter.count);
    if (delimiter.count > 0) return;
    this.#pieces.remove(delimiter.piece);
    this.#remove(delimiter);
  }

  #remove(delimiter: Delimiter): void {
    if (delimiter.previous) delimiter.previous.next = delimiter.next;
    else this.#first = delimiter.next;
    if (delimiter.next) delimiter.next.previous = delimiter.previous;
    else this.#last = delimiter.previous;
    if (this.#tried === delimiter) this.#tried = delimiter.previous;
  }
}

function findOpener(closer: Delimiter, bottom: Delimiter | null, floor: number): Delimiter | null {
  for (let opener = closer.previous; opener && opener !== bottom && opener.at >= floor; opener = opener.previous) {
    work.steps++;
    if (opener.character !== closer.character || !opener.canOpen) continue;
    if (closer.character === '~') {
      if (opener.count === closer.count) return opener;
    } else {
      const odd =
        (closer.canOpen || opener.canClose) &&
        closer.original % 3 !== 0 &&
        (opener.original + closer.original) % 3 === 0;
      if (!odd) return opener;
    }
  }
  return null;
}
