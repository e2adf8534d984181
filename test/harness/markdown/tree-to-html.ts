/** Renders the syntax tree as the HTML that the CommonMark suite expects; raw HTML stays raw, as in the suite. */
import { rareSyntax } from '../../../src/chatkit/markdown/lazy-syntax.ts';
import { BlockParser } from '../../../src/chatkit/markdown/parsing/blocks.ts';
import { ENTITY_NAMES } from '../../../src/chatkit/markdown/parsing/entity-names.ts';
import { parseInlines } from '../../../src/chatkit/markdown/parsing/inlines/inlines.ts';
import { splitRow } from '../../../src/chatkit/markdown/parsing/table.ts';
import { addEntityNames } from '../../../src/chatkit/markdown/parsing/text-rules.ts';
import type { Block, Inline } from '../../../src/chatkit/markdown/parsing/tree.ts';

addEntityNames(ENTITY_NAMES);
await rareSyntax.load();

/** Parses a whole text. */
export function parseMarkdown(text: string): BlockParser {
  const parser = new BlockParser();
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  let start = 0;
  for (const line of lines) {
    parser.feed(line, start);
    start += line.length + 1;
  }
  parser.finish();
  return parser;
}

/** With `autolinks`, bare URLs become links, as in GFM but not in CommonMark. */
export function markdownToHtml(text: string, autolinks = false): string {
  const parser = parseMarkdown(text);
  withAutolinks = autolinks;
  return parser.root.children.map((block) => blockToHtml(block, parser, false)).join('');
}

/** Whether a text contains raw HTML, which the suite passes through and the chat shows as text. */
export function containsRawHtml(text: string): boolean {
  const parser = parseMarkdown(text);
  const inBlock = (block: Block): boolean =>
    block.type === 'html' ||
    (block.type !== 'code' && inlinesOf(block.text, parser).some(isRaw)) ||
    block.children.some(inBlock);
  return inBlock(parser.root);
}

const isRaw = (inline: Inline): boolean =>
  inline.type === 'html' || inline.type === 'comment' || ('children' in inline && inline.children.some(isRaw));

function blockToHtml(block: Block, parser: BlockParser, tight: boolean): string {
  const inner = () => block.children.map((child) => blockToHtml(child, parser, false)).join('');
  const inline = (text: string) => inlinesOf(text, parser).map(inlineToHtml).join('');
  switch (block.type) {
    case 'paragraph':
      return tight ? `${inline(block.text)}` : `<p>${inline(block.text)}</p>\n`;
    case 'heading':
      return `<h${block.level}>${inline(block.text)}</h${block.level}>\n`;
    case 'rule':
      return '<hr />\n';
    case 'quote':
      return `<blockquote>\n${inner()}</blockquote>\n`;
    case 'code': {
      const language = block.fence?.info.split(/\s/)[0] ?? '';
      return `<pre><code${language ? ` class="language-${escape(language)}"` : ''}>${escape(block.text)}</code></pre>\n`;
    }
    case 'html':
      return `${block.text}\n`;
    case 'list': {
      const tag = block.list?.ordered ? 'ol' : 'ul';
      const start = block.list?.ordered && block.list.start !== 1 ? ` start="${block.list.start}"` : '';
      return `<${tag}${start}>\n${block.children.map((item) => itemToHtml(item, parser, !block.loose)).join('')}</${tag}>\n`;
    }
    case 'table':
      return tableToHtml(block, inline);
    case 'details':
      return `<details>\n${inner()}</details>\n`;
    case 'summary':
      return `<summary>${inline(block.text)}</summary>\n`;
    case 'math':
      return `<div class="math">${escape(block.text)}</div>`;
    default:
      return inner();
  }
}

function tableToHtml({ rows, columns }: Block, inline: (text: string) => string): string {
  const row = (source: string, tag: 'td' | 'th') => {
    const cells = splitRow(source).slice(0, columns.length);
    return `<tr>\n${columns.map((align, index) => `<${tag}${align ? ` align="${align}"` : ''}>${inline(cells[index]?.text ?? '')}</${tag}>\n`).join('')}</tr>\n`;
  };
  const body = rows
    .slice(1)
    .map((source) => row(source, 'td'))
    .join('');
  return `<table>\n<thead>\n${row(rows[0] ?? '', 'th')}</thead>\n${body === '' ? '' : `<tbody>\n${body}</tbody>\n`}</table>\n`;
}

function itemToHtml(item: Block, parser: BlockParser, tight: boolean): string {
  let html = '';
  for (const child of item.children) {
    const text = blockToHtml(child, parser, tight);
    const bare = tight && child.type === 'paragraph';
    if (!bare && !html.endsWith('\n')) html += '\n';
    html += text;
  }
  return `<li>${html}</li>\n`;
}

let withAutolinks = false;

function inlinesOf(text: string, parser: BlockParser): Inline[] {
  return parseInlines(text, {
    definition: (label) => parser.definitions.get(label),
    hasFootnote: (label) => parser.footnotes.has(label),
    onMissing: () => {},
    open: false,
    documentOpen: false,
    breaks: false,
    autolinks: withAutolinks,
    markers: [],
  }).rest;
}

function inlineToHtml(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return escape(inline.text);
    case 'code':
      return `<code>${escape(inline.text)}</code>`;
    case 'html':
      return inline.text;
    case 'comment':
      return inline.text;
    case 'element':
      return `<${inline.name}>${inline.children.map(inlineToHtml).join('')}</${inline.name}>`;
    case 'break':
      return '<br />\n';
    case 'em':
    case 'strong':
    case 'del':
      return `<${inline.type}>${inline.children.map(inlineToHtml).join('')}</${inline.type}>`;
    case 'link':
      return `<a href="${escape(inline.href)}"${inline.title ? ` title="${escape(inline.title)}"` : ''}>${inline.children.map(inlineToHtml).join('')}</a>`;
    case 'image':
      return `<img src="${escape(inline.src)}" alt="${escape(inline.alt)}"${inline.title ? ` title="${escape(inline.title)}"` : ''} />`;
    case 'math':
      return `<math>${escape(inline.tex)}</math>`;
    case 'footnote':
      return `<sup>${escape(inline.label)}</sup>`;
    default:
      return '';
  }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
