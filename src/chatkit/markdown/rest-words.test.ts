import { expect, it } from 'vitest';
import { translated } from '../locales/load.ts';
import { restWords } from './rest-words.ts';

it('has words for every language that the element speaks', () => {
  const english = restWords('en');
  expect(translated.filter((locale) => restWords(locale) === english)).toEqual([]);
  expect(restWords('zh-HK')).toBe(restWords('zh-TW'));
  expect(restWords('sw-TZ')).toBe(english);
});
