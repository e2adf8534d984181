/**
 * The text field of the composer: plain text with inline tags.
 *
 * The document is the state: the browser edits it (so that input methods, spelling and dictation work as in any text
 * field) and `onChange` gives what it holds. A tag is one element that cannot be edited from inside.
 */
import { select, selectedRange } from '../ui/selection.ts';
import { contentText, type Content, type ContentPart, type TagPart } from './content.ts';
import { createUndo } from './undo.ts';

export interface EditorParts {
  onChange(content: Content): void;
  /** Every key press that is not part of composing a character. Return true when it has been dealt with. */
  onKey(event: KeyboardEvent): boolean;
  onFiles(files: File[]): void;
  /** The word at the caret has changed: what a menu would search for, or null. */
  onQuery(query: Query | null): void;
}

/** `@word` or `/word` that ends at the caret. */
export interface Query {
  trigger: '@' | '/';
  text: string;
}

export interface Editor {
  readonly element: HTMLElement;
  getContent(): Content;
  /** Replaces everything; the caret goes to the end. */
  setContent(content: Content): void;
  /** Types at the caret, or at the end when the caret is elsewhere. */
  insertText(text: string): void;
  /** Puts a tag (or nothing) in place of the `@word` or `/word` at the caret. */
  replaceQuery(tag: TagPart | null): void;
  focus(): void;
  /** Tells `onQuery` once more what stands at the caret. */
  askAgain(): void;
}

const tags = new WeakMap<Element, TagPart>();

export function createEditor({ onChange, onKey, onFiles, onQuery }: EditorParts): Editor {
  const element = document.createElement('div');
  element.className = 'editor';
  element.setAttribute('role', 'textbox');
  element.setAttribute('aria-multiline', 'true');
  element.setAttribute('enterkeyhint', 'send');
  element.spellcheck = true;
  try {
    element.contentEditable = 'plaintext-only';
  } catch {
    element.contentEditable = 'true'; // an older Firefox; formatting is kept out by `beforeinput` below
  }

  let isComposing = false;
  // The key that ends a composition may be reported after the composition has ended (WebKit): it is not a new Enter.
  let endedComposingAt = -Infinity;

  // Content that came while the focus was elsewhere is to be written on at its end.
  let isNewContent = false;

  const undo = createUndo();
  /** What was copied last, when there were tags in it: the clipboard carries their text. */
  let copied: Content | null = null;
  /** Text comes in as a whole: one step, however many the browser makes of its lines. */
  let isInserting = false;

  const changed = (kind: string) => {
    const content = getContent();
    if (!isComposing && !isInserting) undo.record({ content, caret: caretPosition() }, kind, performance.now());
    // A field that looks empty must be empty, or the placeholder stays hidden behind a lone line break.
    if (content.length === 0) element.replaceChildren();
    followDirection(content);
    onChange(content);
    askAgain();
  };

  /** Text runs as it is written; the placeholder of an empty field runs as the interface does. */
  const followDirection = (content: Content) =>
    element.toggleAttribute('dir', content.length > 0) && element.setAttribute('dir', 'auto');

  const askAgain = () => onQuery(isComposing ? null : (findQuery()?.query ?? null));

  element.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  element.addEventListener('compositionend', (event) => {
    isComposing = false;
    endedComposingAt = event.timeStamp;
    changed('compose');
  });
  element.addEventListener('input', (event) => changed(event instanceof InputEvent ? event.inputType : ''));
  element.addEventListener('focus', () => {
    if (isNewContent) caretToEnd();
    isNewContent = false;
  });
  element.addEventListener('keydown', (event) => {
    const commits = event.key === 'Enter' && event.timeStamp - endedComposingAt < 30;
    if (event.isComposing || isComposing || event.keyCode === 229 || commits) return;
    const travels = travelOf(event);
    if (travels !== 0) travel(travels);
    if (travels !== 0 || onKey(event)) event.preventDefault();
  });
  element.addEventListener('beforeinput', (event) => {
    if (event.inputType.startsWith('format')) event.preventDefault();
    if (event.inputType.startsWith('history')) {
      event.preventDefault(); // from a menu, or a shaken phone
      travel(event.inputType === 'historyRedo' ? 1 : -1);
    }
    if (event.inputType === 'insertParagraph' || event.inputType === 'insertLineBreak') {
      event.preventDefault();
      insertText('\n');
    }
  });
  element.addEventListener('keyup', askAgain);
  element.addEventListener('pointerup', askAgain);
  element.addEventListener('paste', (event) => {
    const { clipboardData } = event;
    if (!clipboardData) return;
    event.preventDefault();
    const files = [...clipboardData.files];
    const text = clipboardData.getData('text/plain').replace(/\r\n?/g, '\n');
    if (files.length > 0) onFiles(files);
    else if (copied && contentText(copied) === text) insertContent(copied);
    else insertText(text);
  });
  element.addEventListener('copy', copyAsText);
  element.addEventListener('cut', (event) => {
    if (copyAsText(event)) document.execCommand('delete');
  });
  // Text dragged in may carry markup where the field is not plain by itself; files are taken by the chat around it.
  element.addEventListener('drop', (event) => {
    if (element.contentEditable === 'plaintext-only') return;
    const text = event.dataTransfer?.getData('text/plain');
    if (event.dataTransfer?.files.length || !text) return;
    event.preventDefault();
    insertText(text);
  });

  /** A copied tag is its text; pasted here again it is the tag. */
  function copyAsText(event: ClipboardEvent): boolean {
    const range = selectedRange(element);
    if (!range || range.collapsed || !event.clipboardData) return false;
    const parts = partsIn(range);
    copied = parts.some(({ type }) => type === 'input_tag') ? parts : null;
    event.clipboardData.setData('text/plain', contentText(parts));
    event.preventDefault();
    return true;
  }

  function partsIn(range: Range): ContentPart[] {
    const marked = [...element.querySelectorAll('.tag')];
    const fragment = range.cloneContents();
    // Copies of the tags stand in the same order as those of the field that the range reaches.
    const reached = marked.filter((tag) => range.intersectsNode(tag));
    for (const [index, copy] of fragment.querySelectorAll('.tag').entries()) {
      const original = reached[index];
      const part = original && tags.get(original);
      if (part) tags.set(copy, part);
    }
    const parts: ContentPart[] = [];
    readParts(fragment, parts);
    return parts;
  }

  function getContent(): Content {
    const parts: ContentPart[] = [];
    readParts(element, parts);
    const last = parts.at(-1);
    // The browser keeps one line break at the end so that the caret has a line to stand on.
    if (last?.type === 'input_text' && last.text.endsWith('\n'))
      parts[parts.length - 1] = { ...last, text: last.text.slice(0, -1) };
    return parts.filter((part) => part.type === 'input_tag' || part.text !== '');
  }

  function setContent(content: Content) {
    draw(content);
    undo.begin(content);
    if (element.matches(':focus')) caretToEnd();
    else isNewContent = true;
    onChange(content);
    onQuery(null);
  }

  function draw(content: Content) {
    element.replaceChildren(...content.map(toNode));
    const last = content.at(-1);
    if (last?.type === 'input_text' && last.text.endsWith('\n')) element.append('\n');
    followDirection(content);
  }

  function travel(by: -1 | 1) {
    const moment = undo.step(by);
    if (!moment) return;
    draw(moment.content);
    putCaret(moment.caret);
    onChange(moment.content);
    askAgain();
  }

  /** How many characters stand before the caret, a tag counting as its text. */
  function caretPosition(): number {
    const caret = selectedRange(element);
    if (!caret) return Infinity;
    const before = document.createRange();
    before.setStart(element, 0);
    before.setEnd(caret.endContainer, caret.endOffset);
    return contentText(partsIn(before)).length;
  }

  function putCaret(position: number) {
    let left = position;
    for (const node of element.childNodes) {
      const { length } = node.textContent ?? '';
      if (left <= length && node instanceof Text) {
        const range = document.createRange();
        range.setStart(node, left);
        return select(range);
      }
      left -= length;
    }
    caretToEnd();
  }

  function caretToEnd() {
    const range = document.createRange();
    range.selectNodeContents(element);
    range.collapse(false);
    select(range);
  }

  function insertText(text: string) {
    if (!selectedRange(element)) focus();
    // The browser's own way to edit scrolls to the caret and knows how a line break is drawn.
    isInserting = true;
    const isDone =
      text === '\n' ? document.execCommand('insertLineBreak') : document.execCommand('insertText', false, text);
    isInserting = false;
    if (isDone) changed('insert');
    else insertContent([{ type: 'input_text', text }]);
  }

  function insertContent(content: Content) {
    const range = selectedRange(element) ?? endRange();
    range.deleteContents();
    for (const part of content) {
      range.insertNode(toNode(part));
      range.collapse(false);
    }
    select(range);
    changed('insert');
  }

  function replaceQuery(tag: TagPart | null) {
    const found = findQuery();
    const range = found?.range ?? selectedRange(element) ?? endRange();
    element.focus();
    select(range);
    insertContent(tag ? [tag, { type: 'input_text', text: ' ' }] : []);
  }

  function endRange() {
    const range = document.createRange();
    range.selectNodeContents(element);
    range.collapse(false);
    return range;
  }

  /** The `@word` or `/word` before the caret; the trigger stands at the start or after white space. */
  function findQuery(): { query: Query; range: Range } | null {
    const caret = selectedRange(element);
    if (!caret?.collapsed || caret.startContainer.nodeType !== Node.TEXT_NODE) return null;
    const before = (caret.startContainer.textContent ?? '').slice(0, caret.startOffset);
    const found = /(?:^|\s)([@/])([^\s@/]*(?: [^\s@/]+)?)$/.exec(before);
    const trigger = found?.[1];
    if (!found || (trigger !== '@' && trigger !== '/')) return null;
    const text = found[2] ?? '';
    const range = document.createRange();
    range.setStart(caret.startContainer, caret.startOffset - text.length - 1);
    range.setEnd(caret.startContainer, caret.startOffset);
    return { query: { trigger, text }, range };
  }

  function focus() {
    element.focus();
    if (!selectedRange(element)) caretToEnd();
  }

  return { element, getContent, setContent, insertText, replaceQuery, focus, askAgain };
}

/** -1 for the keys of undo, 1 for those of redo, else 0. By position: on a Russian keyboard the key of Z is another letter. */
function travelOf({ ctrlKey, metaKey, altKey, shiftKey, keyCode }: KeyboardEvent): -1 | 0 | 1 {
  if (ctrlKey === metaKey || altKey) return 0;
  if (keyCode === 89) return ctrlKey ? 1 : 0;
  if (keyCode !== 90) return 0;
  return shiftKey ? 1 : -1;
}

const toNode = (part: ContentPart): Node =>
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

function readParts(node: Node, parts: ContentPart[]): void {
  for (const child of node.childNodes) {
    const tag = child instanceof Element ? tags.get(child) : undefined;
    if (tag) parts.push(tag);
    else if (child.nodeType === Node.TEXT_NODE) addText(child.textContent ?? '', parts);
    else if (child instanceof HTMLBRElement) addText('\n', parts);
    else {
      // Some browsers make each line a block of its own.
      if (child.previousSibling) addText('\n', parts);
      readParts(child, parts);
    }
  }
}

function addText(text: string, parts: ContentPart[]): void {
  const last = parts.at(-1);
  if (last?.type === 'input_text') parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ type: 'input_text', text });
}
