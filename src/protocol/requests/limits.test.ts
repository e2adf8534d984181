import { describe, expect, it } from 'vitest';
import { findExcess } from './limits.ts';

const limits = { chars: 10, values: 4, depth: 2 };

describe('a free-form value', () => {
  it.each([
    ['as many characters as allowed', '0123456789'],
    ['names and texts together as many characters as allowed', { abcde: '12345' }],
    ['as many values as allowed', [1, 2, 3]],
    ['as many levels as allowed', [[1]]],
  ])('may have %s', (_, value) => expect(findExcess(value, limits)).toBeNull());

  it.each([
    ['10 characters', '01234567890'],
    ['10 characters', { abcdef: '12345' }],
    ['4 values', [1, 2, 3, 4]],
    ['2 levels', [[[1]]]],
    ['2 levels', { a: { b: {} } }],
  ])('may have at most %s: %j has one more', (most, value) =>
    expect(findExcess(value, limits)).toBe(`may have at most ${most}`),
  );
});
