import { expect, it } from 'vitest';
import { hasWords, placeOfWords, splitAtWords, toWords } from './find-words.ts';

it.each([
  ['  Two  words two ', ['two', 'words']],
  ['ÉTÉ', ['ete']],
  ['İstanbul', ['istanbul']],
  ['हिंदी', ['हिंदी']],
  [' \n', []],
])('reads %j as words', (query, words) => expect(toWords(query)).toEqual(words));

it.each([
  ['The Café', 'cafe', ['The ', 'Café', '']],
  ['The Cafe\u0301 is', 'café', ['The ', 'Cafe\u0301', ' is']],
  ['a parcel, a PARCEL', 'parcel', ['a ', 'parcel', ', a ', 'PARCEL', '']],
  ['abab', 'ab ba', ['', 'ab', '', 'ab', '']],
  ['İİ b', 'b', ['İİ ', 'b', '']],
  ['📦 box', 'box', ['📦 ', 'box', '']],
  ['سؤال عن الطلب', 'الطلب', ['سؤال عن ', 'الطلب', '']],
  ['no match', 'x', ['no match']],
  ['no query', '', ['no query']],
])('splits %j at %j', (text, query, parts) => {
  expect(splitAtWords(text, toWords(query))).toEqual(parts);
  expect(parts.join('')).toBe(text);
});

it('needs every word, and no words are in every text', () => {
  expect(hasWords('The parcel to Oslo', toWords('oslo parcel'))).toBe(true);
  expect(hasWords('The parcel to Oslo', toWords('oslo bergen'))).toBe(false);
  expect(hasWords('', [])).toBe(true);
});

it('names the place of the first match', () => {
  expect(placeOfWords('The parcel', ['parcel'])).toBe(4);
  expect(placeOfWords('The parcel', ['oslo'])).toBe(-1);
});
