/** The language to read a text in. Pure. */

/** Letters that one language, or one above all, is written with; the chat's language reads the others. */
const scripts: readonly (readonly [letters: RegExp, languages: readonly string[]])[] = [
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
/** Letters are counted in the beginning only, which is enough and takes no time. */
const LOOKED_AT = 2000;

/** `locale`, unless most letters are of a script that it is not written with. */
export function languageOf(text: string, locale: string): string {
  const start = text.slice(0, LOOKED_AT);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const own = locale.split('-')[0] ?? '';
  // Japanese has fewer kana than kanji in some sentences, and Chinese has none.
  const kana = start.match(scripts[0]?.[0] ?? /$/g)?.length ?? 0;
  if (kana > letters * 0.1) return own === 'ja' ? locale : 'ja';
  for (const [script, languages] of scripts)
    if ((start.match(script)?.length ?? 0) > letters / 2)
      return languages.includes(own) ? locale : (languages[0] ?? locale);
  const isForeign = scripts.some(([, languages]) => languages.includes(own)) && /\p{Script=Latin}/u.test(start);
  return isForeign ? 'en' : locale;
}
