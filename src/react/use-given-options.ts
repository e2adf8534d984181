/** The options among a component's props. */
import { useMemo } from 'react';
import type { Misread } from '../options/kinds.ts';
import { readOptions } from '../options/checks.ts';
import { optionNames, type ReadOptions } from '../options/options.ts';

/** Another object only when an option means something else: a list written in the markup is another one each time the page is drawn. */
export function useGivenOptions(props: Readonly<Record<string, unknown>>): {
  options: ReadOptions;
  misread: Misread[];
} {
  const keys = optionNames.map((name) => keyOf(props[name]));
  return useMemo(
    () => {
      const unreadable = optionNames.filter((_, index) => keys[index] === unreadableKey);
      const { options, misread } = readOptions({
        ...props,
        ...Object.fromEntries(unreadable.map((name) => [name, undefined])),
      });
      return { options, misread: [...misread, ...unreadable.map((name) => ({ name, value: String(props[name]) }))] };
    },
    // One for each option, in place of the props themselves.
    // oxlint-disable-next-line react/exhaustive-deps
    keys,
  );
}

/** Of a value that is no data, such as an element of React's. */
const unreadableKey = Symbol('unreadable');

/** The same for two values that mean the same. */
function keyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return JSON.stringify(value);
  } catch {
    return unreadableKey;
  }
}
