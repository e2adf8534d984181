/** Restores the focus: if the focused element disappears and nothing else takes the focus, the chat does. */

interface FocusPlaces {
  root: ShadowRoot;
  place: HTMLElement;
  /** Focuses the composer, for visitors who use a keyboard or a mouse. */
  focusComposer: () => void;
  /** Aborted when the chat leaves its document. */
  signal: AbortSignal;
}

/**
 * Checks after each click, each `focusout` and each change of the views, once they have rendered. On touch the focus goes
 * to the messages, because focusing the composer would open the keyboard.
 */
export function keepFocus({ root, place, focusComposer, signal }: FocusPlaces): void {
  let last: Element | null = null;
  let isByKeyboard = false;
  const isLost = () => last !== null && (!last.isConnected || last.matches(':disabled'));
  const rescue = () => {
    const owner = root.host.ownerDocument;
    if (!isLost() || !root.host.isConnected) return;
    last = null;
    if (root.activeElement || (owner.activeElement !== owner.body && owner.activeElement !== root.host)) return;
    const list = root.querySelector<HTMLElement>('[role="log"]');
    if (isByKeyboard || matchMedia('(hover: hover)').matches) focusComposer();
    if (!root.activeElement) list?.focus({ preventScroll: true });
  };
  const look = () => requestAnimationFrame(() => requestAnimationFrame(rescue));
  const listening = { signal };
  place.addEventListener(
    'focusin',
    ({ target }) => {
      if (!(target instanceof Element)) return;
      last = target;
      isByKeyboard = target.matches(':focus-visible');
    },
    listening,
  );
  place.addEventListener('focusout', ({ relatedTarget }) => relatedTarget === null && look(), listening);
  place.addEventListener('click', look, listening);
  // Disabling a focused button fires no `focusout`. Removing it fires one in Chromium only.
  const observer = new MutationObserver(() => isLost() && look());
  observer.observe(place, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  signal.addEventListener('abort', () => observer.disconnect());
}
