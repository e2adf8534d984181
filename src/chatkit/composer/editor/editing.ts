/** The editing state of the text field: change reports, undo history, and whether a composition is active. */
import { selectedRange } from '../../ui/selection.ts';
import type { Content } from './content.ts';
import { drawContent, positionOf, readContent } from './field-document.ts';
import { createUndo } from './undo.ts';

export interface EditingDeps {
  onChange(content: Content): void;
  /** Fires when the caret or the text around it changes. `isTyping` is false where no menu may open. */
  onCaret(isTyping: boolean): void;
}

export type Editing = ReturnType<typeof createEditing>;

export function createEditing(field: HTMLElement, { onChange, onCaret }: EditingDeps) {
  const undo = createUndo();
  const editing = {
    undo,
    /** True during a composition. Undo and menus wait until it ends. */
    isComposing: false,
    /** True after an input method consumed an Enter key press. */
    isEnterHeld: false,

    look: () => onCaret(!editing.isComposing),

    /**
     * Reports before anything else, so that a later failure cannot lose the text. `kind` is an `inputType` or our own
     * name.
     */
    changed(kind: string) {
      const content = readContent(field);
      onChange(content);
      try {
        if (!editing.isComposing) undo.record({ content, caret: caretPosition(field) }, kind, performance.now());
        // Removes the lone line break that browsers leave in an emptied field; it would hide the placeholder.
        if (content.length === 0) field.replaceChildren();
        followDirection(field, content);
        editing.look();
      } catch (error) {
        reportError(error);
      }
    },

    /** Replaces the whole content. */
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

/**
 * Sets the field's direction from its text. An empty field has the direction of the interface, and so has the
 * placeholder.
 */
const followDirection = (field: HTMLElement, content: Content) =>
  field.toggleAttribute('dir', content.length > 0) && field.setAttribute('dir', 'auto');
