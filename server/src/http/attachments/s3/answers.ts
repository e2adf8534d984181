/** Handles the storage's answers and timeouts. */
import { StoreUnavailableError } from '../../../core/errors.ts';

export const ANSWER_MS = 10_000;

/** @throws StoreUnavailableError with the storage's error code, from which the owner can see what to change */
export async function requireSuccess(response: Response, done: string): Promise<void> {
  if (response.ok) return;
  const code = /<Code>(\w+)<\/Code>/u.exec(await response.text().catch(() => ''))?.[1] ?? '';
  throw new StoreUnavailableError(
    `A file could not be ${done}: the storage answered ${`${response.status} ${code}`.trim()}. Check the bucket in CHATDOCK_FILES and its keys.`,
  );
}
