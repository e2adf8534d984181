/** Styles that come with a chunk: each shadow root takes them over once, as a constructed stylesheet. */
import { useChat } from './chat.ts';

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

/** The same for a view, before anything of it is in the document: nothing is ever measured without its styles. */
export function useStyles(css: string): void {
  useChat().adoptStyles(css);
}
