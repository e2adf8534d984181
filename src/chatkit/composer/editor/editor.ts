/**
 * The composer's text field: plain text with inline tags.
 *
 * The DOM is the state. The browser inserts and composes characters, so that input methods, spelling and dictation work
 * as in any text field; `edits.ts` does everything else. `onChange` reports the content.
 */
import { select, selectedRange } from '../../ui/selection.ts';
import type { Content } from './content.ts';
import { createEditing, type Editing, type EditingDeps } from './editing.ts';
import { rangeAt, readContent } from './field-document.ts';
import { watchInput } from './input.ts';

export interface EditorDeps extends EditingDeps {
  /** Called for every key press outside a composition. Return true if it is handled. */
  onKey(event: KeyboardEvent): boolean;
  /** Called for pasted files. Return false if the chat accepts no files. */
  onFiles(files: File[]): boolean;
}

export interface Editor {
  readonly element: HTMLElement;
  readonly editing: Editing;
  getContent(): Content;
  /** Replaces everything and moves the caret to the end. The old content cannot be undone. */
  setContent(content: Content): void;
  focus(): void;
}

export function createEditor(deps: EditorDeps): Editor {
  const element = createField();
  const editing = createEditing(element, deps);
  // If content was set without the focus, the next focus puts the caret at its end.
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
      deps.onCaret(false);
      if (element.matches(':focus')) caretToEnd();
      else isNewContent = true;
    },
    focus() {
      element.focus();
      if (!selectedRange(element)) caretToEnd();
    },
  };
  const fetchEdits = () =>
    import('../../ui/loading/input.ts').then(
      ({ handleEdits }) => {
        if (!hasEdits) handleEdits(editor, deps);
        hasEdits = true;
      },
      () => {}, // until then the browser edits; the next focus tries again
    );

  watchInput(element, editing, deps);
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
    field.contentEditable = 'true'; // older Firefox lacks `plaintext-only`; `edits.ts` blocks formatting
  }
  return field;
}
