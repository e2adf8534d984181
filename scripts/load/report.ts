/** The results of a run of the load generator. */
import { availableParallelism } from 'node:os';
import type { LoadFigures } from './conversation.ts';

const SHARES = { p50: 0.5, p95: 0.95, p99: 0.99, most: 1 };

/** The figures of a run that took `elapsedMs`. `ownCpu` is the share of a processor that the generator used. */
export function summary(figures: LoadFigures, elapsedMs: number, ownCpu: number) {
  return {
    answers: figures.answers,
    events: figures.events,
    eventsPerSecond: figures.events / (elapsedMs / 1000),
    kilobytesPerSecond: figures.bytes / 1024 / (elapsedMs / 1000),
    mostOpen: figures.mostOpen,
    firstEventMs: percentiles(figures.firstEventMs),
    firstTextMs: percentiles(figures.firstTextMs),
    wholeMs: percentiles(figures.wholeMs),
    errors: Object.fromEntries(figures.errors),
    ownCpu,
  };
}

function percentiles(values: readonly number[]): Record<keyof typeof SHARES, number | null> {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? null;
  return { p50: at(SHARES.p50), p95: at(SHARES.p95), p99: at(SHARES.p99), most: at(SHARES.most) };
}

/** For people. */
export function print(url: string, conversations: number, counted: ReturnType<typeof summary>): void {
  const { errors, ownCpu } = counted;
  console.log(`${conversations} conversations with ${url}, at most ${counted.mostOpen} answers at the same time`);
  console.log(`  answers         ${counted.answers}`);
  console.log(
    `  events          ${counted.events}, ${Math.round(counted.eventsPerSecond)} a second, ${Math.round(counted.kilobytesPerSecond)} KB a second`,
  );
  for (const [name, key] of [
    ['first event', 'firstEventMs'],
    ['first text', 'firstTextMs'],
    ['whole answer', 'wholeMs'],
  ] as const)
    console.log(
      `  ${name.padEnd(15)} ${Object.entries(counted[key])
        .map(([share, ms]) => `${share} ${ms === null ? '-' : `${Math.round(ms)} ms`}`)
        .join(', ')}`,
    );
  const wrong = Object.entries(errors).toSorted(([, one], [, other]) => other - one);
  console.log(`  errors          ${wrong.reduce((sum, [, count]) => sum + count, 0)}`);
  for (const [said, count] of wrong.slice(0, 10)) console.log(`    ${String(count).padStart(6)} × ${said}`);
  if (wrong.some(([said]) => said.startsWith('429')))
    console.log(
      '  The server refuses because of its limits, which count one address as one visitor. For a measurement set the names that begin with CHATDOCK_LIMIT_ and CHATDOCK_BUDGET_ to 0 (.env.example).',
    );
  // The generator competes with a server on the same machine. When it runs out of processor time, it measures itself.
  if (ownCpu > 0.8)
    console.log(
      `  The load generator itself used ${Math.round(ownCpu * 100)} % of a processor (of ${availableParallelism()}), so the times are partly its own. Use fewer conversations, or several machines.`,
    );
}
