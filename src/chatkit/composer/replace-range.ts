/** One edit of the text field's document. */
import { contentText, type Content } from './content.ts';
import { openLastLine, positionOf, toNode } from './field-document.ts';

/** Puts `content` in place of `range`. Returns where it ends, as a caret position. */
export function replaceRange(field: HTMLElement, range: Range, content: Content): number {
  takeWholeTags(range);
  closeLastLine(field);
  range.deleteContents();
  const end = positionOf(field, range) + contentText(content).length;
  for (const part of content) {
    range.insertNode(toNode(part));
    range.collapse(false);
  }
  field.normalize();
  openLastLine(field);
  return end;
}

/** A range that ends inside a tag takes the whole tag; a caret inside one moves behind it. */
function takeWholeTags(range: Range): void {
  const isCaret = range.collapsed;
  const [first, last] = [range.startContainer, range.endContainer].map((node) => node.parentElement?.closest('.tag'));
  if (last) range.setEndAfter(last);
  if (isCaret) range.collapse(false);
  else if (first) range.setStartBefore(first);
}

/** Takes out what `openLastLine` has added. */
function closeLastLine({ lastChild }: HTMLElement): void {
  if (lastChild instanceof Text && lastChild.data.endsWith('\n')) lastChild.deleteData(lastChild.length - 1, 1);
  else if (lastChild instanceof HTMLBRElement) lastChild.remove(); // Firefox keeps the last line open with one
}
