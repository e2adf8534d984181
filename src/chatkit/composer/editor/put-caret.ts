/** Moves the caret to a position in the text field and scrolls to it. Browsers scroll only for typing. */
import { select } from '../../ui/selection.ts';
import { rangeAt } from './field-document.ts';

export function putCaret(field: HTMLElement, position: number): void {
  const caret = rangeAt(field, position);
  select(caret);
  if (field.scrollHeight <= field.clientHeight) return;
  const { startContainer: node, startOffset: start } = caret;
  if (!(node instanceof Text) || start === node.length) return void (field.scrollTop = field.scrollHeight);
  // A caret after a line break has no client rect, so measure the next character, which is on the same line.
  caret.setEnd(node, start + 1);
  const line = caret.getBoundingClientRect();
  const { top, bottom } = field.getBoundingClientRect();
  if (line.height > 0) field.scrollTop += Math.min(line.top - top, 0) || Math.max(line.bottom - bottom, 0);
}
