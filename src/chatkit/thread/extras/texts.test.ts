/** The parts of the extras that need no page: times, languages, pieces to read. */
import { describe, expect, it } from 'vitest';
import { formatTime } from './format-time.ts';
import { languageOf } from './language-of.ts';
import { toPieces } from './speaker.ts';

describe('the time of a message', () => {
  const now = new Date(2026, 10, 30, 15, 0);
  const short = (date: Date, locale = 'en') => formatTime(date, now, locale).short.replaceAll('\u202f', ' ');

  it('is as short as possible', () => {
    expect(short(new Date(2026, 10, 30, 9, 5))).toBe('9:05 AM');
    expect(short(new Date(2026, 10, 29, 23, 59))).toBe('Nov 29, 11:59 PM');
    expect(short(new Date(2025, 10, 30, 9, 5))).toBe('Nov 30, 2025, 9:05 AM');
  });

  it('follows the language, in short and in full', () => {
    expect(short(new Date(2026, 10, 30, 9, 5), 'de-DE')).toBe('9:05');
    expect(formatTime(new Date(2026, 10, 30, 9, 5), now, 'de-DE').full).toContain('Montag, 30. November 2026');
  });
});

describe('the language to read in', () => {
  it.each([
    ['Your parcel arrives today.', 'en', 'en'],
    ['Ihr Paket kommt heute.', 'de-DE', 'de-DE'],
    ['Посылка придёт сегодня.', 'de-DE', 'ru'],
    ['Посилка прийде сьогодні.', 'uk-UA', 'uk-UA'],
    ['يصل الطرد اليوم.', 'en', 'ar'],
    ['荷物は今日届きます。', 'en', 'ja'],
    ['包裹今天送到。', 'zh-TW', 'zh-TW'],
    ['包裹今天送到。', 'en', 'zh'],
    ['Your parcel arrives today.', 'ar', 'en'],
    ['الرقم هو ABC.', 'ar', 'ar'],
    ['12 + 30 = 42', 'hi-IN', 'hi-IN'],
    ['', 'ja-JP', 'ja-JP'],
  ])('of %j in a chat in %s is %s', (text, locale, expected) => expect(languageOf(text, locale)).toBe(expected));
});

describe('pieces to read', () => {
  it('end after sentences', () => {
    const sentence = `${'word '.repeat(25).trim()}. `;
    expect(toPieces(sentence.repeat(3))).toEqual([sentence.trim(), sentence.trim(), sentence.trim()]);
    expect(toPieces('One. Two.')).toEqual(['One. Two.']);
    expect(toPieces('   ')).toEqual([]);
  });

  it('cut a sentence between words, and a word anywhere but in a character', () => {
    const words = toPieces('word '.repeat(100));
    expect(words.every((piece) => piece.length <= 200 && /^word( word)*$/.test(piece))).toBe(true);
    const emoji = toPieces(`a${'😀'.repeat(300)}`);
    expect(emoji.join('')).toBe(`a${'😀'.repeat(300)}`);
    expect(emoji.every((piece) => piece.isWellFormed())).toBe(true);
  });
});
