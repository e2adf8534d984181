/** The open simple tags of a leaf. Each is pushed and popped once, so the total time is linear. */
import type { DelimiterStack } from './delimiters.ts';
import type { Piece } from './pieces.ts';
import type { SimpleTag } from './simple-tags.ts';

export interface OpenTag {
  name: SimpleTag;
  /** Shows the tag as text until its closing tag is found. */
  piece: Piece;
  at: number;
  /** The delimiters that were open when the tag began. Nothing inside the tag pairs with them. */
  delimiters: ReturnType<DelimiterStack['top']>;
}

export class TagStack {
  readonly #open: OpenTag[] = [];
  readonly #counts = new Map<SimpleTag, number>();

  get isEmpty(): boolean {
    return this.#open.length === 0;
  }

  /** A summary belongs directly into details; elsewhere it stays text. */
  mayOpen(name: SimpleTag): boolean {
    return name !== 'summary' || this.#open.at(-1)?.name === 'details';
  }

  push(tag: OpenTag): void {
    this.#open.push(tag);
    this.#counts.set(tag.name, (this.#counts.get(tag.name) ?? 0) + 1);
  }

  pop(): OpenTag | undefined {
    const tag = this.#open.pop();
    if (tag) this.#counts.set(tag.name, (this.#counts.get(tag.name) ?? 0) - 1);
    return tag;
  }

  /** Removes and returns the last open tag of this name. Those inside it were never closed and stay text. */
  popTo(name: SimpleTag): OpenTag | null {
    if ((this.#counts.get(name) ?? 0) === 0) return null;
    for (let tag = this.pop(); tag; tag = this.pop()) if (tag.name === name) return tag;
    return null;
  }

  /** Forgets tags that began at `at` or later. Their text stays. */
  dropFrom(at: number): void {
    while ((this.#open.at(-1)?.at ?? -1) >= at) this.pop();
  }

  clear(): void {
    this.#open.length = 0;
    this.#counts.clear();
  }
}
