/** What the browser is about to do to the text field, as a range and the text that replaces it. */
import { selectedRange, toRange } from '../ui/selection.ts';
import { toLines } from './clipboard.ts';

export interface Edit {
  range: Range;
  text: string;
}

/** The edit that `event` announces; null when the browser makes it. */
export function editOf(field: HTMLElement, event: InputEvent): Edit | null {
  const { inputType } = event;
  // The text of an input method is the browser's until it is committed.
  if (!event.cancelable || event.isComposing || inputType.includes('Composition')) return null;
  const text = textOf(event);
  const range = rangeOf(field, event);
  // Characters at the caret are typed by the browser, which checks spelling and corrects as it types.
  if (text === undefined || !range || (inputType === 'insertText' && range.collapsed)) return null;
  return { range, text };
}

/**
 * What a key with a modifier deletes in Firefox: outside `<body>` it announces no deletion of a word or a line.
 * Null for every other key.
 */
export function deletionByKey(field: HTMLElement, event: KeyboardEvent): Range | null {
  const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
  if ((key !== 'Backspace' && key !== 'Delete') || !(ctrlKey || altKey || metaKey)) return null;
  return extended(field, key === 'Backspace', metaKey || shiftKey ? 'lineboundary' : 'word');
}

export const isLineBreak = ({ inputType }: InputEvent): boolean =>
  inputType === 'insertParagraph' || inputType === 'insertLineBreak';

function textOf(event: InputEvent): string | undefined {
  if (isLineBreak(event)) return '\n';
  if (event.inputType.startsWith('delete')) return '';
  if (!event.inputType.startsWith('insert')) return undefined;
  const text = event.data ?? event.dataTransfer?.getData('text/plain');
  return text === undefined ? undefined : toLines(text);
}

/** Where: what the event says, else what is selected, else what a key of that kind deletes. */
function rangeOf(field: HTMLElement, event: InputEvent): Range | null {
  const target = event.getTargetRanges()[0];
  const range = target && field.contains(target.startContainer) ? toRange(target) : selectedRange(field);
  const [, unit, direction] = /^delete(Content|Word|SoftLine|HardLine)(Back|For)ward$/.exec(event.inputType) ?? [];
  if (!range?.collapsed || !unit) return range;
  if (unit !== 'Content') return extended(field, direction === 'Back', unit === 'Word' ? 'word' : 'lineboundary');
  const character = extended(field, direction === 'Back', 'character');
  return direction === 'Back' ? lastMark(character) : character;
}

/** What is selected, or what is from the caret to the end of a unit; that is selected then. */
function extended(field: HTMLElement, isBackward: boolean, unit: 'character' | 'word' | 'lineboundary') {
  if (selectedRange(field)?.collapsed)
    document.getSelection()?.modify('extend', isBackward ? 'backward' : 'forward', unit);
  return selectedRange(field);
}

/** Backspace takes accents and vowel signs from a letter one by one, but an emoji as a whole. */
function lastMark(character: Range | null): Range | null {
  const text = character?.toString() ?? '';
  const mark = [...text].at(-1);
  if (character && mark && /^\p{L}/u.test(text) && character.endContainer === character.startContainer)
    character.setStart(character.endContainer, character.endOffset - mark.length);
  return character;
}
