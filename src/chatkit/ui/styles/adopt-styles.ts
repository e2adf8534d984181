/** Styles that come with a chunk. Each shadow root adopts them once, as a constructed style sheet. */
import { useChat } from '../chat.ts';

const sheets = new Map<string, CSSStyleSheet>();

export function adoptStyles(root: ShadowRoot | Document, css: string): void {
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/** A `ref` that adopts styles in the tree of its element, for views that are also drawn outside the chat. */
export const adoptingRef =
  (...styles: readonly string[]) =>
  (element: Element | null): void => {
    const root = element?.getRootNode();
    if (root instanceof ShadowRoot || root instanceof Document) for (const css of styles) adoptStyles(root, css);
  };

/** Adopts styles for a view before it renders, so that nothing is measured without its styles. */
export function useStyles(css: string): void {
  useChat().adoptStyles(css);
}
