/** Defers work until the page is idle. */

/** Delay in browsers without `requestIdleCallback`, in milliseconds. */
const LIKELY_IDLE_MS = 50;

/**
 * Runs `work` when the page is idle, at the latest after `withinMs` milliseconds. Returns a function that cancels it.
 */
export function whenIdle(work: () => void, withinMs: number): () => void {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback(work, { timeout: withinMs });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(work, Math.min(LIKELY_IDLE_MS, withinMs));
  return () => clearTimeout(timer);
}
