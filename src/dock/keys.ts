/** Key combinations: written as `Ctrl+Shift+F`, matched against keyboard events. */
import { areNone, toWords } from '../options/key-combination.ts';
import type { KeyNames } from '../options/strings.ts';

const isMac = () => /mac|ip/i.test(navigator.platform);

/** Whether an event is the combination `keys`; nothing is the combination `none`. */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const words = toWords(keys);
  const key = words.at(-1) ?? '';
  const pressed = event.key.toLowerCase();
  const [primary, other] = isMac() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return (
    // By its place only where the layout has no such letter there; what AltGr writes (Ctrl and Alt on Windows) is text.
    (pressed === key ||
      (/[^a-z]/.test(pressed) && event.code === `Key${key.toUpperCase()}` && !(event.ctrlKey && event.altKey))) &&
    !(event.isComposing || event.repeat) &&
    primary === words.includes('ctrl') &&
    !other &&
    event.altKey === words.includes('alt') &&
    // A layout may need Shift to reach a sign such as "/".
    (event.shiftKey === words.includes('shift') || (event.shiftKey && /^\W$/.test(key)))
  );
}

/** The signs on a Mac's keys, and on everybody's. */
const macSigns: Record<string, string> = { ctrl: '⌘', alt: '⌥', shift: '⇧', enter: '↩', escape: 'esc' };
const signs: Record<string, string> = { arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' };

/** How a combination is called on the keyboard in front of this person; none for `none`. */
export function keyLabels(keys: string, { ctrlKey, altKey, shiftKey, enterKey, escapeKey }: KeyNames): string[] {
  if (areNone(keys)) return [];
  const names: Record<string, string> = {
    ...signs,
    ...(isMac() ? macSigns : { ctrl: ctrlKey, alt: altKey, shift: shiftKey, enter: enterKey, escape: escapeKey }),
  };
  return toWords(keys).map((word) => names[word] ?? word.charAt(0).toUpperCase() + word.slice(1));
}

/** The same in a line of text: signs stand side by side, words have a plus between them. */
export const keyHint = (keys: string, names: KeyNames): string => keyLabels(keys, names).join(isMac() ? '' : '+');

/** Whether the event comes from a place where the person types, outside the given element. */
export function isTypingOutside(event: Event, host: Element): boolean {
  const path = event.composedPath();
  // Most often an element; a page's own code may press a key on the document itself.
  const [target] = path as [Partial<HTMLElement>];
  return (
    !path.includes(host) && (target.isContentEditable || !!target.matches?.('input,textarea,select,[role=textbox]'))
  );
}
