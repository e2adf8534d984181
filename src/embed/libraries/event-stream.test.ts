/** The small parser of the script tag's modules beside the package that it replaces: both read the same from every stream. */
import { createParser as createLibraryParser } from 'eventsource-parser';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createParser } from './event-stream.ts';

type Create = (callbacks: Parameters<typeof createParser>[0]) => { feed(text: string): void };

/**
 * The events that a parser reports for a text that arrives in pieces. Of invalid lines, only those that our reader
 * checks.
 */
function report(create: Create, pieces: readonly string[]): string[] {
  const seen: string[] = [];
  const parser = create({
    onEvent: ({ data, id }) => seen.push(`event ${id} ${data}`),
    onComment: (comment) => seen.push(`comment ${comment}`),
    onError: ({ line }) => line !== '' && 'data'.startsWith(line) && seen.push(`stray ${line}`),
  });
  for (const piece of pieces) parser.feed(piece);
  return seen;
}

const withLibrary: Create = ({ onError, ...callbacks }) =>
  createLibraryParser({ ...callbacks, onError: ({ line = '' }) => onError({ line }) });

const line = fc.oneof(
  fc.constantFrom(
    'data: {"a":1}',
    'data',
    'data:',
    'data:  two',
    'dat',
    'id: 7/3',
    'id:\0',
    'id',
    'event: x',
    'retry: 9',
  ),
  fc.constantFrom(':', ': end complete', ':15000', 'retry: soon', 'unknown: 1', 'data : x', 'data: a:b', '\u2028', ''),
  fc.string({ maxLength: 8 }),
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\n', '\n\n', '\r\n', '\r\n\r\n', '\r', '\r\r', '')), { maxLength: 12 })
  .map((lines) => lines.flat().join(''));

/** Cuts a text at the given places, in any order and number. */
function cut(text: string, places: readonly number[]): string[] {
  const edges = [...new Set([0, ...places.map((place) => place % (text.length + 1)), text.length])].toSorted(
    (a, b) => a - b,
  );
  return edges.slice(1).map((end, position) => text.slice(edges[position], end));
}

it('reports what the package reports, however the text is cut', () => {
  fc.assert(
    fc.property(fc.boolean(), stream, fc.array(fc.nat(), { maxLength: 6 }), (hasMark, text, places) => {
      const pieces = cut(`${hasMark ? '\ufeff' : ''}${text}\n\n`, places);
      expect(report(createParser, pieces)).toEqual(report(withLibrary, pieces));
    }),
    { numRuns: 2000 },
  );
});

it('reads data over several lines, ids, comments and every line end', () => {
  const text = '\ufeffid: 7\rdata: a\r\ndata:b\n\n:15000\ndata: c\r\rdat\n\n';
  const seen = ['event 7 a\nb', 'comment 15000', 'event undefined c', 'stray dat'];
  expect(report(createParser, [text])).toEqual(seen);
  expect(report(createParser, [...text])).toEqual(seen);
});

it('takes time in proportion to a line that arrives in many pieces', () => {
  const pieces = Array.from({ length: 20_000 }, () => 'x'.repeat(100));
  expect(report(createParser, ['data: ', ...pieces, '\n\n'])).toEqual([`event undefined ${pieces.join('')}`]);
});
