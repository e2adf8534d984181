/** Ids that this server has generated for a running turn. No other item has them, so no database lookup is needed. */

const issued = new WeakMap<AbortSignal, Set<string>>();

/** `turn` is the signal in the context of the turn. */
export function noteIssued(turn: AbortSignal, itemId: string): void {
  const ids = issued.get(turn) ?? new Set();
  issued.set(turn, ids.add(itemId));
}

/** Whether the id was generated for this turn and is announced for the first time. */
export const consumeIssuedId = (turn: AbortSignal, itemId: string): boolean =>
  issued.get(turn)?.delete(itemId) ?? false;
