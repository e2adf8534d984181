/** Whether a page stays fluid while an answer is written, on a fast machine and on one four times slower. */
import { type Benchmark, type Comparison, median } from './benchmark.ts';
import { inElement, measureIn } from './pages/page-cost.ts';
import { openPage } from './pages/streaming-page.ts';

/** A hundred deltas a second for ten seconds. */
const reply = { chars: 20_000, deltaMs: 10 };
const rounds = 2;

export const benchmark: Benchmark = {
  question: 'How many frames a second does the page draw while a reply comes at 100 deltas a second for ten seconds?',
  async run() {
    const { page, close } = await openPage();
    try {
      const { measure } = await measureIn(page);
      const session = await page.context().newCDPSession(page);
      const rows: Comparison[] = [];
      for (const slowdown of [1, 4]) {
        await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
        const costs = [];
        for (let round = 0; round < rounds; round++) costs.push(await measure(inElement, reply));
        const row = (what: string, unit: string, figures: number[]): Comparison => ({
          what: `CPU slowed ${slowdown} times: ${what}`,
          unit,
          ours: median(figures),
          other: null,
        });
        rows.push(
          row(
            'first five seconds',
            'frames/s',
            costs.map(({ framesPerSecond }) => framesPerSecond[0]),
          ),
          row(
            'last five seconds',
            'frames/s',
            costs.map(({ framesPerSecond }) => framesPerSecond[1]),
          ),
          row(
            'longest task (0: under 50 ms)',
            'ms',
            costs.map(({ longestTaskMs }) => longestTaskMs),
          ),
        );
      }
      return rows;
    } finally {
      await close();
    }
  },
};
