/**
 * The edits that the editor makes itself: deleting, replacing, line breaks, undo and redo. The browser's own edits do
 * not work here: Firefox deletes nothing in a field outside `<body>`, where the dock is, and other browsers need
 * seconds for a long paste. Loads after the chat; until then, the browser edits.
 */
import { select, selectedRange } from '../../ui/selection.ts';
import { deletionByKey, editOf } from './before-input.ts';
import { watchClipboard } from './clipboard.ts';
import type { Content } from './content.ts';
import type { Editing } from './editing.ts';
import type { Editor, EditorDeps } from './editor.ts';
import { rangeAt } from './field-document.ts';
import { putCaret } from './put-caret.ts';
import { replaceRange } from './replace-range.ts';

const isFirefox = 'mozInnerScreenX' in globalThis;

/** Handles these edits instead of the browser. */
export function handleEdits({ element, editing }: Editor, deps: EditorDeps): void {
  const travel = (by: -1 | 1) => {
    const moment = editing.undo.step(by);
    if (!moment) return;
    editing.draw(moment.content);
    putCaret(element, moment.caret);
    editing.look();
  };

  if (isFirefox)
    import('./keep-caret.ts').then(
      ({ keepCaret }) => keepCaret(element),
      () => {}, // without it the caret may move to the start
    );
  watchClipboard(element, deps, (content) => replace(element, editing, selectedRange(element), content));
  element.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const by = travelOf(event);
    if (by !== 0) travel(by);
    const deletion = isFirefox && by === 0 ? deletionByKey(element, event) : null;
    if (deletion) replace(element, editing, deletion, [], 'deleteWord');
    if (by !== 0 || deletion) event.preventDefault();
  });
  element.addEventListener('beforeinput', (event) => {
    const { inputType } = event;
    if (event.defaultPrevented) return;
    if (/^(?:format|history)/.test(inputType)) event.preventDefault();
    // Undo from the Edit menu, or by shaking a phone.
    if (inputType.startsWith('history')) travel(inputType === 'historyRedo' ? 1 : -1);
    const edit = editOf(element, event);
    if (!edit) return;
    event.preventDefault();
    if (edit.range.collapsed && edit.text === '') return;
    replace(element, editing, edit.range, edit.text ? [{ type: 'input_text', text: edit.text }] : [], inputType);
  });
  element.addEventListener('compositionstart', () => {
    // Deletes the selection first: Firefox would keep it and compose beside it.
    const range = selectedRange(element);
    if (isFirefox && range && !range.collapsed) select(rangeAt(element, replaceRange(element, range, [])));
  });
}

/** Replaces `range`, else the selection, else appends at the end. Then focuses the field. */
export function insertContent({ element, editing, focus }: Editor, content: Content, range?: Range): void {
  focus();
  replace(element, editing, range ?? selectedRange(element), content);
}

function replace(field: HTMLElement, editing: Editing, range: Range | null, content: Content, kind = 'insert'): void {
  const place = range ?? rangeAt(field, Infinity);
  if (!place.collapsed) editing.undo.pause();
  putCaret(field, replaceRange(field, place, content));
  editing.changed(kind);
}

/**
 * -1 for the undo shortcut, 1 for redo, else 0. Compares key codes, because Z types another letter on a Russian
 * keyboard.
 */
function travelOf({ ctrlKey, metaKey, altKey, shiftKey, keyCode }: KeyboardEvent): -1 | 0 | 1 {
  if (ctrlKey === metaKey || altKey) return 0;
  if (keyCode === 89) return ctrlKey ? 1 : 0;
  if (keyCode !== 90) return 0;
  return shiftKey ? 1 : -1;
}
