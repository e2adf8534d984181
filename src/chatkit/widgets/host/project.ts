/** Puts an element into the page, where the page's styles and scripts reach it, and shows it inside our shadow roots. */

let count = 0;

/**
 * Chains slots from `place`, in our shadow root, up to the document, and ends them with an empty `div`. A dock has two shadow roots
 * around a widget, a bare element has one.
 */
export function projectInto(place: HTMLSlotElement): { element: HTMLElement; remove(): void } {
  count += 1;
  const name = `chatdock-widget-${count}`;
  const added: HTMLElement[] = [];
  let inner: HTMLSlotElement = place;
  for (;;) {
    inner.name = name;
    const root = inner.getRootNode();
    const isShadowed = root instanceof ShadowRoot;
    const isLast = !isShadowed || !(root.host.getRootNode() instanceof ShadowRoot);
    const next = document.createElement(isLast ? 'div' : 'slot');
    if (isShadowed) {
      next.slot = name;
      root.host.append(next);
    } else inner.after(next);
    added.push(next);
    if (!(next instanceof HTMLSlotElement))
      return { element: next, remove: () => added.forEach((each) => each.remove()) };
    inner = next;
  }
}
