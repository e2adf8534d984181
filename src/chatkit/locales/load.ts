/** Fetching a translation: a file of its own each, asked for when its language is spoken. */
import type { LocaleStrings } from './en.ts';
import { directionOf, resolveLocale } from './resolve.ts';
import { english, type Language } from './text.ts';

const files = import.meta.glob<LocaleStrings>(['./*.ts', '!./en.ts', '!./text.ts', '!./resolve.ts', '!./load.ts', '!./*.test.ts'], {
  import: 'strings',
});

/** What can be said before any file has arrived: English words, in the right locale and direction. */
export function startingLanguage(wanted: string | undefined): Language {
  const locale = resolveLocale(wanted ?? navigator.language);
  return { ...english, locale, direction: directionOf(locale) };
}

/** Whether a resolved locale has a file of its own. */
export const isTranslated = (locale: string): boolean => `./${locale}.ts` in files;

/** @returns the language, or English words under the same locale when its file does not arrive. */
export async function loadLanguage(wanted: string | undefined): Promise<Language> {
  const start = startingLanguage(wanted);
  const load = files[`./${start.locale}.ts`];
  if (!load) return { ...start, direction: 'ltr' };
  try {
    return { ...start, strings: await load() };
  } catch {
    return { ...start, direction: 'ltr' };
  }
}
