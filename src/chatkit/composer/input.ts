/** Typing in the text field: keys, characters and compositions, as the browser makes them. */
import type { Editing } from './editing.ts';

/** A key that ends a composition may be reported up to this long after its end (WebKit). */
const lateKeyMs = 30;

export function watchInput(field: HTMLElement, editing: Editing, onKey: (event: KeyboardEvent) => boolean): void {
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
  field.addEventListener('keyup', editing.look);
  field.addEventListener('pointerup', editing.look);
}
