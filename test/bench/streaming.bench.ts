/** What it costs a page to show a streamed Markdown reply: the built element against a bare text node, in a real Chromium. */
import type { CDPSession, Page } from 'playwright-core';
import { type Benchmark, type Comparison, inTurns, median } from './benchmark.ts';
import { openPage } from './streaming-page.ts';

interface Cost {
  /** From sending to the reply being there, in milliseconds. */
  wallMs: number;
  /** Main-thread work in that time: script, style, layout, paint. */
  taskMs: number;
  /** The longest the page could not answer a click. */
  longestTaskMs: number;
}

const sizes = [2000, 20_000, 100_000];

export const benchmark: Benchmark = {
  question: 'What does a streamed Markdown reply cost the page, against appending its text to one text node?',
  async run() {
    const { page, close } = await openPage();
    try {
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'timeTicks' });
      const rows: Comparison[] = [];
      for (const chars of sizes) {
        const rounds = chars > 50_000 ? 3 : 5;
        const costs = await inTurns(rounds, () => measure(page, session, showInElement, chars), () => measure(page, session, showInTextNode, chars));
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
  return [row('wall time', 'wallMs'), row('main-thread time', 'taskMs'), { what: `${size}: longest task (0: under 50 ms)`, unit: 'ms', ours: longest, other: null }];
}

async function measure(page: Page, session: CDPSession, show: (chars: number) => Promise<{ wallMs: number; longestTaskMs: number }>, chars: number): Promise<Cost> {
  await session.send('HeapProfiler.collectGarbage');
  const before = await taskSeconds(session);
  const shown = await page.evaluate(show, chars);
  return { ...shown, taskMs: ((await taskSeconds(session)) - before) * 1000 };
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

// What follows runs inside the page, so each function carries everything it needs.
// oxlint-disable unicorn/consistent-function-scoping

/** Makes an element, sends one message, and waits until the reply is drawn. */
async function showInElement(chars: number) {
  const element = document.createElement('openai-chatkit') as HTMLElement & { setOptions(options: object): void; sendUserMessage(message: object): Promise<void> };
  const heard = (name: string) => new Promise((resolve) => element.addEventListener(name, resolve, { once: true }));
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const ready = heard('chatkit.ready');
  document.body.replaceChildren(element);
  element.setOptions({ api: { url: '/chatkit', domainKey: 'bench' }, history: { enabled: false } });
  await ready;
  await drawn();
  let longestTaskMs = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (longestTaskMs = Math.max(longestTaskMs, duration))));
  observer.observe({ type: 'longtask' });
  const started = performance.now();
  const ended = heard('chatkit.response.end');
  await element.sendUserMessage({ text: String(chars) });
  await ended;
  await drawn();
  const wallMs = performance.now() - started;
  observer.disconnect();
  return { wallMs, longestTaskMs };
}

/** The least a page can do with the same stream. */
async function showInTextNode(chars: number) {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const node = document.createTextNode('');
  const box = document.createElement('div');
  box.id = 'bare';
  box.append(node);
  document.body.replaceChildren(box);
  await drawn();
  let longestTaskMs = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (longestTaskMs = Math.max(longestTaskMs, duration))));
  observer.observe({ type: 'longtask' });
  const started = performance.now();
  const params = { input: { content: [{ type: 'input_text', text: String(chars) }] } };
  const response = await fetch('/chatkit', { method: 'POST', body: JSON.stringify({ type: 'threads.create', params }) });
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
  await drawn();
  const wallMs = performance.now() - started;
  observer.disconnect();
  return { wallMs, longestTaskMs };
}
