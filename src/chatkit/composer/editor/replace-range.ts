/** A single edit of the text field's DOM. */
import { contentText, type Content } from './content.ts';
import { openLastLine, positionOf, toNode } from './field-document.ts';

/** Replaces `range` with `content`. Returns the caret position after it. */
export function replaceRange(field: HTMLElement, range: Range, content: Content): number {
  extendToWholeTags(range);
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

/** Extends a range that ends inside a tag to the whole tag. A caret inside a tag moves behind it. */
function extendToWholeTags(range: Range): void {
  const isCaret = range.collapsed;
  const [first, last] = [range.startContainer, range.endContainer].map((node) => node.parentElement?.closest('.tag'));
  if (last) range.setEndAfter(last);
  if (isCaret) range.collapse(false);
  else if (first) range.setStartBefore(first);
}

/** Removes the line break that `openLastLine` added. */
function closeLastLine({ lastChild }: HTMLElement): void {
  if (lastChild instanceof Text && lastChild.data.endsWith('\n')) lastChild.deleteData(lastChild.length - 1, 1);
  else if (lastChild instanceof HTMLBRElement) lastChild.remove(); // Firefox keeps a trailing `<br>` of its own
}
