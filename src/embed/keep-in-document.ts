/**
 * React 18 replaces the document when it hydrates one that has more elements than React has rendered. Move the dock to
 * the new one.
 */
export function keepInDocument(host: HTMLElement, signal: AbortSignal) {
  const keeper = new MutationObserver(() => {
    for (const root of document.children) root.append(host);
  });
  keeper.observe(document, { childList: true });
  // Shorter than a listener, because the size of this file is limited. Nothing else uses the property.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  signal.onabort = () => keeper.disconnect();
}
