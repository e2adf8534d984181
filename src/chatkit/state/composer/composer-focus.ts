/** Focuses the text field. While it is on screen, the field registers a function that does so. */

export function createComposerFocus() {
  let focusField: (() => void) | null = null;
  const focusComposer = () => {
    if (focusField) focusField();
    // A closed conversation has no text field. After "New chat" it has one once it is drawn.
    else requestAnimationFrame(() => requestAnimationFrame(() => focusField?.()));
  };
  return {
    focusComposer,
    /** Registers the function that `focusComposer` calls. The returned function puts the previous one back. */
    attachComposer(focus: () => void): () => void {
      const previous = focusField;
      focusField = focus;
      return () => {
        if (focusField === focus) focusField = previous;
      };
    },
    /** Call it when the focused element was removed. Focuses the text field, except where that would open an on-screen keyboard. */
    returnFocus() {
      if (!matchMedia('(pointer: coarse)').matches) focusComposer();
    },
  };
}
