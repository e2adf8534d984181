/** The state of the text field beside its document: what it reports, its undo, and whether characters are composed. */
import { selectedRange } from '../ui/selection.ts';
import type { Content } from './content.ts';
import { drawContent, positionOf, readContent } from './field-document.ts';
import { createUndo } from './undo.ts';

export interface EditingParts {
  onChange(content: Content): void;
  /** The caret, or what is around it, has changed. `isTyping` is false where no menu may search for it. */
  onCaret(isTyping: boolean): void;
}

export type Editing = ReturnType<typeof createEditing>;

export function createEditing(field: HTMLElement, { onChange, onCaret }: EditingParts) {
  const undo = createUndo();
  const editing = {
    undo,
    /** An input method is composing: undo waits, and menus do. */
    isComposing: false,
    /** The last key was an Enter that an input method took. */
    isEnterHeld: false,

    look: () => onCaret(!editing.isComposing),

    /** Reports first: whatever fails after that, the text can be sent. `kind` is an `inputType`, or a word of our own. */
    changed(kind: string) {
      const content = readContent(field);
      onChange(content);
      try {
        if (!editing.isComposing) undo.record({ content, caret: caretPosition(field) }, kind, performance.now());
        // A field that looks empty must be empty, or the placeholder stays hidden behind a lone line break.
        if (content.length === 0) field.replaceChildren();
        followDirection(field, content);
        editing.look();
      } catch (error) {
        reportError(error);
      }
    },

    /** Replaces everything. */
    draw(content: Content) {
      drawContent(field, content);
      followDirection(field, content);
      onChange(content);
    },
  };
  return editing;
}

function caretPosition(field: HTMLElement): number {
  const range = selectedRange(field);
  return range ? positionOf(field, range) : Infinity;
}

/** Text runs as it is written; the placeholder of an empty field runs as the interface does. */
const followDirection = (field: HTMLElement, content: Content) =>
  field.toggleAttribute('dir', content.length > 0) && field.setAttribute('dir', 'auto');
