/** Key combinations as options contain them: `Ctrl+Shift+F`, or `none`. */

/** `Ctrl`, `Control`, `Cmd`, `Meta` and `Mod` all mean ⌘ on a Mac and Ctrl elsewhere. */
export const toWords = (keys: string) =>
  keys
    .toLowerCase()
    .replace(/control|cmd|meta|mod/, 'ctrl')
    .split(/ *\+ */);

/** Whether a value turns the shortcut off. */
export const areNone = (keys: string) => /^(none|off|false|)$/i.test(keys.trim());

const KEYS_THAT_WRITE_NOTHING =
  /^(f\d\d?|enter|escape|tab|backspace|delete|insert|home|end|page(up|down)|arrow(up|down|left|right))$/;

/** Whether a value is a combination: any modifier keys, then one key by its `KeyboardEvent.key` name. */
export function areKeys(keys: string): boolean {
  const held = toWords(keys);
  const key = held.pop() ?? '';
  if (areNone(keys)) return true;
  // A character needs Ctrl or Alt: without them, the shortcut would take that character away from the page's text fields.
  const isKey =
    KEYS_THAT_WRITE_NOTHING.test(key) || ([...key].length === 1 && (held.includes('ctrl') || held.includes('alt')));
  return isKey && held.every((word) => /^(ctrl|alt|shift)$/.test(word));
}
