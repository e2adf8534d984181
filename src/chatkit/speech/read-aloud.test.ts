import { expect, it } from 'vitest';
import { createText, english } from '../language/text.ts';
import { loadLater } from '../ui/loading/load-later.ts';
import { HOSTILE_TEXTS } from '../../../test/harness/hostile/hostile-markdown.ts';
import { lastSentenceEnd, readAloud, toSpeech } from './read-aloud.ts';

await loadLater();
const text = createText(english);

it.each([
  ['It is on', 0],
  ['It is on its way.', 0], // a point may be the middle of a number or an ellipsis: the sentence ends with what follows
  ['It is on its way. It co', 18],
  ['今日は。明日', 4],
  ['a line\nand', 7],
  ['He said “no.” Then', 14],
])('finds where the last whole sentence of %j ends', (words, end) => expect(lastSentenceEnd(words)).toBe(end));

it.each([
  ['## On **its** way', 'On its way'],
  ['- one\n- [two](https://example.com)', 'one two'],
  ['```html\n<b>\n</b>\n```\nSo.', 'Code, HTML, 2 lines. So.'],
  ['~~~\nx\n~~~', 'Code, 1 line.'],
  ['```python title="a"\n```', 'Code, Python, 0 lines.'],
  ['````md\n```\nx\n```\n````', 'Code, MD, 3 lines.'],
  ['```js\nlet x', 'Code, JS, 1 line.'],
  ['| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 | 4 |\n\nDone.', 'Table, 2 rows. Done.'],
  ['a | b\n- | -\n1 | 2', 'Table, 1 row.'],
  ['Either | or', 'Either or'],
])('reads %j aloud', (markdown, words) => expect(readAloud(markdown, 0, true, text).words).toBe(words));

it('waits for the end of a sentence, of a code block and of a table', () => {
  const markdown = 'One. Two.\n```js\nlet x\n```\n| a |\n|---|\n| 1 |\n\nEnd of it.';
  const spoken: string[] = [];
  let at = 0;
  for (let length = 1; length <= markdown.length; length++) {
    const { words, to } = readAloud(markdown.slice(0, length), at, length === markdown.length, text);
    if (words !== '') spoken.push(words);
    at = to;
  }
  expect(spoken).toEqual(['One.', 'Two.', 'Code, JS, 1 line.', 'Table, 1 row.', 'End of it.']);
});

it('reads hostile text in linear time', () => {
  const cpuOf = (markdown: string) => {
    const start = process.cpuUsage();
    readAloud(markdown, 0, true, text);
    return process.cpuUsage(start).user / 1000;
  };
  for (const { name, make } of HOSTILE_TEXTS) {
    const large = make(256 * 1024);
    // A shorter time measures the machine.
    if (cpuOf(large) < 400) continue;
    const times = Array.from({ length: 3 }, () => cpuOf(large) / cpuOf(make(32 * 1024)));
    expect(Math.min(...times), name).toBeLessThanOrEqual(16);
  }
  for (const part of ['[', '[a](', ' ', '\t|', '\n', '*', '.)', '|\n', '```\n', '|-\n', '- |', ':-'])
    readAloud(`${part.repeat(65_536 / part.length)}a`, 0, false, text);
  expect(toSpeech(`${' '.repeat(65_536)}a`)).toBe('a');
});
