/** Joins simultaneous calls into one statement, so that many running turns do not keep every connection busy. */

/** The maximum number of calls in one statement. */
const LIMIT = 64;

/**
 * While one statement runs, further calls wait and form the next one. The busier the database, the larger the batches.
 */
export class Batcher<Call, Result> {
  readonly #run: (calls: readonly Call[]) => Promise<Result[]>;
  #waiting: Waiting<Call, Result>[] = [];
  #isBusy = false;

  /** @param run Returns one result for each call, in their order. */
  constructor(run: (calls: readonly Call[]) => Promise<Result[]>) {
    this.#run = run;
  }

  ask(call: Call): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      if (!this.#isBusy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    await new Promise((resolve) => setTimeout(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, LIMIT);
      try {
        const results = await this.#run(batch.map(({ call }) => call));
        // `run` returns as many results as there are calls, hence the cast.
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isBusy = false;
  }
}

interface Waiting<Call, Result> {
  readonly call: Call;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** Placeholders such as `($1, $2), ($3, $4)` for rows of values. Give a type where PostgreSQL cannot infer it. */
export function placeRows(rows: number, types: readonly ('text' | 'bigint')[]): string {
  const row = (index: number) => types.map((type, place) => `CAST($${index * types.length + place + 1} AS ${type})`);
  return Array.from({ length: rows }, (_, index) => `(${row(index).join(', ')})`).join(', ');
}
