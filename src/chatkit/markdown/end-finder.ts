import { work } from './steps.ts';

/** Looking for endings in one text, from left to right, in time linear in its length however often one asks. */
export class EndFinder {
  readonly text: string;
  private readonly found = new Map<string, { from: number; at: number }>();
  private readonly refused = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
  }

  /** Where `ending` next begins, from `from` on; -1 when it does not come. */
  next(ending: string, from: number): number {
    const known = this.found.get(ending);
    if (known && known.from <= from && (known.at < 0 || known.at >= from)) return known.at;
    const at = this.text.indexOf(ending, from);
    work.steps += (at < 0 ? this.text.length : at) - from;
    this.found.set(ending, { from, at });
    return at;
  }

  /** Remembers that what ends at `at` is refused, and so is everything shorter that ends there. */
  refuse(ending: string, at: number): void {
    this.refused.set(ending, at);
  }

  isRefused(ending: string, at: number): boolean {
    return this.refused.get(ending) === at;
  }
}
