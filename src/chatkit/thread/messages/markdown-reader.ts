/** The Markdown renderer: code and styles, loaded once for all chats on the page. */
import type * as Parts from '../../markdown/markdown-parts.ts';
import type { MarkdownView } from '../../markdown/markdown-view.ts';

interface MarkdownModule {
  createMarkdownView: typeof Parts.createMarkdownView;
  rareSyntax: typeof Parts.rareSyntax;
  /** Its style sheet, for each shadow root that uses it. */
  sheet: CSSStyleSheet;
  /** Set by `rehearse`, which keeps this view alive. */
  rehearsal?: MarkdownView;
}

/** A sample of the Markdown that answers contain, block by block, without anything that needs another file. */
const REHEARSAL = ['# a\n\n', 'b *c* **d** `e` [f](https://g.example)\n\n', '- h\n- i\n\n', '1. j\n\n', '> k\n\n'];

let loaded: MarkdownModule | null = null;
let loading: Promise<MarkdownModule> | null = null;

/** The renderer if it is loaded, else null. */
export const markdownNow = (): MarkdownModule | null => loaded;

/** Loads the renderer. After a failure, the next call tries again. */
export function loadMarkdown(): Promise<MarkdownModule> {
  loading ??= fetchMarkdown();
  return loading;
}

/**
 * Returns the steps that render an answer off screen, and keep it. Browsers compile code on its first run and discard
 * type feedback when the last object of a kind is collected. Without this, the first long answer would pay for both.
 */
export function warmUpSteps(reader: MarkdownModule): (() => void)[] {
  if (reader.rehearsal) return [];
  const view = (reader.rehearsal = reader.createMarkdownView());
  return REHEARSAL.map((_, at) => () => {
    view.update(REHEARSAL.slice(0, at + 1).join(''), { done: at + 1 === REHEARSAL.length });
  });
}

async function fetchMarkdown(): Promise<MarkdownModule> {
  try {
    const { createMarkdownView, css, rareSyntax } = await import('../../markdown/markdown-parts.ts');
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    loaded = { createMarkdownView, rareSyntax, sheet };
    return loaded;
  } catch (cause) {
    loading = null;
    throw cause;
  }
}
