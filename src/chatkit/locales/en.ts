import { answer } from './en-answer.ts';
import { later } from './en-later.ts';
import { opening } from './en-opening.ts';

/**
 * English, and with it the list of everything the element says by itself. Another language is one file of the same
 * keys (`de-DE.ts` exports `strings: LocaleStrings`): TypeScript names the ones that are missing.
 *
 * `{name}` is filled in where the text is shown. A text that depends on a number is an object with one form for each
 * plural category of its language (`Intl.PluralRules`); `other` is always there.
 *
 * Written in three files, because the chat opens with a part of it, and the thread needs another. Code needs only the types of this file.
 */
export const en = { ...opening, ...answer, ...later } as const satisfies Record<string, LocaleText>;

/** One text, or its plural forms. */
export type LocaleText = string | ({ other: string } & { [form in Intl.LDMLPluralRule]?: string });

export type TextKey = keyof typeof en;

/** What a translation has to give. Where English has plural forms a language may have others, but has forms too. */
export type LocaleStrings = {
  [Key in TextKey]: (typeof en)[Key] extends string ? string : Exclude<LocaleText, string>;
};
