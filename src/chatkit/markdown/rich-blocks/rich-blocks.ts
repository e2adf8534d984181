/** The blocks that many answers do not have: code, tables, footnotes, and the rest of a very long text. */
export { CodeView } from './code-view.ts';
export { FootnotesView } from './footnotes-view.ts';
export { LongText } from './long-text.ts';
export { default as css } from './rich-blocks.css?inline';
export { TableView } from './table-view.ts';
