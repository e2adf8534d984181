/** Matches key combinations such as `Ctrl+Shift+F` against keyboard events. */
import { ownEntry } from '@chatdock/protocol/kinds';
import { areNone, toWords } from '../options/key-combination.ts';
import type { KeyNames } from '../options/strings.ts';

const isMac = () => /mac|ip/i.test(navigator.platform);

/** Whether an event is the combination `keys`. No event matches `none`. */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const words = toWords(keys);
  const key = words.at(-1) || '';
  const pressed = event.key.toLowerCase();
  const [primary, other] = isMac() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return (
    // Compare by physical key only if the layout has no Latin letter on it. AltGr (Ctrl+Alt on Windows) types text: ignore it.
    (pressed === key ||
      (/[^a-z]/.test(pressed) && event.code === `Key${key.toUpperCase()}` && !(event.ctrlKey && event.altKey))) &&
    !(event.isComposing || event.repeat) &&
    primary === words.includes('ctrl') &&
    !other &&
    event.altKey === words.includes('alt') &&
    // Some layouts need Shift to type a character such as "/".
    (event.shiftKey === words.includes('shift') || (event.shiftKey && /^\W$/.test(key)))
  );
}

/** The symbols on the keys of a Mac, and the symbols on every keyboard. */
const MAC_SIGNS: Record<string, string> = { ctrl: '⌘', alt: '⌥', shift: '⇧', enter: '↩', escape: 'esc' };
const SIGNS: Record<string, string> = { arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' };

/** The names of the keys of a combination on the visitor's keyboard; empty for `none`. */
export function keyLabels(keys: string, { ctrlKey, altKey, shiftKey, enterKey, escapeKey }: KeyNames): string[] {
  if (areNone(keys)) return [];
  const names: Record<string, string> = {
    ...SIGNS,
    ...(isMac() ? MAC_SIGNS : { ctrl: ctrlKey, alt: altKey, shift: shiftKey, enter: enterKey, escape: escapeKey }),
  };
  return toWords(keys).map((word) => ownEntry(names, word) ?? word.charAt(0).toUpperCase() + word.slice(1));
}

/** The keys as one text: symbols without a separator, words joined by a plus sign. */
export const keyHint = (keys: string, names: KeyNames): string => keyLabels(keys, names).join(isMac() ? '' : '+');

/** Whether the event comes from a text field outside the given element. */
export function isTypingOutside(event: Event, host: Element): boolean {
  const path = event.composedPath();
  // A script may dispatch the event on the document, which has no `closest`.
  const [target] = path as [Partial<HTMLElement>];
  return (
    !path.includes(host) &&
    !!(target.isContentEditable || (target.matches && target.matches('input,textarea,select,[role=textbox]')))
  );
}
