/** Turns a `beforeinput` event into an edit: a range and the text that replaces it. */
import { selectedRange, toRange } from '../../ui/selection.ts';
import { toLines } from './pasted.ts';

interface Edit {
  range: Range;
  text: string;
}

/** The edit that `event` announces, or null if the browser should make it. */
export function editOf(field: HTMLElement, event: InputEvent): Edit | null {
  const { inputType } = event;
  // During a composition the text belongs to the input method. The browser handles it until it is committed.
  if (!event.cancelable || event.isComposing || inputType.includes('Composition')) return null;
  const text = textOf(event);
  const range = rangeOf(field, event);
  if (text === undefined || !range) return null;
  // The browser inserts typed characters itself, so that spelling and autocorrect work, but it would make blocks of lines.
  if (inputType === 'insertText' && range.collapsed && !text.includes('\n')) return null;
  return { range, text };
}

/**
 * The range that a key with a modifier deletes in Firefox, which fires no `beforeinput` for deleting a word or a line
 * outside `<body>`. Null for every other key.
 */
export function deletionByKey(field: HTMLElement, event: KeyboardEvent): Range | null {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
  if ((key !== 'Backspace' && key !== 'Delete') || !(ctrlKey || altKey || metaKey)) return null;
  return extended(field, key === 'Backspace', metaKey || shiftKey ? 'lineboundary' : 'word');
}

function textOf(event: InputEvent): string | undefined {
  if (event.inputType === 'insertParagraph' || event.inputType === 'insertLineBreak') return '\n';
  if (event.inputType.startsWith('delete')) return '';
  if (!event.inputType.startsWith('insert')) return undefined;
  const text = event.data ?? event.dataTransfer?.getData('text/plain');
  return text === undefined ? undefined : toLines(text);
}

/** The target range of the event, else the selection, else the unit that this kind of deletion covers. */
function rangeOf(field: HTMLElement, event: InputEvent): Range | null {
  const target = event.getTargetRanges()[0];
  const range = target && field.contains(target.startContainer) ? toRange(target) : selectedRange(field);
  const [, unit, direction] = /^delete(Content|Word|SoftLine|HardLine)(Back|For)ward$/.exec(event.inputType) ?? [];
  if (!range?.collapsed || !unit) return range;
  if (unit !== 'Content') return extended(field, direction === 'Back', unit === 'Word' ? 'word' : 'lineboundary');
  const character = extended(field, direction === 'Back', 'character');
  return direction === 'Back' ? lastMark(character) : character;
}

/** Returns the selection. A collapsed one is first extended from the caret to the end of a unit. */
function extended(field: HTMLElement, isBackward: boolean, unit: 'character' | 'word' | 'lineboundary') {
  if (selectedRange(field)?.collapsed)
    document.getSelection()?.modify('extend', isBackward ? 'backward' : 'forward', unit);
  return selectedRange(field);
}

/**
 * Narrows the range to the last code point for combining marks, which Backspace deletes one by one. An emoji is deleted
 * whole.
 */
function lastMark(character: Range | null): Range | null {
  const text = character?.toString() ?? '';
  const mark = [...text].at(-1);
  if (character && mark && /^\p{L}/u.test(text) && character.endContainer === character.startContainer)
    character.setStart(character.endContainer, character.endOffset - mark.length);
  return character;
}
