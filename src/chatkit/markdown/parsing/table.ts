/** GFM tables: delimiter rows and cells. Source: GFM 0.29, section 4.10. */
import { work } from './steps.ts';
import type { Alignment } from './tree.ts';

/** A wider header is not a table: a hostile one would cost columns × rows. */
const MAX_COLUMNS = 100;
const DELIMITER_ROW = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;

/** The columns that a delimiter row declares; null if the line is no delimiter row or does not match the header. */
export function readDelimiterRow(line: string, header: string): Alignment[] | null {
  if (!line.includes('|') && !(line.includes(':') && header.includes('|'))) return null;
  if (line.length > 4000 || !DELIMITER_ROW.test(line.trimEnd())) return null;
  const columns = splitRow(line).map(({ text }): Alignment => {
    const [left, right] = [text.startsWith(':'), text.endsWith(':')];
    return left && right ? 'center' : left ? 'left' : right ? 'right' : null;
  });
  return columns.length <= MAX_COLUMNS && columns.length === splitRow(header).length ? columns : null;
}

/** The cells of a row, trimmed, with `\|` resolved, and their offsets in the row. */
export function splitRow(row: string): { text: string; at: number }[] {
  const cells: { text: string; at: number }[] = [];
  work.steps += row.length;
  const end = row.trimEnd().length;
  let start = row.length - row.trimStart().length;
  if (row[start] === '|') start++;
  for (let at = start; at <= end; at++) {
    const code = row.charCodeAt(at);
    if (at < end - 1 && code === 92) at++;
    else if (at === end || code === 124) {
      if (at === end && start >= end) break;
      const raw = row.slice(start, Math.min(at, end));
      cells.push({ text: raw.trim().replaceAll('\\|', '|'), at: start + raw.length - raw.trimStart().length });
      start = at + 1;
    }
  }
  return cells;
}
