import { work } from '../steps.ts';

/** Finds the marks that end code spans. Reads the text once, when the first code span begins. */
export class CodeMarks {
  readonly #text: string;
  /** Positions of code marks by length; `next` skips those already passed. */
  #runs: Map<number, { starts: number[]; next: number }> | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The position of the next mark of this length; null if there is none. Positions only grow from call to call. */
  next(from: number, length: number): number | null {
    this.#runs ??= this.#findRuns();
    const runs = this.#runs.get(length);
    if (!runs) return null;
    while ((runs.starts[runs.next] ?? Infinity) < from) {
      work.steps++;
      runs.next++;
    }
    return runs.starts[runs.next] ?? null;
  }

  #findRuns(): Map<number, { starts: number[]; next: number }> {
    const runs = new Map<number, { starts: number[]; next: number }>();
    for (const { 0: run, index } of this.#text.matchAll(/`+/g)) {
      work.steps++;
      const same = runs.get(run.length);
      if (same) same.starts.push(index);
      else runs.set(run.length, { starts: [index], next: 0 });
    }
    return runs;
  }
}
