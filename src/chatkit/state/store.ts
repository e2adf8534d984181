/** A small store: one value, replaced never edited, and the listeners that want to know. */

export interface Store<State> {
  get(): State;
  /** Replaces what the patch names. Listeners run once, after the value has changed. */
  set(patch: Partial<State>): void;
  /** @returns the way to stop listening. */
  subscribe(listener: () => void): () => void;
}

export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
