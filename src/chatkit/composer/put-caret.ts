/** Puts the caret at a position of the text field, and scrolls to it, which browsers do for typing alone. */
import { select } from '../ui/selection.ts';
import { rangeAt } from './field-document.ts';

export function putCaret(field: HTMLElement, position: number): void {
  const caret = rangeAt(field, position);
  select(caret);
  if (field.scrollHeight <= field.clientHeight) return;
  const { startContainer: node, startOffset: start } = caret;
  if (!(node instanceof Text) || start === node.length) return void (field.scrollTop = field.scrollHeight);
  // A caret after a line break has no box; the character that follows it is on the same line and has one.
  caret.setEnd(node, start + 1);
  const line = caret.getBoundingClientRect();
  const { top, bottom } = field.getBoundingClientRect();
  if (line.height > 0) field.scrollTop += Math.min(line.top - top, 0) || Math.max(line.bottom - bottom, 0);
}
