/** What the code that reads a turn and the code that shows it tell each other. */

export interface TurnLink {
  /** The event that follows is drawn and does nothing else: another page has acted on it, or another tab does. */
  isSilent: boolean;
}

/** Aborts a turn that the visitor stops. Any other reason leaves the turn running where it can be resumed. */
export const stopReason = new DOMException('The visitor stopped the answer.', 'AbortError');
