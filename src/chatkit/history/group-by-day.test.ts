import { expect, it } from 'vitest';
import { groupByDay, nameOfDay } from './group-by-day.ts';

const now = new Date(2026, 10, 30, 9, 30);
const at = (...parts: [number, number, number, number?, number?]) => ({ at: new Date(...parts).toISOString() });
const name = (entries: { at: string }[], day = now) =>
  groupByDay(entries, day).map(({ day: each, entries: members }) => [
    each instanceof Date ? nameOfDay(each, day, 'en') : each,
    members.length,
  ]);

it('groups by calendar day, the newest first, whatever the server’s order', () => {
  const entries = [
    at(2026, 10, 28, 12),
    at(2026, 10, 29, 23, 59),
    at(2026, 10, 30, 0, 0),
    at(2025, 11, 31, 12),
    at(2026, 10, 29, 0, 0),
    at(2026, 10, 28, 13),
    at(2026, 10, 30, 9),
  ];
  expect(name(entries)).toEqual([
    ['today', 2],
    ['yesterday', 2],
    ['Saturday, November 28', 2],
    ['Wednesday, December 31, 2025', 1],
  ]);
  expect(groupByDay(entries, now)[2]?.entries).toEqual([at(2026, 10, 28, 13), at(2026, 10, 28, 12)]);
});

it('a future time counts as today, and an invalid time comes last', () => {
  expect(name([{ at: 'soon' }, at(2026, 11, 1, 1), at(2026, 10, 30, 9)])).toEqual([
    ['today', 2],
    ['older', 1],
  ]);
});

it('counts days across the change to winter time and the turn of the year', () => {
  expect(name([at(2026, 9, 25, 0, 30)], new Date(2026, 9, 26, 23, 30))).toEqual([['yesterday', 1]]);
  expect(name([at(2025, 11, 31, 23, 30)], new Date(2026, 0, 1, 0, 10))).toEqual([['yesterday', 1]]);
});

it('names a day in the visitor’s language', () => {
  expect(nameOfDay(new Date(2026, 10, 23), now, 'de-DE')).toBe('Montag, 23. November');
  expect(nameOfDay(new Date(2026, 10, 23), now, 'ja-JP')).toBe('11月23日月曜日');
});
