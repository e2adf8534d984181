/** Chooses an option by its first letters, as a native list does. */
import { useRef } from 'preact/hooks';
import type { Option } from './options.ts';

/** Letters typed within this time belong together, in milliseconds. */
const TOGETHER_MS = 700;

/** Text for comparison: without accents and case. */
export const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** Returns a function that finds the option for a key, starting after the current one; undefined if the key is no letter. */
export function useTypeahead(options: readonly Option[]) {
  const typed = useRef({ text: '', at: -Infinity });
  return (event: KeyboardEvent, current: string): string | undefined => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || [...key].length !== 1 || key === ' ') return undefined;
    const isNew = event.timeStamp - typed.current.at > TOGETHER_MS;
    const text = plain(isNew ? key : typed.current.text + key);
    typed.current = { text, at: event.timeStamp };
    // Typing one letter repeatedly moves through the options that begin with it.
    const isRepeated = [...text].every((letter) => letter === text[0]);
    const wanted = isRepeated ? (text[0] ?? '') : text;
    const from = options.findIndex(({ value }) => value === current);
    const start = isRepeated ? from + 1 : Math.max(from, 0);
    const order = [...options.slice(start), ...options.slice(0, start)];
    return order.find(({ label, isDisabled }) => !isDisabled && plain(label).startsWith(wanted))?.value;
  };
}
