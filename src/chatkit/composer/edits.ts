/**
 * Everything in the text field that deletes, replaces, breaks a line, or goes back a step. The browser could do it, but
 * Firefox deletes nothing in a field outside `<body>`, where the dock is, and long pasted text takes others seconds.
 * Fetched beside the chat; until it is there, the browser edits.
 */
import { select, selectedRange } from '../ui/selection.ts';
import { deletionByKey, editOf, isLineBreak } from './before-input.ts';
import { watchClipboard } from './clipboard.ts';
import type { Content } from './content.ts';
import type { Editing } from './editing.ts';
import type { Editor, EditorParts } from './editor.ts';
import { rangeAt } from './field-document.ts';
import { putCaret } from './put-caret.ts';
import { replaceRange } from './replace-range.ts';

const isFirefox = 'mozInnerScreenX' in globalThis;

/** Makes the edits in place of the browser. */
export function takeEdits({ element, editing }: Editor, { onKey }: EditorParts): void {
  const travel = (by: -1 | 1) => {
    const moment = editing.undo.step(by);
    if (!moment) return;
    editing.draw(moment.content);
    putCaret(element, moment.caret);
    editing.look();
  };

  watchClipboard(element, (content) => replace(element, editing, selectedRange(element), content));
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
    if (/^(?:format|history)/.test(inputType)) event.preventDefault();
    // From a menu, or a shaken phone.
    if (inputType.startsWith('history')) travel(inputType === 'historyRedo' ? 1 : -1);
    const edit = editOf(element, event);
    if (!edit) return;
    event.preventDefault();
    // Korean input methods hand on the Enter that commits; Japanese and Chinese ones keep it.
    if (editing.isEnterHeld && isLineBreak(event) && onKey(new KeyboardEvent('keydown', { key: 'Enter' }))) return;
    if (edit.range.collapsed && edit.text === '') return;
    replace(element, editing, edit.range, edit.text ? [{ type: 'input_text', text: edit.text }] : [], inputType);
  });
  element.addEventListener('compositionstart', () => {
    // Firefox would keep what is selected and compose beside it.
    const range = selectedRange(element);
    if (isFirefox && range && !range.collapsed) select(rangeAt(element, replaceRange(element, range, [])));
  });
}

/** Puts content in place of `range`, else of what is selected, else at the end; and takes the focus. */
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

/** -1 for the keys of undo, 1 for those of redo, else 0. By position: on a Russian keyboard the key of Z is another letter. */
function travelOf({ ctrlKey, metaKey, altKey, shiftKey, keyCode }: KeyboardEvent): -1 | 0 | 1 {
  if (ctrlKey === metaKey || altKey) return 0;
  if (keyCode === 89) return ctrlKey ? 1 : 0;
  if (keyCode !== 90) return 0;
  return shiftKey ? 1 : -1;
}
