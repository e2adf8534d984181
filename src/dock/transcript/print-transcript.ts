/** Prints a transcript from a separate frame, so that the page around the chat is not printed. */
import { richBlocks } from '../../chatkit/markdown/lazy-parts.ts';
import { rareSyntax } from '../../chatkit/markdown/lazy-syntax.ts';
import { createMarkdownView } from '../../chatkit/markdown/markdown-view.ts';
import markdownCss from '../../chatkit/markdown/markdown.css?inline';
import tokensCss from '../../chatkit/theme/tokens.css?inline';
import type { TranscriptEntry } from '../../chatkit/transcript/entries.ts';
import type { TranscriptHead } from '../../chatkit/transcript/formats.ts';
import printCss from './print.css?inline';

/** How long to wait for the colours of code and for formulas, which load when they are needed. */
const QUIET_MS = 150;
const LONGEST_MS = 3000;

interface PrintLook {
  lang: string;
  dir: 'ltr' | 'rtl';
  /** A rule for `:host` with the colours of the light theme. */
  theme: string;
}

/** Opens the browser's print dialog. The frame is removed when the dialog has closed. */
export async function printTranscript(head: TranscriptHead, entries: readonly TranscriptEntry[], look: PrintLook) {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  // Not `display: none`, because Firefox would print nothing.
  frame.style.cssText = 'position: fixed; inline-size: 0; block-size: 0; border: 0; visibility: hidden';
  document.documentElement.append(frame);
  const { contentWindow: view, contentDocument: page } = frame;
  if (!view || !page) return frame.remove();
  await draw(page, head, entries, look);
  view.addEventListener('afterprint', () => frame.remove(), { once: true });
  view.focus();
  view.print();
}

async function draw(page: Document, head: TranscriptHead, entries: readonly TranscriptEntry[], look: PrintLook) {
  page.title = head.title;
  page.documentElement.lang = look.lang;
  page.documentElement.dir = look.dir;
  const host = page.createElement('div');
  page.body.append(host);
  const root = host.attachShadow({ mode: 'open' });
  // A document can adopt only sheets that its own window created.
  const Sheet = (page.defaultView as (Window & typeof globalThis) | null)?.CSSStyleSheet ?? CSSStyleSheet;
  // Load these now; otherwise the answers that need them would be drawn too late.
  const [rare] = await Promise.allSettled([rareSyntax.load(), richBlocks.load()]);
  const rareCss = rare.status === 'fulfilled' ? rare.value.css : '';
  root.adoptedStyleSheets = [tokensCss, look.theme, markdownCss, rareCss, printCss].map((css) => {
    const sheet = new Sheet();
    sheet.replaceSync(css);
    return sheet;
  });
  let lastDrawn = performance.now();
  const heading = page.createElement('h1');
  heading.dir = 'auto';
  heading.textContent = head.title;
  root.append(
    heading,
    ...entries.map((entry) => drawEntry(page, head, entry, look.dir, () => (lastDrawn = performance.now()))),
  );
  const latest = performance.now() + LONGEST_MS;
  while (performance.now() < Math.min(latest, lastDrawn + QUIET_MS))
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 3));
}

function drawEntry(
  page: Document,
  head: TranscriptHead,
  { from, at, text, quote, files, sources }: TranscriptEntry,
  direction: 'ltr' | 'rtl',
  onDraw: () => void,
): HTMLElement {
  const create = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, words = '', className = '') => {
    const element = page.createElement(tag);
    element.textContent = words;
    if (className) element.className = className;
    return element;
  };
  const entry = create('article');
  const name = create('h2', from === 'visitor' ? head.visitor : head.assistant);
  if (at) {
    const time = create('time', head.when(at));
    time.dateTime = at;
    name.append(time);
  }
  entry.append(name);
  if (quote) entry.append(create('blockquote', quote, 'quote'));
  if (from === 'assistant') {
    const answer = createMarkdownView({ direction, onDraw });
    answer.update(text, { done: true });
    entry.append(page.adoptNode(answer.element));
    entry.setAttribute('data-ai-generated', '');
  } else {
    const said = create('p', text, 'said');
    said.dir = 'auto';
    entry.append(said);
  }
  const lines = [...(files ?? []), ...(sources ?? []).map(({ title, url }) => (url ? `${title}: ${url}` : title))];
  if (lines.length > 0) {
    const list = create('ul', '', 'list');
    list.append(...lines.map((line) => create('li', line)));
    entry.append(list);
  }
  return entry;
}
