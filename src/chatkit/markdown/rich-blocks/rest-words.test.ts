import { expect, it } from 'vitest';
import { translated } from '../../language/load.ts';
import { restWords } from './rest-words.ts';

it('has texts for every language of the element', () => {
  const english = restWords('en');
  expect(translated.filter((locale) => restWords(locale) === english)).toEqual([]);
  expect(restWords('zh-HK')).toBe(restWords('zh-TW'));
  expect(restWords('sw-TZ')).toBe(english);
});
