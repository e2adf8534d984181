/** Selects the important words of a question, and measures how well a passage covers them. */
import type { DocumentPassage } from './search.ts';

const COMMON = new Set(
  'a about all also am an and any are as at be been but by can could did do does for from get give go had has have he hello her hey hi him his how i if in into is it its just know let like make may me more my need no not now of off on one or our out please say see she should show so some tell than thanks that the their them then there these they this to too up us use want was we well were what when where which who why will with would yes you your'.split(
    ' ',
  ),
);

/** The number of passages that an index returns for ranking. */
export const CANDIDATES = 40;
const MAX_WORDS = 24;
/** The share of the important words that a passage must contain to count as an answer. */
const NEEDED_SHARE = 0.5;
/** Words are compared by their beginning, so that "installing" finds "install". */
const STEM_CHARS = 5;

/** The searchable words of a question, each once. */
export function wordsOf(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}][\p{L}\p{N}_'’]*/gu) ?? [];
  const important = words
    .map((word) => word.replace(/['’].*$/u, ''))
    .filter((word) => word.length > 1 && !COMMON.has(word));
  return [...new Set(important)].slice(0, MAX_WORDS);
}

/** The passages that cover enough of the words. Those that cover more come first; otherwise the order stays. */
export function rankByCoverage(passages: readonly DocumentPassage[], words: readonly string[]): DocumentPassage[] {
  const stems = words.map((word) => word.slice(0, Math.max(STEM_CHARS, word.length - 3)));
  const scored = passages.map((passage) => {
    const text = fold(`${passage.title} ${passage.section} ${passage.text}`);
    return { passage, share: stems.filter((stem) => text.includes(stem)).length / stems.length };
  });
  return scored
    .filter(({ share }) => share >= NEEDED_SHARE)
    .toSorted((a, b) => b.share - a.share)
    .map(({ passage }) => passage);
}

const fold = (text: string) => text.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
