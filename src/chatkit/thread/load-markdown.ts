/** The Markdown reader: fetched when the chat is idle, so that it is there before the first answer. */
import type { createMarkdownView } from '../markdown/markdown-view.ts';

interface MarkdownModule {
  createMarkdownView: typeof createMarkdownView;
  /** Its styles, for the shadow roots it draws in. */
  sheet: CSSStyleSheet;
}

let loaded: MarkdownModule | null = null;
let loading: Promise<MarkdownModule> | null = null;

/** The reader if it is there already. */
export const markdownNow = (): MarkdownModule | null => loaded;

/** Fetches the reader. A fetch that failed is tried again with the next call. */
export function loadMarkdown(): Promise<MarkdownModule> {
  loading ??= fetchMarkdown();
  return loading;
}

/** Fetches the reader when the page has nothing better to do. */
export function prefetchMarkdown(): void {
  const start = () => void loadMarkdown().catch(() => undefined);
  if ('requestIdleCallback' in globalThis) requestIdleCallback(start, { timeout: 3000 });
  else setTimeout(start, 1000);
}

async function fetchMarkdown(): Promise<MarkdownModule> {
  try {
    const [view, css] = await Promise.all([import('../markdown/markdown-view.ts'), import('../markdown/markdown.css?inline')]);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css.default);
    loaded = { createMarkdownView: view.createMarkdownView, sheet };
    return loaded;
  } catch (cause) {
    loading = null;
    throw cause;
  }
}
