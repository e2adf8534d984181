/** Whether a long conversation makes the next answer dearer. */
import { type Benchmark, inTurns, median } from './benchmark.ts';
import { inElement, measureIn } from './pages/page-cost.ts';
import { openPage } from './pages/streaming-page.ts';

/** Faster than any model writes, and over many frames. */
const reply = { chars: 20_000, deltaMs: 1 };
const items = 400;
const few = 20;

export const benchmark: Benchmark = {
  question: `What does an answer of ${reply.chars.toLocaleString('en')} characters cost below ${items} items, against the same below ${few}?`,
  async run() {
    const { page, close } = await openPage();
    try {
      const { measure } = await measureIn(page);
      const costs = await inTurns(
        3,
        () => measure(inElement, { ...reply, thread: `long_${items}` }),
        () => measure(inElement, { ...reply, thread: `long_${few}` }),
      );
      const taskMs = (side: 'ours' | 'other') => median(costs[side].map((cost) => cost.taskMs));
      return [
        {
          what: `below ${items} items: main-thread time`,
          unit: 'ms',
          ours: taskMs('ours'),
          other: { name: `below ${few}`, value: taskMs('other') },
        },
      ];
    } finally {
      await close();
    }
  },
};
