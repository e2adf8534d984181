/** Answers that a visitor made a model write. Parsing blocks the process for all visitors, so it must be fast. */
import { expect, it } from 'vitest';
import { WrittenCallReader } from '../../providers/wire/written-calls/reader.ts';
import { MarkerReader } from './citation-markers.ts';
import { ThinkReader } from './think-tags.ts';

/** The limit of processor time, five times what the slowest one takes. */
const MAX_MS = 1500;

const readers = {
  'the reader of markers': () => new MarkerReader(new Map()),
  'the reader of thoughts': () => new ThinkReader(),
  'the reader of tool calls': () => new WrittenCallReader(),
};
const parts = [
  ' ', '\u200b', ' \n', '\n\t', '【', '【 ', '\ue200', '\ue200 ', '\\ue200', '[cite: 1', 'turn1', '<', '[', '<|', '`<',
  'a <tool_call>', '[TOOL_CALLS]', '<think>', '</think>', '`a',
]; // prettier-ignore
const textsOf = (chars: number) => [...parts.map((part) => part.repeat(chars / part.length)), `【${' '.repeat(chars)}`];

const pieces = [
  ['in small pieces', 4, 32 * 1024],
  ['at once', Infinity, 128 * 1024],
] as const;

it.each(
  Object.entries(readers).flatMap(([name, open]) =>
    pieces.map(([how, size, chars]) => ({ name, open, how, size, chars })),
  ),
)('$name reads a hostile answer quickly, $how', { timeout: 60_000 }, ({ open, size, chars }) => {
  for (const text of textsOf(chars)) {
    const reader = open();
    const start = process.cpuUsage();
    const ms = () => process.cpuUsage(start).user / 1000;
    for (let at = 0; at < text.length && ms() < MAX_MS; at += size) reader.read(text.slice(at, at + size));
    reader.end();
    expect(ms(), JSON.stringify(text.slice(0, 12))).toBeLessThan(MAX_MS);
  }
});
