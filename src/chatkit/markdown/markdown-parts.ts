/** The Markdown renderer and its styles. One chunk; `loadMarkdown` loads it. */
export { rareSyntax } from './lazy-syntax.ts';
export { createMarkdownView } from './markdown-view.ts';
export { default as css } from './markdown.css?inline';
