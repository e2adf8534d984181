import { afterEach, expect, it, vi } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

afterEach(() => void vi.useRealTimers());

it.each([
  ['7', 7000],
  [' 7 ', 7000],
  ['0', 0],
  ['1.5', 1500],
  ['-5', 0],
  ['Wed, 21 Oct 2026 07:28:00 GMT', 30_000],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['', undefined],
  ['soon', undefined],
  ['Infinity', undefined],
  [null, undefined],
])('Retry-After %j means a wait of %j ms', (header, ms) => {
  vi.useFakeTimers({ now: Date.UTC(2026, 9, 21, 7, 27, 30) });
  expect(parseRetryAfter(header)).toBe(ms);
});
