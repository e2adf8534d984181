/** The interface between the code that reads a turn and the code that shows it. */
import { ProtocolError } from '@chatdock/protocol/errors';

export interface TurnLink {
  /** Only draw the next event: another page or tab has acted on it or will. */
  isSilent: boolean;
}

/** Aborts a turn that the visitor stops. Any other reason leaves the turn running where it can be resumed. */
export const stopReason = new DOMException('The visitor stopped the answer.', 'AbortError');

/** The answer is incomplete, whatever the transport reports. */
export const cutError = () =>
  new ProtocolError(
    'stream-cut',
    'The reply ended before it was complete, so what is shown is a part of it. Try again.',
  );
