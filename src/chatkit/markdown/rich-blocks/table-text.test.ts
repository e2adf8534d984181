/** Tables as CSV and TSV: quoting, and cells that a spreadsheet would run. */
import { describe, expect, it } from 'vitest';
import { toCsv, toTsv } from './table-text.ts';

describe('CSV', () => {
  it('quotes what needs quotes and ends lines as RFC 4180 does', () => {
    expect(
      toCsv([
        ['a', 'b, c'],
        ['d "e"', 'f\ng'],
        ['', ' h'],
      ]),
    ).toBe('a,"b, c"\r\n"d ""e""","f\ng"\r\n, h');
  });

  it.each([
    '=1+1', '=HYPERLINK("https://evil.example","x")', '+cmd|calc', '-2+3', '@SUM(A1)', '＝1', '＋1', '－1', '＠x', '-', '=', '+', '- item', '-1-1', '+1 2=3',
  ])('puts an apostrophe before %s', (cell) => expect(toCsv([[cell]]).replaceAll('""', '"')).toContain(`'${cell}`)); // prettier-ignore

  it.each(['-5', '+3.5', '-1,234.56', '-1 234,56', '-12 %', '-€35', '-35 €', '+$12', '5', 'a=b', 'x@y.example', '1-2'])(
    'leaves %s as it is',
    (cell) => expect(toCsv([[cell]]).replaceAll('"', '')).toBe(cell),
  );
});

describe('TSV', () => {
  it('has one cell per tab and one row per line, and no formulas', () => {
    expect(
      toTsv([
        ['a\tb', 'c\nd'],
        ['=1', '-5'],
      ]),
    ).toBe("a b\tc d\n'=1\t-5");
  });
});
