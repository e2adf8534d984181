import { describe, expect, it } from 'vitest';
import type { Source } from '@chatdock/protocol/thread/sources';
import { MarkerReader, readMarkers } from './citation-markers.ts';

const none = new Map<number, Source>();
const fees: Source = { type: 'file', filename: 'fees.pdf', title: 'fees.pdf' };
const numbered = new Map([[2, fees]]);

/** The text that a reader gives out when it gets `text` in pieces of `size`. */
function inPieces(text: string, size: number, sources = none) {
  const reader = new MarkerReader(sources);
  const pieces = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
  return pieces.map((piece) => reader.read(piece).text).join('') + reader.end().text;
}

const O = '\ue200';
const S = '\ue202';
const C = '\ue201';

describe('markers of a provider', () => {
  it.each([
    ['The fee is 5 euros【4:0†fees.pdf】. See also citeturn0search0.', 'The fee is 5 euros. See also.'],
    [`It rains ${O}cite${S}turn0search0${C}.`, 'It rains.'],
    [`It rains${O}cite${S}turn0search0${S}turn1view12${C}, a lot`, 'It rains, a lot'],
    ['It rains citeturn1view0turn1view1 a lot', 'It rains a lot'],
    ['See fileciteturn0file1.', 'See.'],
    ['See filecite turn0file1.', 'See.'],
    [`A list ${O}navlist${S}News${S}turn0news1,turn0news2${C}\nNext`, 'A list\nNext'],
    ['It rains \\ue200cite\\ue202turn0search0\\ue201.', 'It rains.'],
    ['Two【1†source】【2†source】.', 'Two.'],
    ['Lines【7†L12-L18】.', 'Lines.'],
    [`Left${S} over${C} signs${C}`, 'Left over signs'],
    ['turn0search3', ''],
    ['See fileciteturn0file0L1-L3.', 'See.'],
    ['Two turn0file1L4turn1file2L10-L12.', 'Two.'],
    ['The fee【†source】.', 'The fee.'],
    ['The fee is 5 euros:contentReference[oaicite:0]{index=0}.', 'The fee is 5 euros.'],
    ['Two :contentReference[oaicite:0]{index=0}:contentReference[oaicite:12]{index=12}\nNext', 'Two\nNext'],
    ['Yes. [cite_start]The fee is 5 euros [cite: 1, 2].', 'Yes. The fee is 5 euros.'],
  ])('are removed from %j, however it is cut [D047]', (text, expected) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(inPieces(text, size)).toBe(expected);
    expect(readMarkers(text, none)).toEqual({ text: expected, annotations: [] });
  });

  it.each([
    'Write `citeturn0search0` to cite.',
    '```\nciteturn0search0 【4:0†x】\n```\nDone',
    '~~~\nciteturn0search0\n~~~',
    '【重要】お知らせ【1】',
    'Cite turn 0, return0search, turning 3 times, turn0 and excite.',
    'Turn left, then turn right. The city is cited in a file.',
    'A backslash \\u00e9 and \\ue2 stay',
    'C:\\users\\ue',
    'Trailing spaces  \nand a line\n\n',
    'const i = 3;',
    'Some [citation needed], [cite] and [cite: Smith 2020]: contentReference[0] and :contentReference',
  ])('are not found in %j', (text) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(inPieces(text, size)).toBe(text);
  });

  it('become citations if they number our sources, and are removed otherwise', () => {
    for (const size of [1, 4, 1000]) {
      const reader = new MarkerReader(numbered);
      const text = '5 euros 【2】, or so 【9】【4:0†x.pdf】. 【2, 2】';
      const read = [
        ...(text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []).map((piece) => reader.read(piece)),
        reader.end(),
      ];
      expect(read.map((each) => each.text).join('')).toBe('5 euros, or so.');
      expect(read.flatMap((each) => each.annotations)).toEqual([
        { type: 'annotation', source: fees, index: 7 },
        { type: 'annotation', source: fees, index: 15 },
      ]);
    }
  });

  it('are found quickly in a long line', () => {
    const started = performance.now();
    inPieces('word '.repeat(40_000), 5);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
