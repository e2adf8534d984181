/** How long a visitor waits between the press and the field to write in, on a first visit, and what that costs a slow phone. */
import type { CDPSession, Page } from 'playwright-core';
import { type Benchmark, type Comparison, median } from './benchmark.ts';
import { buttonTag, folderBefore, openShop, ourTag, type Shop, tagBefore } from './pages/shop-page.ts';

const rounds = 9;
const slowRounds = 15;
const slowdown = 4;
/** Everything that the page does within this time after the click counts as opening. */
const settledMs = 3000;

export const benchmark: Benchmark = {
  question:
    'How long from the press on the launcher to the focus in the composer, on a first visit (nothing cached, loopback)? (goal: 150 ms; slowed four times 330 ms, and no task over 50 ms)',
  async run() {
    const shop = await openShop();
    try {
      return [...(await waits(shop)), ...(await slowOpenings(shop))];
    } finally {
      await shop.close();
    }
  },
};

async function waits(shop: Shop): Promise<Comparison[]> {
  const figures: Record<'pressed at once' | 'pointed at first', number[]> = {
    'pressed at once': [],
    'pointed at first': [],
  };
  for (let round = 0; round <= rounds; round++) {
    for (const way of ['pressed at once', 'pointed at first'] as const) {
      const ms = await shop.visit(ourTag, (page) => open(page, way === 'pointed at first'));
      // The first round warms the server and the browser, not the page.
      if (round > 0) figures[way].push(ms);
    }
  }
  return Object.entries(figures).map(([way, ms]): Comparison => ({
    what: `press to focus, ${way}`,
    unit: 'ms',
    ours: median(ms),
    other: { name: 'slowest', value: Math.max(...ms) },
  }));
}

interface Opening {
  /** From the press to the focus in the composer. */
  focusMs: number;
  /** Processor time of the main thread in that time, and until the page has settled. */
  workMs: number;
  settledWorkMs: number;
  longestTaskMs: number;
}

/** Each round visits a page with our tag, one with the build before (if there is one), one with a bare button, and one without any. */
async function slowOpenings(shop: Shop): Promise<Comparison[]> {
  const tags = { ours: ourTag, ...(folderBefore && { before: tagBefore }), button: buttonTag, empty: '' };
  const openings: Partial<Record<string, Opening[]>> = {};
  for (let round = 0; round <= slowRounds; round++) {
    for (const [name, tag] of Object.entries(tags)) {
      const opening = await shop.visit(tag, tag ? openSlowly : watchOpening, { slowdown });
      if (round > 0) (openings[name] ??= []).push(opening);
    }
  }
  const of = (name: string, figure: keyof Opening) => median((openings[name] ?? []).map((opening) => opening[figure]));
  const row = (what: string, figure: keyof Opening): Comparison => ({
    what: `CPU slowed ${slowdown} times: ${what}`,
    unit: 'ms',
    ours: of('ours', figure),
    other: folderBefore ? { name: 'the build before', value: of('before', figure) } : null,
  });
  return [
    row('press to focus', 'focusMs'),
    row('main-thread work until then', 'workMs'),
    row(`main-thread work in the first ${settledMs / 1000} s`, 'settledWorkMs'),
    row('longest task (0: under 50 ms)', 'longestTaskMs'),
    ...(['button', 'empty'] as const).map((name): Comparison => ({
      what: `CPU slowed ${slowdown} times: the same with ${name === 'button' ? 'a bare button' : 'an empty page'}`,
      unit: 'ms',
      ours: of(name, 'settledWorkMs'),
      other: null,
    })),
  ];
}

async function openSlowly(page: Page, session: CDPSession): Promise<Opening> {
  await page.waitForFunction(() => document.querySelector('chat-dock, bare-button'), null, { polling: 50 });
  return watchOpening(page, session);
}

async function watchOpening(page: Page, session: CDPSession): Promise<Opening> {
  const workMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  await page.waitForLoadState('load');
  await page.waitForTimeout(500);
  const before = await workMs();
  const { focusMs } = await page.evaluate(pressAndWait);
  const atFocus = await workMs();
  await page.waitForTimeout(settledMs - Math.min(focusMs, settledMs));
  const settled = await workMs();
  const longestTaskMs = await page.evaluate(() => (window as unknown as { longestTaskMs: number }).longestTaskMs);
  return { focusMs, workMs: atFocus - before, settledWorkMs: settled - before, longestTaskMs };
}

async function open(page: Page, isPointedAt: boolean): Promise<number> {
  const launcher = page.getByRole('button', { name: 'Open chat' });
  await launcher.waitFor();
  await page.waitForLoadState('load');
  if (isPointedAt) {
    await launcher.hover();
    // People take a fifth of a second from pointing to pressing; the code is there or it is not.
    await page.waitForFunction(
      () => performance.getEntriesByType('resource').some(({ name }) => name.includes('modules/dock.js')),
      null,
      { polling: 20 },
    );
    await page.waitForTimeout(200);
  }
  const { focusMs } = await page.evaluate(pressAndWait);
  return focusMs;
}

/** Runs in the page. Inside a shadow root the focus moves without the page hearing of it, so it is looked for. */
async function pressAndWait(): Promise<{ focusMs: number }> {
  const watched = { longestTaskMs: 0 };
  Object.assign(window, watched);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longestTaskMs = Math.max(watched.longestTaskMs, duration);
    Object.assign(window, watched);
  }).observe({ type: 'longtask' });
  const launcher = document.querySelector('chat-dock')?.shadowRoot?.querySelector<HTMLButtonElement>('.launcher');
  if (!launcher) return { focusMs: 0 };
  const pressed = performance.now();
  // A task of its own, as a visitor's press is: the observer does not see the one that this script runs in.
  setTimeout(() => launcher.click());
  for (;;) {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active?.role === 'textbox' || active?.localName === 'textarea') return { focusMs: performance.now() - pressed };
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}
