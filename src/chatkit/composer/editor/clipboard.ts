/** Copy, cut and paste in the text field. A copied tag becomes text; pasted back into this field it is a tag again. */
import { selectedRange } from '../../ui/selection.ts';
import { contentText, type Content, type ContentPart } from './content.ts';
import type { EditorDeps } from './editor.ts';
import { addText, positionOf, readContent } from './field-document.ts';
import { sortPasted, toLines } from './pasted.ts';

/** @param insert Replaces the selection with content. */
export function watchClipboard(
  field: HTMLElement,
  { onFiles }: Pick<EditorDeps, 'onFiles'>,
  insert: (content: Content) => void,
): void {
  /** The last copied content that had tags. The clipboard itself carries only their text. */
  let copied: Content | null = null;

  function copy(event: ClipboardEvent): boolean {
    const range = selectedRange(field);
    if (!range || range.collapsed || !event.clipboardData) return false;
    const end = positionOf(field, range);
    const parts = sliceContent(readContent(field), end - range.toString().length, end);
    copied = parts.some(({ type }) => type === 'input_tag') ? parts : null;
    event.clipboardData.setData('text/plain', contentText(parts));
    event.preventDefault();
    return true;
  }

  function insertText(text: string): void {
    if (copied && contentText(copied) === text) insert(copied);
    else if (text !== '') insert([{ type: 'input_text', text }]);
  }

  field.addEventListener('copy', copy);
  field.addEventListener('cut', (event) => {
    if (copy(event)) insert([]);
  });
  field.addEventListener('paste', (event) => {
    const { clipboardData } = event;
    if (event.defaultPrevented || !clipboardData) return;
    const { text, files } = sortPasted(clipboardData);
    const areAccepted = files.length > 0 && onFiles(files);
    // If the selection cannot be read, let the browser paste: `beforeinput` then gives the range.
    const canInsert = !field.matches(':focus') || selectedRange(field) !== null;
    if (!areAccepted && !canInsert) return;
    event.preventDefault();
    // If the chat accepts no attachments, paste the text that came with the file.
    insertText(areAccepted ? text : toLines(clipboardData.getData('text/plain')));
  });
}

/** The part of `content` between two positions. A tag that overlaps the part is included whole. */
function sliceContent(content: Content, from: number, to: number): Content {
  const parts: ContentPart[] = [];
  let start = 0;
  for (const part of content) {
    const end = start + part.text.length;
    if (part.type === 'input_text') addText(part.text.slice(Math.max(from - start, 0), Math.max(to - start, 0)), parts);
    else if (start < to && end > from) parts.push(part);
    start = end;
  }
  return parts;
}
