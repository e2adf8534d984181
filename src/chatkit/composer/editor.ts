/**
 * The text field of the composer: plain text with inline tags.
 *
 * The document is the state. The browser types and composes characters, so that input methods, spelling and dictation
 * work as in any text field; `edits.ts` does the rest. `onChange` gives what the field holds.
 */
import { select, selectedRange } from '../ui/selection.ts';
import type { Content } from './content.ts';
import { createEditing, type Editing, type EditingParts } from './editing.ts';
import { rangeAt, readContent } from './field-document.ts';
import { watchInput } from './input.ts';

export interface EditorParts extends EditingParts {
  /** Every key press that is not part of composing a character. Return true when it has been dealt with. */
  onKey(event: KeyboardEvent): boolean;
  onFiles(files: File[]): void;
}

export interface Editor {
  readonly element: HTMLElement;
  readonly editing: Editing;
  getContent(): Content;
  /** Replaces everything; the caret goes to the end. What was before cannot be brought back. */
  setContent(content: Content): void;
  focus(): void;
}

export function createEditor(parts: EditorParts): Editor {
  const element = createField();
  const editing = createEditing(element, parts);
  // Content that came while the focus was elsewhere is to be written on at its end.
  let isNewContent = false;
  let hasEdits = false;
  const caretToEnd = () => select(rangeAt(element, Infinity));

  const editor: Editor = {
    element,
    editing,
    getContent: () => readContent(element),
    setContent(content) {
      editing.draw(content);
      editing.undo.begin(content);
      parts.onCaret(false);
      if (element.matches(':focus')) caretToEnd();
      else isNewContent = true;
    },
    focus() {
      element.focus();
      if (!selectedRange(element)) caretToEnd();
    },
  };
  const fetchEdits = () =>
    import('./edits.ts').then(
      ({ takeEdits }) => {
        if (!hasEdits) takeEdits(editor, parts);
        hasEdits = true;
      },
      () => {}, // the browser edits; the next focus asks again
    );

  watchInput(element, editing, parts);
  element.addEventListener('focus', () => {
    if (isNewContent) caretToEnd();
    isNewContent = false;
    void fetchEdits();
  });
  void fetchEdits();
  return editor;
}

function createField(): HTMLElement {
  const field = document.createElement('div');
  field.className = 'editor';
  field.setAttribute('role', 'textbox');
  field.setAttribute('aria-multiline', 'true');
  field.setAttribute('enterkeyhint', 'send');
  field.spellcheck = true;
  try {
    field.contentEditable = 'plaintext-only';
  } catch {
    field.contentEditable = 'true'; // an older Firefox; `edits.ts` keeps formatting out
  }
  return field;
}
