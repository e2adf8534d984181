/** A short `npm run chaos`: the network breaks and processes are killed while visitors talk. */
import { describe, expect, it } from 'vitest';
import { runChaos } from '../../harness/chaos/chaos.ts';
import { inLongRun } from '../../harness/long-run.ts';

// chaos-site.test.ts is the sample for PostgreSQL.
describe.each(inLongRun(['sqlite', 'postgres'] as const, ['sqlite'] as const))('conversations on %s', (database) => {
  it('lose, double and misorder no message, and ask the model once for each answer', { timeout: 600_000 }, async () => {
    const plan = inLongRun(
      { cuts: 200, conversations: 50, kills: 4 },
      { cuts: 10, conversations: 6, messages: 3, kills: 1 },
    );
    const figures = await runChaos({ database, ...plan });
    expect(figures).toMatchObject({
      lost: 0,
      doubled: 0,
      misordered: 0,
      askedTwice: 0,
      wrongAnswers: 0,
      unmarked: 0,
    });
    expect(figures.brokenOff).toBeGreaterThan(0);
    expect(figures.lostTextMs).toBeLessThanOrEqual(1000);
  });
});
