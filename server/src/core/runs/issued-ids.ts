/** Ids that this server has made for a running turn: no other item has them, so the database need not be asked. */

const issued = new WeakMap<AbortSignal, Set<string>>();

/** `turn` is the signal in the context of the turn. */
export function noteIssued(turn: AbortSignal, itemId: string): void {
  const ids = issued.get(turn) ?? new Set();
  issued.set(turn, ids.add(itemId));
}

/** Whether the id was made for this turn and is announced for the first time. */
export const takeIssued = (turn: AbortSignal, itemId: string): boolean => issued.get(turn)?.delete(itemId) ?? false;
