/** Input that the browser handles itself: keys, characters, compositions. */
import type { Editing } from './editing.ts';
import type { EditorDeps } from './editor.ts';

/** WebKit may fire the keydown of the key that ends a composition this long after `compositionend`. */
const LATE_KEY_MS = 30;

export function watchInput(field: HTMLElement, editing: Editing, { onKey }: EditorDeps): void {
  let endedComposingAt = -Infinity;

  field.addEventListener('compositionstart', () => {
    editing.isComposing = true;
  });
  field.addEventListener('compositionend', (event) => {
    editing.isComposing = false;
    endedComposingAt = event.timeStamp;
    editing.changed('compose');
  });
  field.addEventListener('input', (event) => editing.changed(event instanceof InputEvent ? event.inputType : ''));
  field.addEventListener('keydown', (event) => {
    // Android reports every key during a composition as unidentified.
    const isEnter = event.key === 'Enter' || /Enter$|^$/.test(event.code);
    const isComposed =
      event.isComposing ||
      editing.isComposing ||
      event.keyCode === 229 ||
      // On Windows, a Korean input method holds back the Enter key and then passes it on as a second `keydown`.
      (isEnter && !editing.isEnterHeld && event.timeStamp - endedComposingAt < LATE_KEY_MS);
    editing.isEnterHeld = isComposed && isEnter && !event.shiftKey && !event.altKey;
    if (!isComposed && onKey(event)) event.preventDefault();
  });
  // Korean input methods pass on the Enter that commits; Japanese and Chinese ones consume it.
  field.addEventListener('beforeinput', (event) => {
    const isBreak = event.cancelable && !event.isComposing && /Paragraph|LineBreak/.test(event.inputType);
    if (editing.isEnterHeld && isBreak && onKey(new KeyboardEvent('keydown', { key: 'Enter' }))) event.preventDefault();
  });
  field.addEventListener('keyup', () => {
    editing.isEnterHeld = false;
    editing.look();
  });
  field.addEventListener('pointerup', editing.look);
}
