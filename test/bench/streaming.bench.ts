/** The cost of showing a streamed Markdown reply: the built element against a bare text node, in a real Chromium. */
import { type Benchmark, type Comparison, inTurns, median } from './benchmark.ts';
import { type Cost, inElement, measureIn, type Showing } from './pages/page-cost.ts';
import { openPage } from './pages/streaming-page.ts';

const sizes = [2000, 20_000, 100_000];

export const benchmark: Benchmark = {
  question: 'What does a streamed Markdown reply cost the page, against appending its text to one text node?',
  async run() {
    const { page, close } = await openPage();
    try {
      const { measure } = await measureIn(page);
      const rows: Comparison[] = [];
      for (const chars of sizes) {
        const rounds = chars > 50_000 ? 7 : 5;
        const costs = await inTurns(
          rounds,
          () => measure(inElement, { chars }),
          () => measure(inTextNode, { chars }),
        );
        rows.push(...compare(chars, costs.ours, costs.other));
      }
      return rows;
    } finally {
      await close();
    }
  },
};

function compare(chars: number, ours: Cost[], other: Cost[]): Comparison[] {
  const size = `${chars.toLocaleString('en')} characters`;
  const row = (what: string, member: 'wallMs' | 'taskMs'): Comparison => ({
    what: `${size}: ${what}`,
    unit: 'ms',
    ours: median(ours.map((cost) => cost[member])),
    other: { name: 'bare text node', value: median(other.map((cost) => cost[member])) },
  });
  const longest = Math.max(...ours.map(({ longestTaskMs }) => longestTaskMs));
  return [
    row('wall time', 'wallMs'),
    row('main-thread time', 'taskMs'),
    { what: `${size}: longest task (0: under 50 ms)`, unit: 'ms', ours: longest, other: null },
  ];
}

// The following functions run inside the page, so each carries everything it needs.

/** The least a page can do with the same stream. */
const inTextNode: Showing = {
  async prepare() {
    const box = document.createElement('div');
    box.id = 'bare';
    document.body.replaceChildren(box);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  },
  async show({ chars }) {
    const node = document.createTextNode('');
    document.getElementById('bare')?.append(node);
    const started = performance.now();
    const params = { input: { content: [{ type: 'input_text', text: JSON.stringify({ chars }) }] } };
    const response = await fetch('/chatkit', {
      method: 'POST',
      body: JSON.stringify({ type: 'threads.create', params }),
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      const frames = (rest + read.value).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        const { update } = JSON.parse(frame.slice(6)) as { update?: { delta?: string } };
        if (update?.delta) node.appendData(update.delta);
      }
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return { wallMs: performance.now() - started, longestTaskMs: 0, shownChars: node.length, framesPerSecond: [0, 0] };
  },
};
