/** Guesses the language of a text, for reading it aloud. Pure. */

/** Letters that only or mostly one language uses. For other letters, the chat's language is used. */
const SCRIPTS: readonly (readonly [letters: RegExp, languages: readonly string[]])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, ['ja']],
  [/\p{Script=Hangul}/gu, ['ko']],
  [/\p{Script=Han}/gu, ['zh', 'ja', 'yue']],
  [/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur']],
  [/\p{Script=Hebrew}/gu, ['he']],
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'bg', 'sr', 'mk', 'kk', 'mn']],
  [/\p{Script=Greek}/gu, ['el']],
  [/\p{Script=Devanagari}/gu, ['hi', 'mr']],
  [/\p{Script=Thai}/gu, ['th']],
];
/** Only letters at the beginning are counted, which is sufficient and fast. */
const LOOKED_AT = 2000;

/** Returns `locale`, unless most letters are of a script that this language does not use. */
export function languageOf(text: string, locale: string): string {
  const start = text.slice(0, LOOKED_AT);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const own = locale.split('-')[0] ?? '';
  // Japanese has fewer kana than kanji in some sentences, and Chinese has none.
  const kana = start.match(SCRIPTS[0]?.[0] ?? /$/g)?.length ?? 0;
  if (kana > letters * 0.1) return own === 'ja' ? locale : 'ja';
  for (const [script, languages] of SCRIPTS)
    if ((start.match(script)?.length ?? 0) > letters / 2)
      return languages.includes(own) ? locale : (languages[0] ?? locale);
  const isForeign = SCRIPTS.some(([, languages]) => languages.includes(own)) && /\p{Script=Latin}/u.test(start);
  return isForeign ? 'en' : locale;
}
