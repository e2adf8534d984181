/** The cost of our script tag for a page, until a visitor uses the button. */
import type { CDPSession, Page } from 'playwright-core';
import { type Benchmark, type Comparison, inTurns, median } from './benchmark.ts';
import { readmeTag } from '../harness/pages/host-page.ts';
import { buttonTag, emptyTag, openShop, ourTag, slowMs, type Shop } from './pages/shop-page.ts';

const rounds = 25;

/** The page's `load` event must not wait for us: the README's tag with a missing or slow file, and the plain tag. */
const missingTag = readmeTag().replace('chatdock.js', 'nobody.js');
const slowTag = readmeTag().replace('/dist/', '/slow/dist/');
const slowPlainTag = ourTag.replace('/dist/', '/slow/dist/');

export const benchmark: Benchmark = {
  question:
    'What does the launcher cost a page, at full speed and slowed four times, and does the page’s `load` event wait for it?',
  async run() {
    const shop = await openShop();
    try {
      return [...(await costAt(shop, 1)), ...(await costAt(shop, 4)), ...(await loadEvents(shop))];
    } finally {
      await shop.close();
    }
  },
};

async function costAt(shop: Shop, slowdown: number): Promise<Comparison[]> {
  const visit = (markup: string) => shop.visit(markup, measure, { slowdown, before: watch });
  const { ours, other } = await inTurns(
    rounds,
    () => visit(ourTag),
    () => visit(''),
  );
  const beside = await inTurns(
    rounds,
    () => visit(ourTag),
    () => visit(buttonTag),
  );
  const yardsticks = {
    'an empty script': await inTurns(
      rounds,
      () => visit(emptyTag),
      () => visit(''),
    ),
    'a bare button': await inTurns(
      rounds,
      () => visit(buttonTag),
      () => visit(''),
    ),
  };
  const row = (what: string, unit: string, figure: keyof Cost): Comparison => ({
    what: `CPU slowed ${slowdown} times: ${what}`,
    unit,
    ours: median(ours.map((cost) => cost[figure])),
    other: { name: 'the page without us', value: median(other.map((cost) => cost[figure])) },
  });
  /** Each visit is held against the one beside it, on the page without us. */
  const over = (what: string, figure: keyof Cost): Comparison[] => {
    const overIn = (visits: { ours: Cost[]; other: Cost[] }) =>
      median(visits.ours.map((cost, round) => cost[figure] - (visits.other[round]?.[figure] ?? Number.NaN)));
    return Object.entries(yardsticks).map(([name, visits]) => ({
      what: `CPU slowed ${slowdown} times: ${what}, over the page without us`,
      unit: 'ms',
      ours: overIn({ ours, other }),
      other: { name, value: overIn(visits) },
    }));
  };
  return [
    {
      what: `CPU slowed ${slowdown} times: main-thread work of the whole page (goal: 1.5 times)`,
      unit: 'ms',
      ours: taskMs(beside.ours),
      other: { name: 'with a bare button', value: taskMs(beside.other) },
    },
    ...over('main-thread work', 'taskMs'),
    ...over('visible', 'visibleMs'),
    row('main-thread work', 'ms', 'taskMs'),
    row('visible', 'ms', 'visibleMs'),
    row('longest task (0: under 50 ms)', 'ms', 'longestTaskMs'),
    row('layout shift', 'score', 'layoutShift'),
  ];
}

const taskMs = (visits: Cost[]) => median(visits.map((cost) => cost.taskMs));

interface Cost {
  /** Main-thread work until nothing is left to do: script, style, layout, paint. */
  taskMs: number;
  /** From the page's own start to the frame that shows what is waited for. */
  visibleMs: number;
  longestTaskMs: number;
  layoutShift: number;
}

interface Watched {
  visibleMs?: number;
  longestTaskMs: number;
  layoutShift: number;
}

/** Runs in the page before its own scripts. What is waited for: our button, or on a page without us its own text. */
function watch() {
  const watched: Watched = { longestTaskMs: 0, layoutShift: 0 };
  Object.assign(window, { watched });
  new PerformanceObserver((list) =>
    list.getEntries().forEach(({ duration }) => (watched.longestTaskMs = Math.max(watched.longestTaskMs, duration))),
  ).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) =>
    list
      .getEntries()
      .forEach((entry) => (watched.layoutShift += (entry as PerformanceEntry & { value: number }).value)),
  ).observe({ type: 'layout-shift', buffered: true });
  const note = () => requestAnimationFrame(() => setTimeout(() => (watched.visibleMs ??= performance.now())));
  // Both put their host beside the body.
  new MutationObserver(() => document.querySelector('chat-dock, bare-button') && note()).observe(document, {
    childList: true,
    subtree: true,
  });
  document.addEventListener('DOMContentLoaded', () => document.querySelector('#button') ?? note());
}

async function measure(page: Page, session: CDPSession): Promise<Cost> {
  await page.waitForFunction(
    () =>
      (window as unknown as { watched: Watched }).watched.visibleMs !== undefined && document.readyState === 'complete',
    null,
    { polling: 50 },
  );
  await page.evaluate(
    () => new Promise((resolve) => requestIdleCallback(() => setTimeout(() => requestIdleCallback(resolve), 100))),
  );
  const { metrics } = await session.send('Performance.getMetrics');
  const {
    visibleMs = Number.NaN,
    longestTaskMs,
    layoutShift,
  } = await page.evaluate(() => (window as unknown as { watched: Watched }).watched);
  return {
    taskMs: (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000,
    visibleMs,
    longestTaskMs,
    layoutShift,
  };
}

async function loadEvents(shop: Shop): Promise<Comparison[]> {
  const loadMs = (markup: string) =>
    shop.visit(markup, async (page) => {
      await page.waitForLoadState('load');
      return page.evaluate(
        () =>
          (performance.getEntriesByType('navigation') as PerformanceNavigationTiming[])[0]?.loadEventStart ??
          Number.NaN,
      );
    });
  const rows: Comparison[] = [];
  for (const [what, markup, times] of [
    ['a missing script', missingTag, 5],
    [`a script that comes after ${slowMs / 1000} s`, slowTag, 5],
    [`the same, as a plain tag`, slowPlainTag, 1],
  ] as const) {
    const { ours, other } = await inTurns(
      times,
      () => loadMs(markup),
      () => loadMs(''),
    );
    rows.push({
      what: `load event with ${what}`,
      unit: 'ms',
      ours: median(ours),
      other: { name: 'no script', value: median(other) },
    });
  }
  return rows;
}
