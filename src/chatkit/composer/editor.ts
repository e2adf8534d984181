/**
 * The text field of the composer: plain text with inline tags.
 *
 * The document is the state: the browser edits it (so that input methods, spelling, dictation and undo work as in
 * any text field) and `onChange` gives what it holds. A tag is one element that cannot be edited from inside.
 */
import type { Content, ContentPart, TagPart } from './content.ts';
import { select, selectedRange } from '../ui/selection.ts';

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

  const changed = () => {
    const content = getContent();
    // A field that looks empty must be empty, or the placeholder stays hidden behind a lone line break.
    if (content.length === 0) element.replaceChildren();
    followDirection(content);
    onChange(content);
    askAgain();
  };

  /** Text runs as it is written; the placeholder of an empty field runs as the interface does. */
  const followDirection = (content: Content) => element.toggleAttribute('dir', content.length > 0) && element.setAttribute('dir', 'auto');

  const askAgain = () => onQuery(isComposing ? null : (findQuery()?.query ?? null));

  element.addEventListener('compositionstart', () => {
    isComposing = true;
  });
  element.addEventListener('compositionend', (event) => {
    isComposing = false;
    endedComposingAt = event.timeStamp;
    changed();
  });
  element.addEventListener('input', changed);
  element.addEventListener('focus', () => {
    if (isNewContent) caretToEnd();
    isNewContent = false;
  });
  element.addEventListener('keydown', (event) => {
    const commits = event.key === 'Enter' && event.timeStamp - endedComposingAt < 30;
    if (event.isComposing || isComposing || event.keyCode === 229 || commits) return;
    if (onKey(event)) event.preventDefault();
  });
  element.addEventListener('beforeinput', (event) => {
    if (event.inputType.startsWith('format')) event.preventDefault();
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
    if (files.length > 0) onFiles(files);
    else insertText(clipboardData.getData('text/plain').replace(/\r\n?/g, '\n'));
  });
  element.addEventListener('copy', copyAsText);
  element.addEventListener('cut', (event) => {
    if (copyAsText(event)) document.execCommand('delete');
  });
  // Text dragged in may carry markup; files are taken by the composer around the field.
  element.addEventListener('drop', (event) => {
    const text = event.dataTransfer?.getData('text/plain');
    if (event.dataTransfer?.files.length || !text) return;
    event.preventDefault();
    insertText(text);
  });

  /** A copied tag is its text. */
  function copyAsText(event: ClipboardEvent): boolean {
    const range = selectedRange(element);
    if (!range || range.collapsed || !event.clipboardData) return false;
    event.clipboardData.setData('text/plain', range.toString());
    event.preventDefault();
    return true;
  }

  function getContent(): Content {
    const parts: ContentPart[] = [];
    readParts(element, parts);
    const last = parts.at(-1);
    // The browser keeps one line break at the end so that the caret has a line to stand on.
    if (last?.type === 'input_text' && last.text.endsWith('\n')) parts[parts.length - 1] = { ...last, text: last.text.slice(0, -1) };
    return parts.filter((part) => part.type === 'input_tag' || part.text !== '');
  }

  function setContent(content: Content) {
    const nodes = content.map((part) => (part.type === 'input_text' ? document.createTextNode(part.text) : createTag(part)));
    element.replaceChildren(...nodes);
    const last = content.at(-1);
    if (last?.type === 'input_text' && last.text.endsWith('\n')) element.append('\n');
    followDirection(content);
    if (element.matches(':focus')) caretToEnd();
    else isNewContent = true;
    onChange(content);
    onQuery(null);
  }

  function caretToEnd() {
    const range = document.createRange();
    range.selectNodeContents(element);
    range.collapse(false);
    select(range);
  }

  function insertText(text: string) {
    if (!selectedRange(element)) focus();
    // The one way to edit that the browser's undo knows about.
    const isDone = text === '\n' ? document.execCommand('insertLineBreak') : document.execCommand('insertText', false, text);
    if (!isDone) {
      const range = selectedRange(element);
      range?.deleteContents();
      range?.insertNode(document.createTextNode(text));
      range?.collapse(false);
      if (range) select(range);
      changed();
    }
  }

  function replaceQuery(tag: TagPart | null) {
    const found = findQuery();
    const range = found?.range ?? selectedRange(element) ?? endRange();
    range.deleteContents();
    if (tag) {
      const space = document.createTextNode(' ');
      range.insertNode(space);
      range.insertNode(createTag(tag));
      range.setStartAfter(space);
    }
    range.collapse(true);
    element.focus();
    select(range);
    changed();
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
