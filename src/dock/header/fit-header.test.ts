import { expect, it } from 'vitest';
import { fitHeader } from './fit-header.ts';

const wanted = ['history', 'new', 'fullscreen', 'close'];

it.each([
  [5, wanted],
  [4, ['history', 'new', 'close']],
  [3, ['history', 'close']],
  [2, ['close']],
  [0, ['close']],
])('keeps what fits in %d places beside the menu, and always the close button', (places, kept) =>
  expect(fitHeader(wanted, ['close'], true, places)).toEqual(kept),
);

it('needs no place for the menu while everything fits in the bar', () => {
  expect(fitHeader(wanted, ['close'], false, 4)).toEqual(wanted);
  expect(fitHeader(wanted, ['close'], false, 3)).toEqual(['history', 'close']);
});

it('keeps the Back button while the history is open', () =>
  expect(fitHeader(wanted, ['history', 'close'], true, 2)).toEqual(['history', 'close']));
