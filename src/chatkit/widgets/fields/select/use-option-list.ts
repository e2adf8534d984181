/** The state of an open list of options: which match the search, which is active, and what each key does. */
import { useState } from 'preact/hooks';
import type { Option } from './options.ts';
import { plain, useTypeahead } from './use-typeahead.ts';

/** The most options drawn at once. The others are found by the search field. */
const MAX_DRAWN = 300;
const PAGE = 10;

export interface OptionListOptions {
  options: readonly Option[];
  value: string;
  isSearchable: boolean;
  onPick: (value: string) => void;
  /** `withFocus` returns the focus to the button. */
  onClose: (withFocus: boolean) => void;
}

export function useOptionList({ options, value, isSearchable, onPick, onClose }: OptionListOptions) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(() => value || options.find(({ isDisabled }) => !isDisabled)?.value || '');
  const wanted = plain(query.trim());
  const shown = options
    .filter(({ label, description }) => wanted === '' || plain(`${label} ${description ?? ''}`).includes(wanted))
    .slice(0, MAX_DRAWN);
  const found = shown.findIndex((option) => option.value === active);
  const at =
    found === -1
      ? Math.max(
          0,
          shown.findIndex(({ isDisabled }) => !isDisabled),
        )
      : found;
  const typeahead = useTypeahead(shown);

  const pick = (option: Option | undefined) => {
    if (option && !option.isDisabled) onPick(option.value);
  };
  const move = (to: number) => {
    const step = to < at ? -1 : 1;
    let next = Math.max(0, Math.min(to, shown.length - 1));
    while (shown[next]?.isDisabled && shown[next + step]) next += step;
    const target = shown[next];
    if (target && !target.isDisabled) setActive(target.value);
  };

  /** @returns whether the list handled the key */
  const handleKey = (event: KeyboardEvent): boolean => {
    const { key } = event;
    // In the search field these keys move the caret or type.
    const isCaretKey = isSearchable && (key === 'Home' || key === 'End' || key === ' ');
    const last = shown.length - 1;
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE, PageUp: at - PAGE, Home: 0, End: last }[
      key
    ];
    if (key === 'Escape' || (key === 'ArrowUp' && event.altKey)) onClose(true);
    else if (key === 'Tab') {
      // Tab chooses, as in a native list. The focus returns to the button, and the browser moves it on from there.
      if (isSearchable || shown[at]?.isDisabled !== false) onClose(true);
      else pick(shown[at]);
      return false;
    } else if (isCaretKey) return false;
    else if (target !== undefined) move(target);
    else if (key === 'Enter' || key === ' ') pick(shown[at]);
    else {
      const next = isSearchable ? undefined : typeahead(event, active);
      if (next === undefined) return false;
      setActive(next);
    }
    return true;
  };

  return { query, setQuery, shown, at, setActive, pick, handleKey };
}
