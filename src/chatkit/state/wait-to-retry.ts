/** When to try again after a lost connection. */
import { ProtocolError } from '@chatdock/protocol/errors';

const delaysMs = [0, 500, 1000, 2000, 4000, 8000];
/** A server ends a turn that nobody has read for ten minutes. */
const GIVE_UP_AFTER_MS = 10 * 60_000;

/** Waits a little longer each time, and no longer than until the network or the page is back. */
export async function waitToRetry(attempt: number, lostForMs: number, signal: AbortSignal): Promise<void> {
  if (lostForMs > GIVE_UP_AFTER_MS)
    throw new ProtocolError('stream-cut', 'The connection did not come back, so the answer may be incomplete.');
  const delayMs = (delaysMs[Math.min(attempt, delaysMs.length - 1)] ?? 0) * (0.75 + Math.random() / 2);
  const listening = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  const options = { signal: listening.signal };
  addEventListener('online', () => resolve(), options);
  addEventListener('pageshow', () => resolve(), options);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && resolve(), options);
  signal.addEventListener('abort', () => resolve(), options);
  await promise;
  clearTimeout(timer);
  listening.abort();
  signal.throwIfAborted();
}
