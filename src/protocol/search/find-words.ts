/** Finds words in texts: for the search of conversations on the server, and for marking matches in the list. */

/**
 * Folds variants of a letter: `É` becomes `e`. Drops only the marks of Latin, Greek and Cyrillic letters, because marks
 * of other scripts are letters.
 */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** The words of a query, folded. Empty for white space. */
export const toWords = (query: string): string[] => [...new Set(fold(query).split(/\s+/).filter(Boolean))];

/** Whether every word is in one of the texts. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const folded = fold(text);
  return words.every((word) => folded.includes(word));
}

/** The position of the first of the words in a text; -1 if it contains none. */
export function placeOfWords(text: string, words: readonly string[]): number {
  const [first] = rangesOf(text, words, 1);
  return first ? first[0] : -1;
}

/** The parts of a text, in order. Those at odd indexes match one of the words. */
export function splitAtWords(text: string, words: readonly string[]): string[] {
  const parts: string[] = [];
  let end = 0;
  for (const [from, to] of rangesOf(text, words)) {
    parts.push(text.slice(end, from), text.slice(from, to));
    end = to;
  }
  return [...parts, text.slice(end)];
}

/** The first matches in a text, from left to right. They do not overlap. */
function rangesOf(text: string, words: readonly string[], most = Infinity): [number, number][] {
  if (words.length === 0) return [];
  // The position in `text` of each letter of the folded text, which may be shorter or longer.
  const places: number[] = [];
  let folded = '';
  let place = 0;
  for (const letter of text) {
    const plain = letter < '\x80' ? letter.toLowerCase() : fold(letter);
    for (let index = 0; index < plain.length; index++) places.push(place);
    folded += plain;
    place += letter.length;
  }
  places.push(text.length);
  const ranges: [number, number][] = [];
  for (let from = 0; from < folded.length && ranges.length < most; from++) {
    const word = words.find((one) => folded.startsWith(one, from));
    if (word === undefined) continue;
    ranges.push([places[from] ?? 0, places[from + word.length] ?? text.length]);
    from += word.length - 1;
  }
  return ranges;
}
