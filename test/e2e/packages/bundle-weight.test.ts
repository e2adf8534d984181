/** docs/weight.md has the figures of a build. */
import { expect, it } from 'vitest';
import { isLongRun } from '../../harness/long-run.ts';
import { bundleWeights, figuresIn, tagWeights } from '../../../scripts/docs/weight-docs.ts';

it.runIf(isLongRun)('the figures of the page match this build within ten percent', { timeout: 120_000 }, async () => {
  const bundles = await bundleWeights();
  const measured = [...tagWeights().map(({ kb }) => kb), ...bundles.flatMap(({ now, later }) => [now, now + later])];
  const written = figuresIn('docs/weight.md');
  expect(written).toHaveLength(measured.length);
  for (const [index, kb] of measured.entries())
    expect(Math.abs((written[index] ?? 0) - kb) / kb, `run: node scripts/docs/weight-docs.ts (${kb})`).toBeLessThan(
      0.1,
    );
});
