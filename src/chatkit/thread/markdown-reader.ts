/** The Markdown reader: its code and its styles, fetched once for all chats on the page. */
import type { createMarkdownView, MarkdownView } from '../markdown/markdown-view.ts';

interface MarkdownModule {
  createMarkdownView: typeof createMarkdownView;
  /** Its styles, for the shadow roots it draws in. */
  sheet: CSSStyleSheet;
  /** Set once it has been rehearsed. */
  rehearsal?: MarkdownView;
}

/** A little of everything that answers have and that needs no further file. */
const REHEARSAL =
  '# a\n\nb *c* **d** `e` [f](https://g.example)\n\n- h\n- i\n\n1. j\n\n| k | l |\n| --- | --- |\n| m | n |\n\n> o\n\n```\np\n```\n';

let loaded: MarkdownModule | null = null;
let loading: Promise<MarkdownModule> | null = null;

/** The reader if it is there already. */
export const markdownNow = (): MarkdownModule | null => loaded;

/** Fetches the reader. A fetch that failed is tried again with the next call. */
export function loadMarkdown(): Promise<MarkdownModule> {
  loading ??= fetchMarkdown();
  return loading;
}

/**
 * Draws an answer that nobody sees. A browser compiles code when it first runs, and forgets what it has learned about a
 * kind of object with the last one of it; the first long answer would pay for that while the visitor looks on.
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
