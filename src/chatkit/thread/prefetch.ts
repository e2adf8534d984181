/** The Markdown reader: fetched when the chat is idle, so that it is there before the first answer. */
import type { createMarkdownView } from '../markdown/markdown-view.ts';
import { whenIdle } from '../ui/when-idle.ts';

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

/** The message list, which is not needed to type the first message. */
export const loadThreadView = () => import('./Thread.tsx').then(({ Thread }) => Thread);

/**
 * Fetches what the first message needs: its list at once, since it shows what was typed even when nothing can be sent
 * any more; the Markdown reader when the page has nothing better to do.
 */
export function prefetchThread(): void {
  const ignoreFailure = () => undefined; // whoever needs the part asks again, and says so
  void loadThreadView().catch(ignoreFailure);
  const start = () => void loadMarkdown().catch(ignoreFailure);
  whenIdle(start, 3000);
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
