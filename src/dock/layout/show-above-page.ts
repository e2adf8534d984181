/**
 * Shows a panel that is in an element of the page above the whole page, which the element may otherwise clip or cover.
 * Returns a function that ends it.
 */
export function showAbovePage(panel: HTMLElement): (() => void) | undefined {
  // Without the browser's top layer, the element limits the panel's size.
  if (!('showPopover' in panel)) return undefined;
  panel.setAttribute('popover', 'manual');
  panel.showPopover();
  return () => panel.removeAttribute('popover');
}
