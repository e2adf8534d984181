import { answer } from './en/answer.ts';
import { later } from './en/later.ts';
import { opening } from './en/opening.ts';

/**
 * The element's English texts. They also define the keys of every other language: each is one file with the same keys
 * (`de-DE.ts` exports `strings: LocaleStrings`), and TypeScript reports missing ones.
 *
 * `{name}` is filled in where the text is shown. A text that depends on a number is an object with one form for each
 * plural category of its language (`Intl.PluralRules`); `other` is always there.
 *
 * The texts are split into three files, because the chat opens with some of them and the thread needs others. Code
 * imports only types from this file.
 */
export const en = { ...opening, ...answer, ...later } as const satisfies Record<string, LocaleText>;

/** One text, or its plural forms. */
export type LocaleText = string | ({ other: string } & { [form in Intl.LDMLPluralRule]?: string });

export type TextKey = keyof typeof en;

/**
 * The texts of a translation. Where English has plural forms, a translation must have plural forms, but may have
 * different ones.
 */
export type LocaleStrings = {
  [Key in TextKey]: (typeof en)[Key] extends string ? string : Exclude<LocaleText, string>;
};
