/** Styles that come with a chunk: each shadow root takes them over once, as a constructed stylesheet. */
import { useLayoutEffect } from 'preact/hooks';

const sheets = new Map<string, CSSStyleSheet>();

export function adoptStyles(root: ShadowRoot, css: string): void {
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/** The same for a component, before it is painted, by an element of its own; `drawn` changes when that element comes later. */
export function useStyles(element: { readonly current: HTMLElement | null }, css: string, drawn: unknown = null): void {
  useLayoutEffect(() => {
    const root = element.current?.getRootNode();
    if (root instanceof ShadowRoot) adoptStyles(root, css);
  }, [css, drawn]);
}
