/** A rendered table as text for other programs. */

/** The text of each cell, row by row, without citation marks and with the alternative text of images. */
export const cellsOf = (table: HTMLTableElement): string[][] =>
  [...table.rows].map((row) =>
    [...row.cells].map((cell) =>
      textOf(cell)
        .replaceAll(/[^\S\n]+/g, ' ')
        .trim(),
    ),
  );

function textOf(node: Node): string {
  if (node instanceof HTMLImageElement) return node.alt;
  if (node instanceof HTMLBRElement) return '\n';
  if (node instanceof HTMLElement && node.matches('.citation-place, .ck-footnote-mark, button')) return '';
  if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
  return [...node.childNodes].map(textOf).join('');
}

/** Comma-separated values as RFC 4180 has them. */
export const toCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => quoted(harmless(cell))).join(',')).join('\r\n');

/**
 * Tab-separated values, which spreadsheets read from the clipboard. They start a new cell at each tab and line break.
 */
export const toTsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => harmless(cell.replaceAll(/\s+/g, ' '))).join('\t')).join('\n');

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Characters that begin a formula in a spreadsheet, in their normal and full-width forms. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?[\p{Sc}]?\s?\d[\d.,\u00a0\u202f ]*\s?[%\p{Sc}]?$/u;

/**
 * Puts an apostrophe before a cell that a spreadsheet would run as a formula, because a model's text is untrusted. A
 * number with a sign stays a number.
 */
const harmless = (cell: string) => (FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell);
