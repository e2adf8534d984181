/** The page about scaling is arithmetic from what was measured, and says so. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MEASURED, needsOf, scalingPage } from '../../scripts/docs/scaling-docs.ts';

const page = readFileSync('docs/scaling.md', 'utf8');

it('has the tables that follow from the figures', () => {
  expect(page, 'Run `node scripts/docs/scaling-docs.ts`.').toBe(scalingPage(page));
});

it('marks everything beyond ten times what was measured', () => {
  const [, heading = ''] = /^\| (open conversations .*)\|$/m.exec(page) ?? [];
  const sizes = heading.split(' | ').slice(1);
  expect(sizes.map((size) => Number.parseInt(size.replaceAll(',', ''), 10))).toEqual([
    1000, 10_000, 100_000, 1_000_000,
  ]);
  for (const size of sizes)
    expect(size.includes('(arithmetic)'), size).toBe(
      Number.parseInt(size.replaceAll(',', ''), 10) > MEASURED.conversations * 10,
    );
});

it('multiplies what one answer needs', () => {
  const one = needsOf(1000);
  expect(one).toMatchObject({ answered: 250, events: 5000, commits: 1250, connections: one.processes * 10 });
  expect(one.postgresCores).toBeCloseTo((5000 * MEASURED.postgresMicrosPerEvent) / 1e6);
  // 1,000 answers a minute.
  expect(one.logMegabytes).toBeCloseTo((1000 / 60) * (MEASURED.logKilobytesPerAnswer / 1024));
  expect(one.processes).toBe(Math.ceil((5000 * MEASURED.processMicrosPerEvent) / 1e6 / 0.5));
});
