/** Restores the focus: if the focused element disappears and nothing else takes the focus, the chat does. */

export interface FocusPlaces {
  root: ShadowRoot;
  place: HTMLElement;
  /** Focuses the composer, for visitors who use a keyboard or a mouse. */
  focusComposer: () => void;
}

/**
 * Checks after each click and each `focusout`, once the views have rendered. On touch the focus goes to the messages,
 * because focusing the composer would open the keyboard.
 *
 * Returns a function that starts to observe buttons that become disabled, which fires no event. That function returns
 * one that stops.
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
  // Disabling a focused button removes the focus without a `focusout` event.
  const observer = new MutationObserver(look);
  return () => {
    observer.observe(place, { subtree: true, attributeFilter: ['disabled'] });
    return () => observer.disconnect();
  };
}
