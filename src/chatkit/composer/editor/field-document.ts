/**
 * The text field's DOM: one text node per run of text, one element per tag.
 *
 * If the text ends with a line break, the field holds an extra one, because browsers draw no line after the last break.
 * `readContent` drops the extra one.
 */
import { contentText, type Content, type ContentPart, type TagPart } from './content.ts';

const tags = new WeakMap<Element, TagPart>();

export function readContent(field: HTMLElement): Content {
  const parts: ContentPart[] = [];
  addNodes(field, parts);
  const last = parts.at(-1);
  if (last?.type === 'input_text' && last.text.endsWith('\n')) {
    parts.pop();
    addText(last.text.slice(0, -1), parts);
  }
  return parts;
}

function addNodes(parent: Node, parts: ContentPart[]): void {
  for (const child of parent.childNodes) {
    const tag = child instanceof Element ? tags.get(child) : undefined;
    if (tag) parts.push(tag);
    else if (child instanceof HTMLDivElement) {
      // Chromium makes a block of each line that an extension inserts; an empty line is a block with a line break.
      if (child.previousSibling) addText('\n', parts);
      if (child.textContent) addNodes(child, parts);
    } else addText(child instanceof HTMLBRElement ? '\n' : (child.textContent ?? ''), parts);
  }
}

export function drawContent(field: HTMLElement, content: Content): void {
  field.replaceChildren(...content.map(toNode));
  openLastLine(field);
}

/** The number of characters before the end of `range`. A tag counts as its text. */
export function positionOf(field: HTMLElement, { endContainer, endOffset }: Range): number {
  const before = document.createRange();
  before.setStart(field, 0);
  before.setEnd(endContainer, endOffset);
  return before.toString().length;
}

/** The caret at a position, clamped to the end of the text. */
export function rangeAt(field: HTMLElement, position: number): Range {
  const range = document.createRange();
  range.selectNodeContents(field);
  range.collapse(false);
  let left = Math.min(position, contentText(readContent(field)).length);
  for (const node of field.childNodes) {
    const { length } = node.textContent ?? '';
    if (node instanceof Text ? left <= length : left <= 0) {
      if (node instanceof Text) range.setEnd(node, left);
      else range.setEndBefore(node);
      range.collapse(false);
      break;
    }
    left -= length;
  }
  return range;
}

export const toNode = (part: ContentPart): Node =>
  part.type === 'input_text' ? document.createTextNode(part.text) : createTag(part);

function createTag(part: TagPart): HTMLElement {
  const tag = document.createElement('span');
  tag.className = 'tag';
  tag.contentEditable = 'false';
  tag.dataset['tag'] = part.id;
  tag.textContent = part.text;
  tags.set(tag, part);
  return tag;
}

export function openLastLine({ lastChild }: HTMLElement): void {
  if (lastChild instanceof Text && lastChild.data.endsWith('\n')) lastChild.appendData('\n');
}

/** Appends text, joining it to the last part if that is text too. */
export function addText(text: string, parts: ContentPart[]): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (last?.type === 'input_text') parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ type: 'input_text', text });
}
