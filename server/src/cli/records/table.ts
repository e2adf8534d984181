/** Writes records as text, CSV or JSON. */

export type Row = Readonly<Record<string, string>>;

/** @param columns The columns in order. A row may lack some. */
export const toCsv = (columns: readonly string[], rows: readonly Row[]): string =>
  csvLine(columns) + rows.map((row) => toCsvRow(columns, row)).join('');

export const toCsvRow = (columns: readonly string[], row: Row): string =>
  csvLine(columns.map((column) => row[column] ?? ''));

const csvLine = (cells: readonly string[]) => `${cells.map(csvCell).join(',')}\r\n`;

export const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Quoted where necessary. A cell that a spreadsheet would run as a formula is marked as text. */
function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Text of several lines below its record, with a mark before each line. */
export const quoted = (mark: string, text: string): string =>
  text === '' ? '' : text.replaceAll(/^/gmu, `  ${mark} `);
