/** The options of a Select or a RadioGroup, read from untrusted members. */
import { isRecord } from '@chatdock/protocol/kinds';
import { toText } from '../../values.ts';

export interface Option {
  value: string;
  label: string;
  description: string | undefined;
  isDisabled: boolean;
}

/** Reads the valid options. One without a value, or with the value of another, is dropped. */
export function toOptions(value: unknown): Option[] {
  if (!Array.isArray(value)) return [];
  const options = new Map<string, Option>();
  for (const option of value) {
    if (!isRecord(option)) continue;
    const own = toText(option['value']);
    if (own === undefined || options.has(own)) continue;
    options.set(own, {
      value: own,
      label: toText(option['label']) || own,
      description: toText(option['description']),
      isDisabled: option['disabled'] === true,
    });
  }
  return [...options.values()];
}
