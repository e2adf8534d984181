/** State that the caller may hold instead of us. */
import { useCallback, useInsertionEffect, useRef, useState } from 'react';

export interface ControlledParts<Value> {
  /** The caller's value; `undefined` leaves the state to us. */
  value: Value | undefined;
  initial: Value;
  /** Told of every change we want, whether or not we make it ourselves. */
  onChange?: ((value: Value) => void) | undefined;
}

/** Returns the value, a stable way to ask for another one, and what it will be when all that was asked for is drawn. */
export function useControlled<Value>({
  value,
  initial,
  onChange,
}: ControlledParts<Value>): [Value, (next: Value) => void, { readonly current: Value }] {
  const [own, setOwn] = useState(initial);
  const current = value === undefined ? own : value;
  const latest = useLatest({ value, onChange });
  // What was asked for last, which a second request may have to know before anything is drawn.
  const asked = useRef(current);
  useInsertionEffect(() => {
    asked.current = current;
  }, [current]);
  const set = useCallback(
    (next: Value) => {
      const { value, onChange } = latest.current;
      if (Object.is(next, asked.current)) return;
      if (value === undefined) {
        asked.current = next;
        setOwn(next);
      }
      onChange?.(next);
    },
    [latest],
  );
  return [current, set, asked];
}

/** A reference that holds what the last render was given, from before any effect of that render. */
export function useLatest<Value>(value: Value): { current: Value } {
  const ref = useRef(value);
  useInsertionEffect(() => {
    ref.current = value;
  });
  return ref;
}

/** A stable function that calls the newest one given. */
export function useStable<Args extends unknown[], Result>(
  callback: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useLatest(callback);
  return useCallback((...args: Args) => latest.current(...args), [latest]);
}
