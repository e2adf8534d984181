/** What a modal panel does in place of the browser: closing, and Tab at its ends. Loaded after the panel has opened. */

/** @param close Closes the panel. */
export function actAsModal(dialog: HTMLElement, close: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  if (dialog instanceof HTMLDialogElement) listenForClosing(dialog, close, signal);
  // The first and the last element are edges, which send the focus to the opposite end.
  dialog.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof Element && target.matches('.edge'))
        tabbablesIn(dialog)
          .at(target === dialog.querySelector('.edge') ? -2 : 1)
          ?.focus();
    },
    { signal },
  );
}

/** Replaces what the browser does to close a modal dialog, for example the back gesture of Android. */
function listenForClosing(dialog: HTMLDialogElement, close: () => void, signal: AbortSignal): void {
  let isEscape = false;
  let isPressedBeside = false;
  // The panel's own code handles Esc. The browser must not close the dialog as well.
  for (const type of ['keydown', 'keyup'])
    document.addEventListener(
      type,
      (event) =>
        (isEscape = event.isTrusted && type === 'keydown' && event instanceof KeyboardEvent && event.key === 'Escape'),
      { capture: true, signal },
    );
  document.addEventListener(
    'keydown',
    (event) => event.key === 'Escape' && !document.querySelector(':modal') && event.preventDefault(),
    { signal },
  );
  dialog.addEventListener(
    'cancel',
    (event) => {
      // A file field inside fires an event of this name too.
      if (event.target !== dialog) return;
      event.preventDefault();
      if (!isEscape) pressEscape(dialog);
    },
    { signal },
  );
  // The browser may ignore `preventDefault` if the visitor has not used the page since the last time.
  dialog.addEventListener('close', ({ target }) => target === dialog && !dialog.open && close(), { signal });
  const isBeside = ({ target, clientX, clientY }: MouseEvent) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
  };
  dialog.addEventListener('pointerdown', (event) => (isPressedBeside = isBeside(event)), { signal });
  dialog.addEventListener('click', (event) => isPressedBeside && isBeside(event) && close(), { signal });
}

/** Closes the topmost layer, if the owner wants that, in the same way as the key. */
function pressEscape(dialog: HTMLDialogElement): void {
  dialog.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
  );
}

/** All elements that Tab reaches, in order, including those in open shadow roots. */
function tabbablesIn(root: Element | ShadowRoot): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    const inside = element.shadowRoot ? tabbablesIn(element.shadowRoot) : [];
    const isTabbable =
      element.tabIndex >= 0 &&
      !element.matches(':disabled, [inert] *') &&
      element.getClientRects().length > 0 &&
      getComputedStyle(element).visibility === 'visible' &&
      !element.shadowRoot;
    return isTabbable ? [element, ...inside] : inside;
  });
}
