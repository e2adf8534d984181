import { expect, it } from 'vitest';
import { relativeTime } from './relative-time.ts';

const now = new Date(2026, 10, 30, 9, 30);
const before = (...parts: [number, number, number, number?, number?, number?]) => new Date(...parts);

it.each([
  ['this moment', now, 'now'],
  ['59 seconds', new Date(now.getTime() - 59_000), 'now'],
  ['a server whose clock is ahead', new Date(now.getTime() + 120_000), 'now'],
  ['a minute', new Date(now.getTime() - 60_000), '1 min. ago'],
  ['an hour less a second', new Date(now.getTime() - 3_599_000), '59 min. ago'],
  ['two hours', before(2026, 10, 30, 7, 30), '2 hr. ago'],
  ['early today', before(2026, 10, 30, 0, 1), '9 hr. ago'],
  ['yesterday at night', before(2026, 10, 29, 23, 59), 'yesterday'],
  ['yesterday in the morning', before(2026, 10, 29, 0, 1), 'yesterday'],
  ['six days', before(2026, 10, 24, 23, 0), '6 days ago'],
  ['a week', before(2026, 10, 23, 9, 30), 'Nov 23'],
  ['another year', before(2025, 11, 31, 9, 30), 'Dec 31, 2025'],
])('says %s', (_, at, text) => expect(relativeTime(at, now, 'en')).toBe(text));

it('shows hours shortly after midnight, not "yesterday"', () => {
  expect(relativeTime(before(2026, 10, 29, 23, 0), before(2026, 10, 30, 1, 0), 'en')).toBe('2 hr. ago');
});

it('is in the visitor’s language', () => {
  expect(relativeTime(before(2026, 10, 29, 9, 0), now, 'de-DE')).toBe('gestern');
  expect(relativeTime(before(2026, 9, 2), now, 'ja-JP')).toBe('10月2日');
});
