/** Fetches a translation. Each language is a separate file, which loads when a chat uses it. */
import { importTexts } from './import-texts.ts';
import { directionOf, isFormal, resolveLocale } from './resolve.ts';
import { english, type Language } from './text.ts';

/** The texts before any file has loaded: English, with the right locale and direction. */
export function startingLanguage(wanted: string | undefined): Language {
  const locale = resolveLocale(wanted ?? navigator.language);
  return { ...english, locale, direction: directionOf(locale) };
}

/** @returns the language, or English texts with the same locale if its file fails to load */
export async function loadLanguage(wanted: string | undefined): Promise<Language> {
  const start = startingLanguage(wanted);
  const { locale } = start;
  const texts = importTexts(locale);
  if (!texts) return start;
  try {
    const formal = isFormal(wanted ?? '') && import('./load-formal.ts').then(({ loadFormal }) => loadFormal(locale));
    const [strings, formally] = await Promise.all([texts, formal]);
    return { ...start, strings: { ...strings, ...formally } };
  } catch {
    return { ...start, direction: 'ltr' };
  }
}
