/** A small store: one value, which is replaced and never edited, and its listeners. */

export interface Store<State> {
  get(): State;
  /** Replaces what the patch names. Listeners run once, after the value has changed. */
  set(patch: Partial<State>): void;
  /** Like `set`, but listeners run in the next frame, so that many changes cause one drawing per frame. */
  stage(patch: Partial<State>): void;
  /** @returns a function that stops listening. */
  subscribe(listener: () => void): () => void;
}

/** In a background tab, which has no frames, staged changes are drawn this often, in milliseconds. */
const HIDDEN_DRAW_MS = 250;

export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  let unschedule: (() => void) | null = null;
  const listeners = new Set<() => void>();

  const notify = () => {
    unschedule?.();
    unschedule = null;
    for (const listener of listeners) listener();
  };

  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...patch };
      notify();
    },
    stage(patch) {
      state = { ...state, ...patch };
      unschedule ??= schedule(notify);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function schedule(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, HIDDEN_DRAW_MS);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
