/** Focuses the text field. While it is on screen, the field registers a function that does so. */

export function createComposerFocus() {
  let focusField: (() => void) | null = null;
  const focusComposer = () => focusField?.();
  return {
    focusComposer,
    /** Registers the function that `focusComposer` calls, until the returned function is called. */
    attachComposer(focus: () => void): () => void {
      focusField = focus;
      return () => {
        if (focusField === focus) focusField = null;
      };
    },
    /** Call it when the focused element was removed. Focuses the text field, except where that would open an on-screen keyboard. */
    returnFocus() {
      if (!matchMedia('(pointer: coarse)').matches) focusComposer();
    },
  };
}
