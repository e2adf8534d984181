/** Turns a thrown error into the text that the visitor reads and the error that the page gets. */
import { ProtocolError } from '@chatdock/protocol/errors';
import type { Failure } from './chat-state.ts';
import { ChatKitError, type ChatKitErrorName } from './errors.ts';

/** Each kind of failure has its own text, and says whether a retry can help. */
function toFailure(cause: unknown): Failure {
  if (!(cause instanceof ProtocolError)) return { key: 'failure.generic', canRetry: true };
  switch (cause.code) {
    case 'network':
      return { key: 'failure.network', canRetry: true };
    case 'http-status':
      return toStatusFailure(cause);
    case 'stream-cut':
      return { key: 'failure.cut', canRetry: true };
    default:
      return { key: 'failure.server', canRetry: true };
  }
}

/**
 * The failure of a turn. If no conversation exists yet, a 404 means that the server is not at the address the page
 * gave.
 */
export function toTurnFailure(cause: unknown, hasThread: boolean): Failure {
  if (cause instanceof ChatKitError && cause.name === 'IntegrationError')
    return { key: 'failure.setup', canRetry: false };
  const isNoServer = cause instanceof ProtocolError && cause.status === 404 && !hasThread;
  return isNoServer ? { key: 'failure.setup', canRetry: true } : toFailure(cause);
}

/** A wait of more than a minute is shown to the visitor, who then decides. */
const MAX_BUSY_MS = 60_000;
const BUSY_MS = 5000;

/**
 * The failure of a message. The message is resent automatically only if the server cannot store it twice: it was
 * certainly not sent (`wasOffline`), the server refused it for now, or the server recognises a repetition by its key
 * (`honoursKeys`).
 */
export function toUnsentFailure(
  cause: unknown,
  { hasThread, wasOffline, honoursKeys }: { hasThread: boolean; wasOffline: boolean; honoursKeys: boolean },
): Failure {
  if (cause instanceof ProtocolError) {
    const { code, status = 0, retryAfterMs = BUSY_MS } = cause;
    const isLost = code === 'http-status' ? status === 502 || status === 504 : !code.startsWith('invalid-');
    if (honoursKeys ? isLost : wasOffline && code === 'network') return waitingFailure();
    if ((status === 429 || status === 503) && retryAfterMs <= MAX_BUSY_MS)
      return { key: 'failure.busy', canRetry: true, sendsAfterMs: retryAfterMs };
  }
  return toTurnFailure(cause, hasThread);
}

/** A message that is sent as soon as the connection is back. */
export const waitingFailure = (): Failure => ({
  key: navigator.onLine ? 'failure.waiting' : 'failure.offline',
  canRetry: true,
  sendsAfterMs: 0,
});

/** Whether the server says that a file's content is not what was announced. */
export const isMismatch = (serverCode: string | undefined) =>
  serverCode === 'type_mismatch' || serverCode === 'wrong_size';

function toStatusFailure({ status = 0, retryAfterMs, serverCode }: ProtocolError): Failure {
  if (status === 401) return { key: 'failure.unauthorized', canRetry: true };
  if (status === 403) return { key: 'failure.forbidden', canRetry: false };
  if (status === 404) return { key: 'failure.notFound', canRetry: false };
  if (status === 413) return { key: 'failure.tooLarge', canRetry: false };
  if (isMismatch(serverCode)) return { key: 'failure.file', canRetry: false };
  if (status === 429) {
    return retryAfterMs === undefined
      ? { key: 'failure.rateLimited', canRetry: true }
      : { key: 'failure.rateLimited.wait', params: { count: Math.ceil(retryAfterMs / 1000) }, canRetry: true };
  }
  if (status >= 500 || status === 408) return { key: 'failure.server', canRetry: true };
  return { key: 'failure.refused', canRetry: true };
}

/** Converts a failure to an error for the page, with a name to branch on and the original cause. */
export function toChatKitError(cause: unknown, name: ChatKitErrorName, doing: string): ChatKitError {
  if (cause instanceof ChatKitError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const status = cause instanceof ProtocolError ? cause.status : undefined;
  return new ChatKitError(name, `${doing}: ${reason}`, { cause, status });
}

/** The name an undelivered request is reported under. */
export function transportErrorName(cause: unknown): ChatKitErrorName {
  if (!(cause instanceof ProtocolError)) return 'StreamError';
  if (cause.code === 'network') return 'NetworkError';
  if (cause.code === 'http-status') return 'HttpError';
  return cause.code === 'invalid-event' ? 'StreamEventParsingError' : 'StreamError';
}
