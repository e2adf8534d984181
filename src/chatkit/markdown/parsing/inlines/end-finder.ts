import { work } from '../steps.ts';

/**
 * Searches one text for closing marks from left to right. Total time is linear in its length, however many searches
 * run.
 */
export class EndFinder {
  readonly text: string;
  readonly #found = new Map<string, { from: number; at: number }>();
  readonly #refused = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
  }

  /** The next position of `ending` at or after `from`; -1 if there is none. */
  next(ending: string, from: number): number {
    const known = this.#found.get(ending);
    if (known && known.from <= from && (known.at < 0 || known.at >= from)) return known.at;
    const at = this.text.indexOf(ending, from);
    work.steps += (at < 0 ? this.text.length : at) - from;
    this.#found.set(ending, { from, at });
    return at;
  }

  /** Remembers that a closing mark at `at` was rejected, so shorter ones that end there are rejected too. */
  refuse(ending: string, at: number): void {
    this.#refused.set(ending, at);
  }

  isRefused(ending: string, at: number): boolean {
    return this.#refused.get(ending) === at;
  }
}
