/** Input that the browser handles itself: keys, characters, compositions, pasted files. */
import type { Editing } from './editing.ts';
import type { EditorParts } from './editor.ts';

/** WebKit may fire the keydown of the key that ends a composition this long after `compositionend`. */
const LATE_KEY_MS = 30;

export function watchInput(field: HTMLElement, editing: Editing, { onKey, onFiles }: EditorParts): void {
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
    const isEnter = event.key === 'Enter' || event.code.endsWith('Enter');
    const isComposed =
      event.isComposing ||
      editing.isComposing ||
      event.keyCode === 229 ||
      (isEnter && event.timeStamp - endedComposingAt < LATE_KEY_MS);
    editing.isEnterHeld = isComposed && isEnter && !event.shiftKey && !event.altKey;
    if (!isComposed && onKey(event)) event.preventDefault();
  });
  field.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || isFormattedText(event.clipboardData)) return;
    event.preventDefault();
    onFiles(files);
  });
  field.addEventListener('keyup', editing.look);
  field.addEventListener('pointerup', editing.look);
}

/**
 * Office programs copy a picture along with their text: use the text. A copied file has its name as plain text, never
 * as HTML.
 */
const isFormattedText = (data: DataTransfer | null) =>
  data?.getData('text/plain') && data.types.some((type) => /html|rtf/.test(type));
