/** Work that can wait until the page has nothing better to do. */

/** Where idle time is not told of, it is taken to come this soon, in milliseconds. */
const likelyIdleMs = 50;

/** Runs `work` when the page is idle, `withinMs` milliseconds from now at the latest. Returns the way to call it off. */
export function whenIdle(work: () => void, withinMs: number): () => void {
  if ('requestIdleCallback' in globalThis) {
    const handle = requestIdleCallback(work, { timeout: withinMs });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(work, Math.min(likelyIdleMs, withinMs));
  return () => clearTimeout(timer);
}
