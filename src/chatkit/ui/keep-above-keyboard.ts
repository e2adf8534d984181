/** Keeps the composer above a phone's keyboard, which covers the page without resizing it. */

/**
 * While the visitor writes in the chat, lifts its lower edge by as much as the keyboard covers.
 *
 * @returns the way to stop.
 */
export function keepAboveKeyboard(host: HTMLElement, root: HTMLElement): () => void {
  const viewport = globalThis.visualViewport;
  if (!viewport) return () => {};
  const stopping = new AbortController();
  const fit = () => {
    const { top, bottom } = host.getBoundingClientRect();
    // Without a keyboard nothing is covered: a chat that slides in from below, or ends below the window, is only not in sight.
    const hasKeyboard = viewport.height * viewport.scale < document.documentElement.clientHeight - 1;
    const covered =
      hasKeyboard && host.matches(':focus-within') ? Math.max(0, bottom - (viewport.offsetTop + viewport.height)) : 0;
    // A chat that is scrolled out of view is not covered by a keyboard.
    root.style.bottom = covered > 1 && covered < bottom - top ? `${Math.round(covered)}px` : '';
  };
  viewport.addEventListener('resize', fit, { signal: stopping.signal });
  viewport.addEventListener('scroll', fit, { signal: stopping.signal });
  host.addEventListener('focusin', fit, { signal: stopping.signal });
  host.addEventListener('focusout', fit, { signal: stopping.signal });
  return () => stopping.abort();
}
