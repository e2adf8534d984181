/** Waits for a database that is briefly unavailable, so that a running turn does not end because of it. */
import { StoreUnavailableError } from './errors.ts';
import { pause } from './pause.ts';

const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 1000;

/**
 * Retries while the database cannot be used, for at most `forMs` milliseconds. @throws the error of the last attempt
 */
export async function retryWhileUnavailable<Result>(
  forMs: number | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + (forMs ?? 0);
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, MAX_WAIT_MS)) {
    try {
      return await work();
    } catch (cause) {
      const mayPass = cause instanceof StoreUnavailableError && !cause.isLasting;
      if (!mayPass || Date.now() + waitMs > deadline) throw cause;
    }
    await pause(waitMs);
  }
}
