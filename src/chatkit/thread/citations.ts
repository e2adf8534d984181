/** Collects the sources of an answer and where it cites them. Pure. */
import type { Annotation, Source } from '@chatdock/protocol/thread/sources';

export interface CitedSource {
  source: Source;
  /** Its number in the list of sources, from 1. */
  number: number;
}

/** The sources cited at one place in the text. */
export type CitationGroup = readonly CitedSource[];

/** Sources with the same key are the same source. */
export const sourceKey = (source: Source): string =>
  `${source.type} ${source.type === 'url' ? source.url : source.type === 'file' ? source.filename : source.id}`;

/** Every source once, in order of first citation. */
export function distinctSources(annotations: readonly Annotation[]): Source[] {
  return [...new Map(annotations.map(({ source }) => [sourceKey(source), source])).values()];
}

/** The sources by position in the text. Sources without a position appear only in the list. */
export function groupCitations(annotations: readonly Annotation[]): ReadonlyMap<number, CitationGroup> {
  const numbers = new Map<string, number>();
  const groups = new Map<number, CitedSource[]>();
  for (const { source, index } of annotations) {
    const key = sourceKey(source);
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    if (index === undefined || index === null) continue;
    const group = groups.get(index) ?? [];
    groups.set(index, group);
    if (!group.some((cited) => cited.number === number)) group.push({ source, number });
  }
  return groups;
}

/** The maximum length of a mark in the text, in Latin letters. A mark never breaks over two lines. */
const CHIP_LETTERS = 24;

/** Chinese, Japanese and Korean characters, symbols and emoji are as wide as two Latin letters. */
const widthOf = (text: string) => text.replaceAll(/[^\0-\u10ff]/gu, '  ').length;

/** Cuts a text that does not fit. A host is cut at its start, because its end says whose it is. */
export function toChipText(text: string, at: 'start' | 'end' = 'end'): string {
  if (widthOf(text) <= CHIP_LETTERS) return text;
  const characters = Array.from(at === 'end' ? text.slice(0, CHIP_LETTERS) : text.slice(-CHIP_LETTERS));
  while (widthOf(characters.join('')) > CHIP_LETTERS - 2) characters[at === 'end' ? 'pop' : 'shift']();
  const rest = characters.join('');
  return at === 'end' ? `${rest.trimEnd()}…` : `…${rest}`;
}
