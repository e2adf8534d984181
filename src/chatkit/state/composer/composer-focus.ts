/** Giving the focus to the text field, which says how while it is on screen. */

export function createComposerFocus() {
  let focusField: (() => void) | null = null;
  const focusComposer = () => focusField?.();
  return {
    focusComposer,
    /** A text field takes the focus that `focusComposer` gives, until the returned function is called. */
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
