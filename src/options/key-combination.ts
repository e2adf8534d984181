/** Key combinations as an owner writes them: `Ctrl+Shift+F`, or `none`. */

/** `Ctrl`, `Control`, `Cmd`, `Meta` and `Mod` all mean ⌘ on a Mac and Ctrl elsewhere. */
export const toWords = (keys: string) =>
  keys
    .toLowerCase()
    .replace(/control|cmd|meta|mod/, 'ctrl')
    .split(/ *\+ */);

/** Whether a text is a way to say that there are no such keys. */
export const areNone = (keys: string) => /^(none|off|false|)$/i.test(keys.trim());

const keysThatWriteNothing =
  /^(f\d\d?|enter|escape|tab|backspace|delete|insert|home|end|page(up|down)|arrow(up|down|left|right))$/;

/** Whether a text means a combination: one key, by the name that browsers give it, after any of the keys that are held. */
export function areKeys(keys: string): boolean {
  const held = toWords(keys);
  const key = held.pop() ?? '';
  if (areNone(keys)) return true;
  // A sign alone is what people type; taking it from every field of the page would be no shortcut.
  const isKey =
    keysThatWriteNothing.test(key) || ([...key].length === 1 && (held.includes('ctrl') || held.includes('alt')));
  return isKey && held.every((word) => /^(ctrl|alt|shift)$/.test(word));
}
