import { ProtocolError } from '@chatdock/protocol/errors';
import type { Context } from '../context.ts';

/** Whether an `import()` failed because a file did not arrive. Browsers say so only in the message. */
const isLost = (cause: unknown): boolean =>
  cause instanceof ProtocolError || (cause instanceof TypeError && /import/i.test(cause.message));

/** Loads code that a request needs. If a file does not arrive, the request fails as if there were no connection. */
export async function loadForRequest<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    if (!isLost(cause)) throw cause;
    throw new ProtocolError(
      'network',
      'A part of the chat could not be fetched, so nothing was sent. Check the connection.',
      { cause },
    );
  }
}

/** The text for the visitor about a part that failed. */
export const partFailure = (cause: unknown): 'failure.part' | 'failure.generic' =>
  isLost(cause) ? 'failure.part' : 'failure.generic';

/** For code that the visitor's action needs: tells the visitor that it failed, and shows a fault of ours in the console. */
export function reportPart({ toast }: Pick<Context, 'toast'>, cause: unknown): void {
  toast(partFailure(cause));
  reportFault(cause);
}

/** The messages of errors that were reported. Each new attempt to load a module that throws makes a new error. */
const reported = new Set<string>();

/** Shows an error that is not about the connection in the console, once. */
export function reportFault(cause: unknown): void {
  const message = String(cause);
  if (isLost(cause) || reported.has(message)) return;
  reported.add(message);
  reportError(cause);
}
