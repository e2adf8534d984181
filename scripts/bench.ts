/** Runs the benchmarks of test/bench, all or those named: `npm run bench`, `npm run bench streaming server`. Build first. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import type { Benchmark, Comparison } from '../test/bench/benchmark.ts';

const folder = new URL('../test/bench/', import.meta.url);
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => name.replace('.bench.ts', ''));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown benchmark: ${unknown.join(', ')}. Choose from ${known.join(', ')}.`);
  process.exit(1);
}
if (!existsSync('dist') || !existsSync('server/dist')) {
  console.error('Benchmarks measure the built files, but dist/ does not exist. Run `npm run build` first.');
  process.exit(1);
}

const results: Record<string, { question: string; rows: Comparison[] }> = {};
for (const name of asked.length > 0 ? asked : known) {
  const { benchmark }: { benchmark: Benchmark } = await import(new URL(`${name}.bench.ts`, folder).href);
  console.log(`\n${name}: ${benchmark.question}`);
  const rows = await benchmark.run();
  for (const row of rows) console.log(`  ${describe(row)}`);
  results[name] = { question: benchmark.question, rows };
}
writeFileSync('bench.json', `${JSON.stringify(results, null, 2)}\n`);

function figure(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function describe({ what, unit, ours, other }: Comparison): string {
  const line = `${what.padEnd(52)} ${figure(ours)} ${unit}`;
  return other
    ? `${line} · ${other.name}: ${figure(other.value)} ${unit} · ratio ${(ours / other.value).toFixed(2)}`
    : line;
}
