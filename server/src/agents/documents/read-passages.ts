/** Cuts pages into passages: a heading and the text below it, short enough to quote. */
import { ownEntry } from '@chatdock/protocol/kinds';

/** A passage without its address. */
interface ReadPassage {
  section: string;
  text: string;
}

interface ReadPage {
  title: string;
  passages: ReadPassage[];
}

/** Extensions of the indexed files. */
export const DOCUMENT_ENDINGS: ReadonlySet<string> = new Set(['.md', '.markdown', '.mdx', '.txt', '.html', '.htm']);

/** About as much as a visitor reads in a citation, and short enough for a model to compare several. */
const PASSAGE_CHARS = 1200;

/** Reads a page according to its extension. `name` is the title of a page without one. */
export function readPage(content: string, ending: string, name: string): ReadPage {
  const text = content.replace(/^\uFEFF/u, '').replaceAll('\r\n', '\n');
  if (ending === '.html' || ending === '.htm') return readHtml(text, name);
  if (ending === '.txt') return { title: name, passages: split('', text) };
  return readMarkdown(text, name);
}

interface Section {
  heading: string;
  lines: string[];
}

function readMarkdown(source: string, name: string): ReadPage {
  const frontMatter = /^---\n([\s\S]*?)\n---(?:\n|$)/u.exec(source);
  const titleLine = /^title:\s*(.+)$/mu.exec(frontMatter?.[1] ?? '')?.[1];
  const body = frontMatter === null ? source : source.slice(frontMatter[0].length);
  const sections: Section[] = [{ heading: '', lines: [] }];
  let title = titleLine?.replaceAll(/^["']|["']$/gu, '').trim() ?? '';
  let fence: string | null = null;
  for (const line of body.split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})/u.exec(line)?.[1];
    if (mark !== undefined && (fence === null || (mark.startsWith(fence) && line.trim() === mark))) {
      fence = fence === null ? mark : null;
      continue;
    }
    const heading = fence === null ? headingOf(line.trim()) : undefined;
    if (heading === undefined) sections.at(-1)?.lines.push(fence === null ? plainMarkdown(line) : line);
    else {
      sections.push({ heading: plainMarkdown(heading), lines: [] });
      title ||= plainMarkdown(heading);
    }
  }
  return { title: title || name, passages: sections.flatMap(({ heading, lines }) => split(heading, lines.join('\n'))) };
}

/** The text of a heading, without the `#` that may end it. */
function headingOf(line: string): string | undefined {
  const text = /^#{1,6}\s+(.+)$/u.exec(line)?.[1];
  if (text === undefined) return undefined;
  let end = text.length;
  while (text[end - 1] === '#') end--;
  return text.slice(0, end).trim();
}

/** One line without its marks. Code keeps its characters. */
function plainMarkdown(line: string): string {
  return line
    .replaceAll(/<!--.*?-->/gu, '')
    .replaceAll(/!\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])/gu, '$1')
    .replaceAll(/(\*\*|__)(?=\S)(.+?)\1/gu, '$2')
    .replaceAll(/(?<![\w*])[*_](?=\S)([^*_]+)[*_](?!\w)/gu, '$1')
    .replaceAll(/`([^`]+)`/gu, '$1')
    .replaceAll(/^\s*>\s?/gu, '')
    .replace(/^(?=[\s|:-]*$).*---.*$/u, '')
    .replaceAll(/\s*\|\s*/gu, (bar) => (bar.includes('|') && line.includes('|') ? ' · ' : bar))
    .replaceAll(/^ · | · $/gu, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  copy: '©',
};

function readHtml(source: string, name: string): ReadPage {
  const title = plainHtml(/<title[^>]*>([\s\S]*?)<\/title>/iu.exec(source)?.[1] ?? '').trim();
  const main =
    /<(main|article)\b[^>]*>([\s\S]*)<\/\1>/iu.exec(source)?.[2] ??
    /<body\b[^>]*>([\s\S]*)<\/body>/iu.exec(source)?.[1] ??
    source;
  const visible = main
    .replaceAll(/<!--[\s\S]*?-->/gu, '')
    .replaceAll(/<(script|style|noscript|nav|template|svg|head)\b[\s\S]*?<\/\1\s*>/giu, ' ');
  const sections: { heading: string; html: string }[] = [];
  let heading = '';
  let from = 0;
  for (const match of visible.matchAll(/<h([1-6])\b[^>]*>([\s\S]*?)<\/h\1\s*>/giu)) {
    sections.push({ heading, html: visible.slice(from, match.index) });
    heading = plainHtml(match[2] ?? '').trim();
    from = match.index + match[0].length;
  }
  sections.push({ heading, html: visible.slice(from) });
  return {
    title: title || sections.find((section) => section.heading !== '')?.heading || name,
    passages: sections.flatMap((section) => split(section.heading, plainHtml(section.html))),
  };
}

function plainHtml(html: string): string {
  return html
    .replaceAll(/<(?:br|\/p|\/li|\/tr|\/div|\/h[1-6]|\/pre|\/section)\b[^>]*>/giu, '\n')
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/giu,
      (entity, decimal: string | undefined, hex: string | undefined, named: string | undefined) => {
        const code =
          decimal === undefined ? (hex === undefined ? Number.NaN : Number.parseInt(hex, 16)) : Number(decimal);
        if (code <= 0x10ffff) return String.fromCodePoint(code);
        return ownEntry(ENTITIES, named?.toLowerCase() ?? '') ?? entity;
      },
    )
    .replaceAll(/[ \t]+/gu, ' ');
}

/** Joins paragraphs up to the size of a passage. A longer paragraph is cut between sentences or words. */
function split(section: string, text: string): ReadPassage[] {
  const passages: ReadPassage[] = [];
  let gathered = '';
  const flush = () => {
    if (gathered.trim() !== '') passages.push({ section, text: gathered.trim() });
    gathered = '';
  };
  const paragraphs = text.split(/\n\s*\n/u).map((paragraph) => paragraph.replaceAll(/[ \t]+$/gmu, '').trim());
  for (const paragraph of paragraphs.flatMap(cut)) {
    if (gathered.length + paragraph.length > PASSAGE_CHARS) flush();
    gathered += `${gathered === '' ? '' : '\n\n'}${paragraph}`;
  }
  flush();
  return passages;
}

function cut(paragraph: string): string[] {
  const pieces: string[] = [];
  let rest = paragraph;
  while (rest.length > PASSAGE_CHARS) {
    const at = placeToCut(rest.slice(0, PASSAGE_CHARS));
    pieces.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...pieces, rest].filter((piece) => piece !== '');
}

/** Cuts after a sentence or a line, else between words, but never before the middle. */
function placeToCut(head: string): number {
  const earliest = head.length / 2;
  const places = [Math.max(head.lastIndexOf('. ') + 1, head.lastIndexOf('\n')), head.lastIndexOf(' ')];
  return places.find((place) => place > earliest) ?? head.length;
}
