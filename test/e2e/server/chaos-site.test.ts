/** A short `npm run chaos -- --processes 3`: a whole site whose parts crash while visitors talk. */
import { describe, expect, it } from 'vitest';
import { missingForSite, runSiteChaos, SLOTS_BACK_MS } from '../../harness/chaos/chaos-site.ts';
import { inLongRun } from '../../harness/long-run.ts';

describe.each(inLongRun([true, false], [true]))('three processes behind nginx, with Redis: %s', (withRedis) => {
  const missing = missingForSite({ withRedis });
  if (missing.length > 0)
    console.log(`Three processes are not tried, for want of ${missing.join(' and ')} (Debian: apt-get install).`);

  it.skipIf(missing.length > 0)(
    'lose no message and no file, and keep the limits, while processes and engines crash',
    { timeout: 600_000 },
    async () => {
      const plan = inLongRun(
        { conversations: 50, forMs: 180_000 },
        { conversations: 6, forMs: 6000, killsMs: { least: 1000, most: 2000 } },
      );
      const figures = await runSiteChaos({ processes: 3, withRedis, ...plan });
      expect(figures).toMatchObject({
        lost: 0,
        doubled: 0,
        misordered: 0,
        askedTwice: 0,
        wrongAnswers: 0,
        unmarked: 0,
        lostFiles: 0,
      });
      // A PostgreSQL that is too busy to count lets answers begin uncounted.
      expect(withRedis ? figures.overLimit : 0).toBe(0);
      expect(figures.lostTextMs).toBeLessThanOrEqual(1000);
      expect(figures.slotsBackMs).toBeLessThanOrEqual(SLOTS_BACK_MS);
      expect(figures.requestsOfLimit).toBeLessThanOrEqual(1);
      for (const count of [figures.kills, figures.files, figures.messages]) expect(count).toBeGreaterThan(0);
    },
  );
});
