/** Finds the known name for a mistyped one. */

/** The known names that differ from a word by at most two letters. */
export const nearest = (word: string, known: readonly string[]): string[] =>
  known.filter((name) => distance(word, name) <= 2);

/** Letters to add, drop or change to get from one word to the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries()) {
      const [above = 0, diagonal = 0, left = 0] = [row[column + 1], row[column], next[column]];
      next.push(Math.min(above + 1, left + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
