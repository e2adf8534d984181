/** Turns found passages into an answer with citations. */
import type { Annotation, UrlSource } from '@chatdock/protocol/thread/sources';
import type { DocumentPassage } from './search.ts';

const EXCERPT_CHARS = 420;

/** The source for a citation of a passage. It links to the page. */
export function toSource({ title, section, url, path }: DocumentPassage): UrlSource {
  return {
    type: 'url',
    title: section === '' || section === title ? title : `${title}: ${section}`,
    url,
    attribution: path,
  };
}

/** An answer that quotes the passages, each with a marker at its end. For agents without a model. */
export function citePassages(passages: readonly DocumentPassage[]): { text: string; annotations: Annotation[] } {
  let text = passages.length === 1 ? 'The documents say:' : `The documents have ${passages.length} passages on this:`;
  const annotations: Annotation[] = [];
  for (const passage of passages) {
    const heading = passage.section === '' ? passage.title : passage.section;
    text += `\n\n**${heading.replaceAll(/[*_\\]/gu, String.raw`\$&`)}**\n\n${excerpt(passage.text)}`;
    annotations.push({ type: 'annotation', source: toSource(passage), index: text.length });
  }
  return { text, annotations };
}

/** The start of a passage, cut at the end of a sentence if possible. */
function excerpt(text: string, chars = EXCERPT_CHARS): string {
  if (text.length <= chars) return text;
  const cut = text.slice(0, chars);
  const sentenceEnd = Math.max(
    cut.lastIndexOf('. '),
    cut.lastIndexOf('? '),
    cut.lastIndexOf('! '),
    cut.lastIndexOf('.\n'),
  );
  return sentenceEnd > chars / 3
    ? cut.slice(0, sentenceEnd + 1)
    : `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 1))}…`;
}
