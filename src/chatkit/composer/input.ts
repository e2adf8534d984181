/** What comes into the text field as the browser has it: keys, characters, compositions, pasted files. */
import type { Editing } from './editing.ts';
import type { EditorParts } from './editor.ts';

/** A key that ends a composition may be reported up to this long after its end (WebKit). */
const lateKeyMs = 30;

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
      (isEnter && event.timeStamp - endedComposingAt < lateKeyMs);
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

/** Office programs add a picture to their text. A copied file may have its name as text, but not as formatted text. */
const isFormattedText = (data: DataTransfer | null) =>
  data?.getData('text/plain') && data.types.some((type) => /html|rtf/.test(type));
