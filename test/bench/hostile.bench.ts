/** Markdown written to be slow to read. */
import type { Benchmark, Comparison } from './benchmark.ts';
import { inElement, measureIn } from './pages/page-cost.ts';
import { openPage } from './pages/streaming-page.ts';

/** Texts that make parsers scan the same characters again and again. */
const patterns: Record<string, string> = {
  'emphasis that never closes': '*a ',
  'emphasis of every length': '***a **b *c ',
  'brackets in brackets': '[',
  'images in images': '![a](',
  'links that never end': '[a](<b',
  'backticks of every length': '`a``b```c',
  'quotes in quotes': '> ',
  'lists in lists': '- ',
  'a table without end': 'a|b|c\n',
  entities: '&amp;&#0;&',
  escapes: '\\\\',
  tags: '<a <b ',
  footnotes: '[^1]: a\n\n[^1]',
};
const chars = 65_536;

export const benchmark: Benchmark = {
  question: 'How long is the page busy at a stretch with 64 KB of Markdown that is written to be slow?',
  async run() {
    const { page, close } = await openPage();
    try {
      const { measure } = await measureIn(page);
      const rows: Comparison[] = [];
      for (const [what, pattern] of Object.entries(patterns)) {
        const { longestTaskMs, taskMs } = await measure(inElement, { chars, pattern });
        rows.push({
          what: `${what}: longest task (0: under 50 ms)`,
          unit: 'ms',
          ours: longestTaskMs,
          other: { name: 'all tasks', value: taskMs },
        });
      }
      return rows;
    } finally {
      await close();
    }
  },
};
