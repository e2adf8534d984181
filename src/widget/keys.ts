/** Key combinations: written as `Ctrl+Shift+F`, matched against keyboard events. */

const isMac = () => /mac|ip/i.test(navigator.platform);

/** `Ctrl`, `Control`, `Cmd`, `Meta` and `Mod` all mean ⌘ on a Mac and Ctrl elsewhere. */
const toWords = (keys: string) => keys.toLowerCase().split('+').map((word) => word.trim().replace(/^(control|cmd|meta|mod)$/, 'ctrl').replace('option', 'alt'));

/** Whether a text means a combination: one key, after any of the keys that are held. */
export const areKeys = (keys: string) => toWords(keys).slice(0, -1).every((word) => /^(ctrl|alt|shift|)$/.test(word));

/** Whether an event is the combination `keys`; nothing is the combination `none`. */
export function matchesKeys(event: KeyboardEvent, keys: string): boolean {
  const words = toWords(keys);
  const key = words.at(-1) ?? '';
  const [primary, other] = isMac() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return (
    (event.key.toLowerCase() === key || event.code === `Key${key.toUpperCase()}`) &&
    !event.isComposing &&
    !event.repeat &&
    primary === words.includes('ctrl') &&
    !other &&
    event.altKey === words.includes('alt') &&
    // A layout may need Shift to reach a sign such as "/".
    (event.shiftKey === words.includes('shift') || (event.shiftKey && /^\W$/.test(key)))
  );
}

/** How a combination is shown to the person at this machine; none for `none`. */
export function keyLabels(keys: string): string[] {
  const words = toWords(keys);
  if (/^(none|off|false|)$/.test(words.at(-1) ?? '')) return [];
  const signs: Record<string, string> = isMac() ? { ctrl: '⌘', alt: '⌥', shift: '⇧' } : {};
  return words.map((word) => signs[word] ?? word.charAt(0).toUpperCase() + word.slice(1));
}

/** Whether the event comes from a place where the person types, outside the given element. */
export function isTypingOutside(event: Event, host: Element): boolean {
  const path = event.composedPath();
  const [target] = path;
  return !path.includes(host) && target instanceof HTMLElement && (target.isContentEditable || target.matches('input,textarea,select,[role=textbox]'));
}
