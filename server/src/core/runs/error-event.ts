/** Creates the event that gives a client the reason for a failed turn. */
import type { ErrorEvent } from '@chatdock/protocol/thread/events';
import { CustomStreamError, StreamError } from '../errors.ts';

/** The cause of a failure that has no message for the visitor is for the server's log only. */
export function toErrorEvent(cause: unknown): ErrorEvent {
  if (cause instanceof CustomStreamError)
    return { type: 'error', code: 'custom', message: cause.message, allow_retry: cause.allowRetry };
  if (cause instanceof StreamError) return { type: 'error', code: cause.code, allow_retry: cause.allowRetry };
  return { type: 'error', code: 'stream.error', allow_retry: true };
}
