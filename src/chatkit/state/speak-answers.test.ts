import { expect, it } from 'vitest';
import { lastSentenceEnd, toSpeech } from './speak-answers.ts';

it.each([
  ['It is on', 0],
  ['It is on its way.', 0], // a point may be the middle of a number or an ellipsis: the sentence ends with what follows
  ['It is on its way. It co', 18],
  ['今日は。明日', 4],
  ['a line\nand', 7],
  ['He said “no.” Then', 14],
])('finds where the last whole sentence of %j ends', (text, end) => expect(lastSentenceEnd(text)).toBe(end));

it.each([
  ['## On **its** way', 'On its way'],
  ['- one\n- [two](https://example.com)', 'one two'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
  ['```js\nlet x\n```', 'let x'],
])('reads %j as it would be spoken', (markdown, speech) => expect(toSpeech(markdown)).toBe(speech));

it('reads hostile text quickly, such as 64 KB of brackets or of spaces before a word', () => {
  for (const part of ['[', '[a](', ' ', '\t|', '\n', '*', '.)'])
    expect(toSpeech(`${part.repeat(65_536)}a`)).toContain('a');
});
