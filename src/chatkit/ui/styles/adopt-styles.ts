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

/** Adopts styles for a view before it renders, so that nothing is measured without its styles. */
export function useStyles(css: string): void {
  useChat().adoptStyles(css);
}
