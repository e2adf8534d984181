/** Adds styles to a shadow root with `adoptedStyleSheets`, which a strict Content-Security-Policy allows. */

/** Adds a sheet to a shadow root. Returns a function that removes it. */
export function addStyles(root: ShadowRoot, css: string): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}
