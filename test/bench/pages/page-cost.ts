/** Measures the work of a page: elapsed time, main-thread time, the longest task. */
import type { Page } from 'playwright-core';

export interface Cost {
  /** From sending to the reply being drawn, in milliseconds. */
  wallMs: number;
  /** Main-thread work in that time, in milliseconds: script, style, layout, paint. */
  taskMs: number;
  /** The longest the page could not answer a click, in milliseconds; 0 when it was under 50. */
  longestTaskMs: number;
  framesPerSecond: [number, number];
}

/** The result of a function that shows a reply inside the page. */
export interface Shown {
  wallMs: number;
  longestTaskMs: number;
  /** Characters of the reply that can be read at the end. */
  shownChars: number;
  /** Frames a second in the first and in the last five seconds. */
  framesPerSecond: [number, number];
}

/** A reply to show: its length, how fast it comes, and the thread that is on screen before it. Travels as the visitor's message. */
export interface Reply {
  chars: number;
  /** Waits so many milliseconds after every delta of twenty characters; as fast as it goes when absent. */
  deltaMs?: number;
  /** Repeated to the length wanted, in place of usual Markdown. */
  pattern?: string;
  /** `long_400` for one of 400 items; a new one when absent. */
  thread?: string;
}

/** The two halves of a measurement, run inside the page: what comes before is not counted. */
export interface Showing {
  prepare(reply: Reply): Promise<void>;
  show(reply: Reply): Promise<Shown>;
}

/** Measures in this page. Markdown loses its marks when it is drawn, so part of the characters must be there, not all. */
export async function measureIn(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'timeTicks' });
  const taskMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
  };
  const measure = async ({ prepare, show }: Showing, reply: Reply): Promise<Cost> => {
    await page.evaluate(prepare, reply);
    await session.send('HeapProfiler.collectGarbage');
    const before = await taskMs();
    const { shownChars, ...shown } = await page.evaluate(show, reply);
    const cost = { ...shown, taskMs: (await taskMs()) - before };
    if (!reply.pattern && shownChars < reply.chars * 0.6)
      throw new Error(`Only ${shownChars} of ${reply.chars} characters were drawn, so the figures mean nothing.`);
    return cost;
  };
  return { measure, taskMs };
}

// The following function runs inside the page, so it carries everything it needs.

/** Makes an element, then sends one message and waits until the reply is drawn. */
export const inElement: Showing = {
  async prepare({ thread }) {
    const element = document.createElement('openai-chatkit') as HTMLElement & { setOptions(options: object): void };
    const ready = new Promise((resolve) =>
      element.addEventListener(thread ? 'chatkit.thread.load.end' : 'chatkit.ready', resolve, { once: true }),
    );
    document.body.replaceChildren(element);
    element.setOptions({
      api: { url: '/chatkit', domainKey: 'bench' },
      history: { enabled: false },
      initialThread: thread ?? null,
    });
    await ready;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  },
  async show(reply) {
    const element = document.querySelector('openai-chatkit') as HTMLElement & {
      sendUserMessage(message: object): Promise<void>;
    };
    const readable = () => element.shadowRoot?.querySelector('[role="log"]')?.textContent.length ?? 0;
    const charsBefore = readable();
    let longestTaskMs = 0;
    const observer = new PerformanceObserver((list) =>
      list.getEntries().forEach(({ duration }) => (longestTaskMs = Math.max(longestTaskMs, duration))),
    );
    observer.observe({ type: 'longtask' });
    const frames: number[] = [];
    let isWatching = true;
    const watch = (time: number) => {
      frames.push(time);
      if (isWatching) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    const started = performance.now();
    const ended = new Promise((resolve) => element.addEventListener('chatkit.response.end', resolve, { once: true }));
    await element.sendUserMessage({ text: JSON.stringify(reply) });
    await ended;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const wallMs = performance.now() - started;
    observer.disconnect();
    isWatching = false;
    const rate = (from: number, to: number) => frames.filter((time) => time >= from && time < to).length / 5;
    const now = performance.now();
    return {
      wallMs,
      longestTaskMs,
      shownChars: readable() - charsBefore,
      framesPerSecond: [rate(started, started + 5000), rate(now - 5000, now)],
    };
  },
};
