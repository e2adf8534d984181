import { describe, expect, it } from 'vitest';
import { readSuggestedReplies } from './suggested-replies.ts';

describe('suggested replies', () => {
  it.each<[string, unknown, string[]]>([
    ['are the first four different ones', { replies: ['a', 'b', 'a', ' b ', 'c', 'd', 'e'] }, ['a', 'b', 'c', 'd']],
    [
      'have one line and no more than 80 characters',
      { replies: ['x\n  y', 'z'.repeat(80), 'z'.repeat(81)] },
      ['x y', 'z'.repeat(80)],
    ],
    ['are texts with something in them', { replies: [1, null, {}, '', ' \n', 'a'] }, ['a']],
    ['are none if there is no list', { replies: 'a' }, []],
    ['are none without data', undefined, []],
    ['are read from the beginning of a long list', { replies: [...Array.from({ length: 100 }, () => ''), 'late'] }, []],
  ])('%s', (_, data, expected) => expect(readSuggestedReplies(data)).toEqual(expected));
});
