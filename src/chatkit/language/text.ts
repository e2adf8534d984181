/** Fills in the element's texts: numbers, names and plural forms, as the language writes them. */
import type { answer } from '../locales/en/answer.ts';
import type { later } from '../locales/en/later.ts';
import { opening } from '../locales/en/opening.ts';
import type { LocaleStrings, TextKey } from '../locales/en.ts';

export interface Language {
  /** The resolved ChatKit locale, such as `de-DE`, or `en`: what `Accept-Language` carries. */
  locale: string;
  direction: 'ltr' | 'rtl';
  strings: LocaleStrings;
}

export type TextParams = Record<string, string | number>;

/** Returns one of the element's texts. `count` selects the plural form; numbers are formatted for the language. */
export type Text = (key: TextKey, params?: TextParams) => string;

export const english: Language = {
  locale: 'en',
  direction: 'ltr',
  // The other texts are added before a part that uses one of them renders.
  strings: { ...opening } as LocaleStrings,
};

/** Adds the English texts of the parts that load later. */
export const addEnglish = (texts: typeof answer | typeof later) => void Object.assign(english.strings, texts);

export function createText({ locale, strings }: Language): Text {
  // Created when a text first needs them: each takes the browser milliseconds, and opening the chat needs none.
  let plurals: Intl.PluralRules | undefined;
  let numbers: Intl.NumberFormat | undefined;
  return (key, params = {}) => {
    const entry = strings[key];
    const count = params['count'];
    const template =
      typeof entry === 'string'
        ? entry
        : (entry[(plurals ??= new Intl.PluralRules(locale)).select(Number(count ?? 0))] ?? entry.other);
    return template.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = params[name];
      if (value === undefined) return hole;
      return typeof value === 'number' ? (numbers ??= new Intl.NumberFormat(locale)).format(value) : value;
    });
  };
}
