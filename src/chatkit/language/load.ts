/** Fetches a translation. Each language is a separate file, which loads when a chat uses it. */
import type { LocaleStrings } from '../locales/en.ts';
import { directionOf, isFormal, resolveLocale, translationFor } from './resolve.ts';
import { english, type Language } from './text.ts';

const files = import.meta.glob<LocaleStrings>(['../locales/*.ts', '!../locales/en.ts', '!../locales/*.test.ts'], {
  import: 'strings',
});

/** The texts before any file has loaded: English, with the right locale and direction. */
export function startingLanguage(wanted: string | undefined): Language {
  const locale = resolveLocale(wanted ?? navigator.language);
  return { ...english, locale, direction: directionOf(locale) };
}

/** The locales that have their own file. */
export const translated: readonly string[] = Object.keys(files).map((path) =>
  path.slice('../locales/'.length, -'.ts'.length),
);

/** The file for a resolved locale; undefined if there is no translation and English is used. */
export const fileFor = (locale: string): string | undefined => translationFor(locale, translated);

/** @returns the language, or English texts with the same locale if its file fails to load */
export async function loadLanguage(wanted: string | undefined): Promise<Language> {
  const start = startingLanguage(wanted);
  const file = fileFor(start.locale) ?? 'en';
  const load = files[`../locales/${file}.ts`];
  if (!load) return { ...start, direction: 'ltr' };
  try {
    const formal = isFormal(wanted ?? '') && import('./load-formal.ts').then(({ loadFormal }) => loadFormal(file));
    const [strings, formally] = await Promise.all([load(), formal]);
    return { ...start, strings: { ...strings, ...formally } };
  } catch {
    return { ...start, direction: 'ltr' };
  }
}
