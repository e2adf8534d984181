/** Styles into a shadow root without a `style` attribute or an inline sheet, so that a strict policy holds. */

/** Adds a sheet to a shadow root and returns how to remove it. */
export function adoptStyles(root: ShadowRoot, css: string): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
