/** Reserves room for the sidebar on the page, and releases it again. */

/** The page keeps at least this width. In a narrower window the sidebar covers the page's side. */
const PAGE_MIN = 480;

/**
 * Uses a style sheet and not the `style` attribute of <html>, which menus of the page write. Elements with
 * `position: fixed` keep their place in the window; the page can move them with `--chatdock-sidebar`.
 */
export function pushPage(panel: HTMLElement, frame: HTMLElement): () => void {
  const sheet = new CSSStyleSheet();
  let before = '';
  const push = () => {
    const side = frame.dataset['x'] === 'left' ? 'left' : 'right';
    const width = panel.offsetWidth;
    const rule =
      innerWidth - width < PAGE_MIN
        ? ''
        : `@media screen{html{--chatdock-sidebar:${width}px;width:auto!important;margin-${side}:${width}px!important}}`;
    if (rule === before) return;
    before = rule;
    sheet.replaceSync(rule);
  };
  push();
  document.adoptedStyleSheets.push(sheet);
  const sizes = new ResizeObserver(push);
  sizes.observe(panel);
  const sides = new MutationObserver(push);
  sides.observe(frame, { attributeFilter: ['data-x'] });
  addEventListener('resize', push);
  return () => {
    sizes.disconnect();
    sides.disconnect();
    removeEventListener('resize', push);
    // Empty the sheet as well: the page may have copied it into another list.
    sheet.replaceSync('');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
