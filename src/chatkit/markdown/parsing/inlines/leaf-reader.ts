/** Parses the inlines of a growing leaf. Text that cannot change any more is parsed only once. */
import { parseInlines, readPlain, type InlineContext, type InlineResult } from './inlines.ts';
import type { Inline } from '../tree.ts';

/** A longer open leaf is parsed again only after it grew by a fraction, so that total time stays linear. */
const EAGER_CHARS = 8192;

export class LeafReader {
  /** Inlines of the text before the end of `stableText`. */
  stable: Inline[] = [];
  stableText = '';
  #parsedLength = 0;

  /**
   * The inlines after the stable text; null if the leaf has not grown enough to parse it again. `context` may hold
   * markers.
   */
  read(text: string, context: () => InlineContext): InlineResult | null {
    const pending = text.length - this.stableText.length;
    const start = context();
    if (
      start.open &&
      pending > EAGER_CHARS &&
      text.length > this.#parsedLength &&
      text.length < this.#parsedLength * 1.2
    )
      return null;
    this.#parsedLength = text.length;
    const rest = text.slice(this.stableText.length);
    const plain = start.open || start.markers.length > 0 ? null : readPlain(rest);
    const result = plain ? { stable: [], stableEnd: 0, rest: plain } : parseInlines(rest, start);
    for (const inline of result.stable) this.stable.push(inline);
    if (result.stable.length > 0) this.stableText = text.slice(0, this.stableText.length + result.stableEnd);
    return result;
  }

  /** Whether `text` continues the stable text. */
  continues(text: string): boolean {
    return text.startsWith(this.stableText);
  }

  forget(): void {
    this.stable = [];
    this.stableText = '';
    this.#parsedLength = 0;
  }
}
