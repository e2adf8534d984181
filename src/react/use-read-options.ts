/** Extracts the options from a component's props. */
import { useMemo } from 'react';
import type { InvalidValue } from '../options/kinds.ts';
import { readOptions } from '../options/checks.ts';
import { optionNames, type ReadOptions } from '../options/options.ts';

/** Returns the same object until the value of an option changes. Arrays in JSX are new on each render, so they are compared by content. */
export function useReadOptions(props: Readonly<Record<string, unknown>>): {
  options: ReadOptions;
  invalid: InvalidValue[];
} {
  const keys = optionNames.map((name) => keyOf(props[name]));
  return useMemo(
    () => {
      const unreadable = optionNames.filter((_, index) => keys[index] === UNREADABLE_KEY);
      const { options, invalid } = readOptions({
        ...props,
        ...Object.fromEntries(unreadable.map((name) => [name, undefined])),
      });
      return { options, invalid: [...invalid, ...unreadable.map((name) => ({ name, value: String(props[name]) }))] };
    },
    // One key per option replaces the props as dependencies.
    // oxlint-disable-next-line react/exhaustive-deps
    keys,
  );
}

/** The key of a value that is not JSON, such as a React element. */
const UNREADABLE_KEY = Symbol('unreadable');

/** Equal for two values with equal content. */
function keyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return JSON.stringify(value);
  } catch {
    return UNREADABLE_KEY;
  }
}
