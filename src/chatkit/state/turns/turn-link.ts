/** The interface between the code that reads a turn and the code that shows it. */

export interface TurnLink {
  /** Only draw the next event: another page or tab has acted on it or will. */
  isSilent: boolean;
}

/** Aborts a turn that the visitor stops. Any other reason leaves the turn running where it can be resumed. */
export const stopReason = new DOMException('The visitor stopped the answer.', 'AbortError');
