/** The Markdown reader: fetched when the chat is idle, so that it is there before the first answer. */
import type { createMarkdownView, MarkdownView } from '../markdown/markdown-view.ts';
import { whenIdle } from '../ui/when-idle.ts';

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

/** The message list, which is not needed to type the first message. */
export const loadThreadView = () => import('./Thread.tsx').then(({ Thread }) => Thread);

/**
 * Fetches what the first message needs: its list at once, since it shows what was typed even when nothing can be sent
 * any more; the Markdown reader when the page has nothing better to do. Returns the way to call off what has not begun.
 */
export function prefetchThread(): () => void {
  const ignoreFailure = () => undefined; // whoever needs the part asks again, and says so
  void loadThreadView().catch(ignoreFailure);
  let isOff = false;
  const start = () =>
    loadMarkdown().then((reader) => isOff || (callOff = whenIdle(() => rehearse(reader), 5000)), ignoreFailure);
  let callOff = whenIdle(() => void start(), 3000);
  return () => {
    isOff = true;
    callOff();
  };
}

/**
 * Draws an answer that nobody sees. A browser compiles code when it first runs, and forgets what it has learned about a
 * kind of object with the last one of it; the first long answer would pay for that while the visitor looks on.
 */
function rehearse(reader: MarkdownModule): void {
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
