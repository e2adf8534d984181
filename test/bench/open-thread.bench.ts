/** Opening and scrolling a thread of ten thousand messages, half of them Markdown. */
import { type Benchmark, type Comparison, inTurns, median } from './benchmark.ts';
import type { Page } from 'playwright-core';
import { openPage } from './pages/streaming-page.ts';
import { measureIn } from './pages/page-cost.ts';

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
      const costOf = async (open: (thread: string) => Promise<void>, thread: string) => {
        await page.evaluate(clear);
        const before = { heap: await heapMb(), task: await taskMs() };
        await page.evaluate(open, thread);
        return { task: (await taskMs()) - before.task, heap: (await heapMb()) - before.heap };
      };
      const costs = await inTurns(
        3,
        () => costOf(openInElement, `long_${messages}`),
        () => costOf(openAsPlainText, `long_${messages}`),
      );
      const wholes = await inTurns(
        3,
        () => costOf(openInElement, `whole_${messages}`),
        () => costOf(waitAWhile, ''),
      );
      await page.evaluate(clear);
      await page.evaluate(openInElement, `long_${messages}`);
      const { framesPerSecond, loaded } = await page.evaluate(scrollUp, scrollMs);
      const passed = [...(await scrollAll(page, messages)), ...(await scrollAll(page, 2000))];
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
          what: 'main-thread time when all of them come at once',
          unit: 'ms',
          ours: median(wholes.ours.map(({ task }) => task)),
          other: { name: 'an empty page', value: median(wholes.other.map(({ task }) => task)) },
        },
        {
          what: `scrolling up for ${scrollMs / 1000} s, ${loaded} messages passed`,
          unit: 'frames/s',
          ours: framesPerSecond,
          other: null,
        },
        ...passed,
      ];
    } finally {
      await close();
    }
  },
};

/** Scrolls a thread that is there from its end to its beginning. */
async function scrollAll(page: Page, amount: number): Promise<Comparison[]> {
  await page.evaluate(clear);
  const empty = await page.evaluate(scrollThrough, scrollMs);
  await page.evaluate(openInElement, `whole_${amount}`);
  const through = await page.evaluate(scrollThrough, scrollMs);
  const what = `${amount.toLocaleString('en')} messages, end to end in ${scrollMs / 1000} s`;
  const name = 'an empty page';
  return [
    { what, unit: 'frames/s', ours: through.framesPerSecond, other: { name, value: empty.framesPerSecond } },
    { what: `${what}: 95th percentile of frames`, unit: 'ms', ours: through.p95, other: { name, value: empty.p95 } },
    { what: `${what}: frames with nothing at the centre`, unit: '%', ours: through.blank, other: null },
    { what: `${what}: frames with a message at the centre`, unit: '%', ours: through.read, other: null },
    { what: `${what}: from the last move to a message`, unit: 'ms', ours: through.settledMs, other: null },
  ];
}

// The following functions run inside the page.

async function clear() {
  document.body.replaceChildren();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

async function openInElement(thread: string) {
  const amount = Number(thread.split('_')[1]);
  const element = document.createElement('openai-chatkit') as HTMLElement & { setOptions(options: object): void };
  const loaded = new Promise((resolve) => element.addEventListener('chatkit.thread.load.end', resolve, { once: true }));
  document.body.append(element);
  element.setOptions({
    api: { url: '/chatkit', domainKey: 'bench' },
    history: { enabled: false },
    initialThread: thread,
  });
  await loaded;
  const isComplete = () =>
    element.shadowRoot?.querySelector('[role="log"]')?.textContent.includes(`Item ${amount - 1}:`) ?? false;
  while (!isComplete()) await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** The time of an empty page, as the base to compare with. */
async function waitAWhile() {
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function openAsPlainText(thread: string) {
  const amount = Number(thread.split('_')[1]);
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

/** Moves from the end to the beginning in `ms`, and looks at every frame at what is at the centre. */
async function scrollThrough(ms: number) {
  const root = document.querySelector('openai-chatkit')?.shadowRoot;
  const log = root?.querySelector('[role="log"]');
  const box = log?.getBoundingClientRect();
  const atCentre = () =>
    (box &&
      root?.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest('[data-item], .space')) ??
    null;
  const frames: number[] = [];
  let [blank, read] = [0, 0];
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const started = performance.now();
  let last = started;
  const end = (log?.scrollHeight ?? 0) - (log?.clientHeight ?? 0);
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = performance.now();
    frames.push(now - last);
    last = now;
    const at = atCentre();
    if (at?.matches('[data-item]')) read++;
    // A part that is not rendered shows the outline of messages.
    else if (!at || getComputedStyle(at).backgroundImage === 'none') blank++;
    if (now - started >= ms) break;
    if (log) log.scrollTop = end * (1 - (now - started) / ms);
  }
  const stopped = performance.now();
  if (log) log.scrollTop = 0;
  const isSettled = () => !box || atCentre()?.matches('[data-item]');
  while (!isSettled()) await new Promise((resolve) => requestAnimationFrame(resolve));
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    framesPerSecond: (frames.length * 1000) / (last - started),
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
    blank: log ? (blank / frames.length) * 100 : 0,
    read: (read / frames.length) * 100,
    settledMs: performance.now() - stopped,
  };
}
