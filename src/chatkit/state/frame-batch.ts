/** Many changes a frame, one drawing a frame. */

export interface FrameBatch<Value> {
  /** The newest value, drawn or not. */
  get(): Value;
  set(value: Value): void;
  /** Draws what has not been drawn, now. */
  flush(): void;
  /** Draws nothing any more. */
  cancel(): void;
}

/** Where frames do not run (a background tab) changes are drawn this often, in milliseconds. */
const hiddenDrawMs = 250;

export function createFrameBatch<Value>(initial: Value, draw: (value: Value) => void): FrameBatch<Value> {
  let value = initial;
  let isCancelled = false;
  let pending: (() => void) | null = null;

  const flush = () => {
    if (!pending || isCancelled) return;
    pending();
    pending = null;
    draw(value);
  };

  return {
    get: () => value,
    set(next) {
      value = next;
      pending ??= schedule(flush);
    },
    flush,
    cancel() {
      isCancelled = true;
      pending?.();
    },
  };
}

function schedule(run: () => void): () => void {
  const frame = requestAnimationFrame(run);
  const timer = setTimeout(run, hiddenDrawMs);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
