/** The Markdown renderer: code and styles, loaded once for all chats on the page. */
import type { createMarkdownView, MarkdownView } from '../markdown/markdown-view.ts';

interface MarkdownModule {
  createMarkdownView: typeof createMarkdownView;
  /** Its style sheet, for each shadow root that uses it. */
  sheet: CSSStyleSheet;
  /** Set by `rehearse`, which keeps this view alive. */
  rehearsal?: MarkdownView;
}

/** A sample of the Markdown that answers contain, without anything that needs another file. */
const REHEARSAL =
  '# a\n\nb *c* **d** `e` [f](https://g.example)\n\n- h\n- i\n\n1. j\n\n| k | l |\n| --- | --- |\n| m | n |\n\n> o\n\n```\np\n```\n';

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
 * Renders an answer that nobody sees, and keeps it. Browsers compile code on its first run and discard type feedback
 * when the last object of a kind is collected; without this, the first long answer would pay for both.
 */
export function rehearse(reader: MarkdownModule): void {
  if (reader.rehearsal) return;
  reader.rehearsal = reader.createMarkdownView();
  reader.rehearsal.update(REHEARSAL.slice(0, 30), { done: false });
  reader.rehearsal.update(REHEARSAL, { done: true });
}

async function fetchMarkdown(): Promise<MarkdownModule> {
  try {
    const [view, css] = await Promise.all([
      import('../markdown/markdown-view.ts'),
      import('../markdown/markdown.css?inline'),
    ]);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css.default);
    loaded = { createMarkdownView: view.createMarkdownView, sheet };
    return loaded;
  } catch (cause) {
    loading = null;
    throw cause;
  }
}
