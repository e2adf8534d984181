/** Keys of the suggestion list: arrows move, Enter and Tab choose, Escape closes. */
import type { Suggestions } from './suggestions.ts';

interface MenuActions {
  setActive: (index: number) => void;
  close: () => void;
}

/** @returns whether the menu handled the key. */
export function handleMenuKey(event: KeyboardEvent, shown: Suggestions | null, { setActive, close }: MenuActions) {
  if (!shown) return false;
  const { items, active } = shown;
  if (event.key === 'Escape') {
    event.stopPropagation();
    close();
    return true;
  }
  if (items.length === 0) return shown.status === 'searching' && event.key === 'Enter';
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const step = event.key === 'ArrowDown' ? 1 : -1;
    setActive((active + step + items.length) % items.length);
    return true;
  }
  if (event.key !== 'Enter' && event.key !== 'Tab') return false;
  const chosen = items[active];
  if (chosen && !chosen.isDisabled) chosen.onSelect();
  return true;
}
