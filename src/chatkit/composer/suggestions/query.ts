/** The `@word` or `/word` that ends at the caret, which is what a menu searches for. */
import { selectedRange } from '../../ui/selection.ts';
import type { TagPart } from '../editor/content.ts';
import type { Editor } from '../editor/editor.ts';
import { insertContent } from '../editor/edits.ts';

export interface Query {
  trigger: '@' | '/';
  text: string;
}

/** The trigger must be at the start of the text or after white space. */
export function findQuery(field: HTMLElement): { query: Query; range: Range } | null {
  const caret = selectedRange(field);
  if (!caret?.collapsed || !(caret.startContainer instanceof Text)) return null;
  const before = caret.startContainer.data.slice(0, caret.startOffset);
  const found = /(?:^|\s)([@/])([^\s@/]*(?: [^\s@/]+)?)$/.exec(before);
  const trigger = found?.[1];
  if (!found || (trigger !== '@' && trigger !== '/')) return null;
  const text = found[2] ?? '';
  const range = caret.cloneRange();
  range.setStart(caret.startContainer, caret.startOffset - text.length - 1);
  return { query: { trigger, text }, range };
}

/** Replaces the word at the caret with a tag, or with nothing. */
export function replaceQuery(editor: Editor | null, tag: TagPart | null): void {
  if (!editor) return;
  const range = findQuery(editor.element)?.range;
  insertContent(editor, tag ? [tag, { type: 'input_text', text: ' ' }] : [], range);
}
