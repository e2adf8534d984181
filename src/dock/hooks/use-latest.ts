/** The newest value or function of a render, for code that runs later. */
import { useCallback, useInsertionEffect, useRef } from 'react';

/** A reference to the value of the last render. It is set before the effects of that render run. */
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
