/** A clock for tests of messages that are sent again after seconds: it runs as usual, and can be moved forward. */
import { vi } from 'vitest';
import { onCleanup } from './render-chat.ts';

const realTimeout = globalThis.setTimeout;

/** Call this before the chat is rendered. The clock is the browser's again after the test. */
export function useQuickClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], shouldAdvanceTime: true });
  onCleanup(() => void vi.useRealTimers());
}

/** Moves the clock forward, and runs everything that is due until then. */
export const pass = async (ms: number) => void (await vi.advanceTimersByTimeAsync(ms));

/** Moves the clock forward until the condition is true. */
export async function soon<Value>(coming: Promise<Value>): Promise<Value> {
  const arrived = new AbortController();
  const arrive = () => arrived.abort();
  coming.then(arrive, arrive);
  while (!arrived.signal.aborted) {
    await vi.advanceTimersByTimeAsync(50);
    // The browser needs real time to fetch and to draw.
    await new Promise((resolve) => realTimeout(resolve, 4));
  }
  return coming;
}
