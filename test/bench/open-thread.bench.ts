/** Opening and scrolling a thread of ten thousand messages, half of them Markdown. */
import { type Benchmark, inTurns, median } from './benchmark.ts';
import { openPage } from './streaming-page.ts';
import { measureIn } from './page-cost.ts';

const messages = 10_000;
const scrollMs = 3000;

export const benchmark: Benchmark = {
  question: `What does a thread of ${messages.toLocaleString('en')} messages cost until its last one can be read, and does it scroll?`,
  async run() {
    const { page, close } = await openPage();
    try {
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'timeTicks' });
      const { taskMs } = await measureIn(page);
      const heapMb = async () => {
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1_000_000;
      };
      const costOf = async (open: (amount: number) => Promise<void>) => {
        await page.evaluate(clear);
        const before = { heap: await heapMb(), task: await taskMs() };
        await page.evaluate(open, messages);
        return { task: (await taskMs()) - before.task, heap: (await heapMb()) - before.heap };
      };
      const costs = await inTurns(
        3,
        () => costOf(openInElement),
        () => costOf(proactivePlainText),
      );
      await page.evaluate(clear);
      await page.evaluate(openInElement, messages);
      const { framesPerSecond, loaded } = await page.evaluate(scrollUp, scrollMs);
      const of = (side: 'ours' | 'other', figure: 'task' | 'heap') => median(costs[side].map((cost) => cost[figure]));
      return [
        {
          what: 'main-thread time until the last message shows',
          unit: 'ms',
          ours: of('ours', 'task'),
          other: { name: 'all of it as plain text', value: of('other', 'task') },
        },
        {
          what: 'heap',
          unit: 'MB',
          ours: of('ours', 'heap'),
          other: { name: 'all of it as plain text', value: of('other', 'heap') },
        },
        {
          what: `scrolling up for ${scrollMs / 1000} s, ${loaded} messages passed`,
          unit: 'frames/s',
          ours: framesPerSecond,
          other: null,
        },
      ];
    } finally {
      await close();
    }
  },
};

// What follows runs inside the page.

async function clear() {
  document.body.replaceChildren();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

async function openInElement(amount: number) {
  const element = document.createElement('openai-chatkit') as HTMLElement & { setOptions(options: object): void };
  const loaded = new Promise((resolve) => element.addEventListener('chatkit.thread.load.end', resolve, { once: true }));
  document.body.append(element);
  element.setOptions({
    api: { url: '/chatkit', domainKey: 'bench' },
    history: { enabled: false },
    initialThread: `long_${amount}`,
  });
  await loaded;
  const isThere = () =>
    element.shadowRoot?.querySelector('[role="log"]')?.textContent.includes(`Item ${amount - 1}:`) ?? false;
  while (!isThere()) await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

async function proactivePlainText(amount: number) {
  const box = document.createElement('div');
  box.id = 'bare';
  document.body.append(box);
  for (let index = 0; index < amount; index++) {
    const row = document.createElement('p');
    row.textContent = `Item ${index}: Every paragraph has some emphasis, a link and code, as answers do. It goes on for a while, so that lines wrap and the reader has something to read.`;
    box.append(row);
  }
  box.scrollTop = box.scrollHeight;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Scrolls towards the beginning as a wheel does, taking in older pages on the way. */
async function scrollUp(ms: number) {
  const root = document.querySelector('openai-chatkit')?.shadowRoot;
  const log = root?.querySelector('[role="log"]');
  let frames = 0;
  const started = performance.now();
  while (performance.now() - started < ms) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    frames += 1;
    log?.scrollBy(0, -60);
    if (log && log.scrollTop < 400) root?.querySelector<HTMLButtonElement>('.older:not([disabled])')?.click();
  }
  const oldest = Math.min(...[...(log?.textContent ?? '').matchAll(/Item (\d+):/g)].map((found) => Number(found[1])));
  return { framesPerSecond: (frames * 1000) / (performance.now() - started), loaded: 10_000 - oldest };
}
