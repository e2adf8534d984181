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
    /** For when what had the focus is gone: back to the text, but not where that would raise a keyboard on the screen. */
    returnFocus() {
      if (!matchMedia('(pointer: coarse)').matches) focusComposer();
    },
  };
}
