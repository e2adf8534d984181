/** Keeps the composer above an on-screen keyboard, which covers the page without resizing it. */

/**
 * While the chat has the focus, raises its bottom edge by the height that the keyboard covers.
 *
 * @returns a function that stops.
 */
export function keepAboveKeyboard(host: HTMLElement, root: HTMLElement): () => void {
  const viewport = globalThis.visualViewport;
  if (!viewport) return () => {};
  const stopping = new AbortController();
  const fit = () => {
    const { top, bottom } = host.getBoundingClientRect();
    // Without a keyboard, a chat that extends below the window is out of view but not covered.
    const hasKeyboard = viewport.height * viewport.scale < document.documentElement.clientHeight - 1;
    const covered =
      hasKeyboard && host.matches(':focus-within') ? Math.max(0, bottom - (viewport.offsetTop + viewport.height)) : 0;
    // A chat that is scrolled out of view is not covered by the keyboard.
    root.style.bottom = covered > 1 && covered < bottom - top ? `${Math.round(covered)}px` : '';
  };
  viewport.addEventListener('resize', fit, { signal: stopping.signal });
  viewport.addEventListener('scroll', fit, { signal: stopping.signal });
  host.addEventListener('focusin', fit, { signal: stopping.signal });
  host.addEventListener('focusout', fit, { signal: stopping.signal });
  return () => stopping.abort();
}
