/** The type of a benchmark. Each file `test/bench/<name>.bench.ts` exports one as `benchmark`. */

export interface Benchmark {
  /** The question it answers, in one sentence. */
  question: string;
  /** Runs the comparison, inside one process or one page, so that both sides meet the same machine at the same time. */
  run(): Promise<Comparison[]>;
}

/** Two figures and their ratio. What the machine adds to both cancels out. */
export interface Comparison {
  /** The measured work with its size: `100,000 characters`. */
  what: string;
  unit: string;
  ours: number;
  /** The figure that ours is compared with; null if ours is only observed. */
  other: { name: string; value: number } | null;
}

/** The middle one of several figures: a pause of the machine in one run leaves it alone. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Medians of both sides, run in turns after one unmeasured round each. */
export async function inTurns<Figure>(
  rounds: number,
  ours: () => Figure | Promise<Figure>,
  other: () => Figure | Promise<Figure>,
) {
  const figures: { ours: Figure[]; other: Figure[] } = { ours: [], other: [] };
  await other();
  await ours();
  for (let round = 0; round < rounds; round++) {
    figures.other.push(await other());
    figures.ours.push(await ours());
  }
  return figures;
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
