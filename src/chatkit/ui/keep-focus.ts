/** The focus is never lost: when what has it goes away and nothing else took it, the chat gives it a place. */

export interface FocusPlaces {
  root: ShadowRoot;
  place: HTMLElement;
  /** Where a visitor goes on who writes or moves by keyboard. */
  focusComposer: () => void;
}

/**
 * Looks after each press and each lost focus, when the views have been drawn again. By touch the focus goes to the
 * messages, since in the composer it would bring up the keyboard. Returns the way to
 * watch, for as long as the chat is on a page, for what cannot be heard; and that returns the way to stop.
 */
export function keepFocus({ root, place, focusComposer }: FocusPlaces): () => () => void {
  let last: Element | null = null;
  let isByKeyboard = false;
  const rescue = () => {
    const owner = root.host.ownerDocument;
    if (
      !last ||
      (last.isConnected && !last.matches(':disabled')) ||
      root.activeElement ||
      (owner.activeElement !== owner.body && owner.activeElement !== root.host)
    )
      return;
    last = null;
    const list = root.querySelector<HTMLElement>('[role="log"]');
    if (isByKeyboard || matchMedia('(hover: hover)').matches) focusComposer();
    if (!root.activeElement) list?.focus({ preventScroll: true });
  };
  const look = () => requestAnimationFrame(() => requestAnimationFrame(rescue));
  place.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    last = target;
    isByKeyboard = target.matches(':focus-visible');
  });
  place.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget === null) look();
  });
  place.addEventListener('click', look);
  // A button that is turned off while it has the focus loses it without a word.
  const observer = new MutationObserver(look);
  return () => {
    observer.observe(place, { subtree: true, attributeFilter: ['disabled'] });
    return () => observer.disconnect();
  };
}
