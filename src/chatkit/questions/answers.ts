/** The visitor's entry for one question, and the values to send for it. */
import type { StructuredInput, StructuredInputAnswer } from '@chatdock/protocol/thread/items';

export interface Entry {
  /** The chosen options, by their position. */
  chosen: readonly number[];
  /** Whether "Something else" is chosen. */
  isOwn: boolean;
  own: string;
}

export const EMPTY_ENTRY: Entry = { chosen: [], isOwn: false, own: '' };

/** The values to send; none for a question that is not answered. */
export function valuesOf(input: StructuredInput, { chosen, isOwn, own }: Entry): string[] {
  const options = input.type === 'freeform' ? [] : chosen.map((index) => input.options[index]?.value ?? '');
  const words = input.type === 'freeform' || isOwn ? [own] : [];
  return [...options, ...words].map((value) => value.trim()).filter((value) => value !== '');
}

/** An entry with the option at `index` chosen or, if several may be, no longer chosen. */
export function withOption(entry: Entry, index: number, isMultiple: boolean): Entry {
  if (!isMultiple) return { ...entry, chosen: [index], isOwn: false };
  const chosen = entry.chosen.includes(index)
    ? entry.chosen.filter((other) => other !== index)
    : [...entry.chosen, index].toSorted((a, b) => a - b);
  return { ...entry, chosen };
}

export const toAnswer = (values: readonly string[]): StructuredInputAnswer => ({
  values: [...values],
  skipped: values.length === 0,
});
