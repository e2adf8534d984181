/** Loads the dock's texts: one file per language, requested when the panel is needed in that language. */
import { isFormal, resolveLocale } from '../../chatkit/language/resolve.ts';
import { englishStrings, type ShellStrings } from '../../options/strings.ts';
import { importStrings } from './import-strings.ts';

/** Returns a function that loads the texts for a locale name, resolved as in the chat; undefined for English, which is built in. */
export function loaderFor(wanted: string): (() => Promise<ShellStrings>) | undefined {
  const locale = resolveLocale(wanted);
  if (locale === 'en') return undefined;
  return async () => {
    const formal = isFormal(wanted) && import('./load-formal.ts').then(({ loadFormal }) => loadFormal(locale));
    const [strings, formally] = await Promise.all([importStrings(locale), formal]);
    return { ...englishStrings, ...strings, ...formally };
  };
}

/** @returns the texts, or the English ones if their file fails to load. */
export async function loadStrings(wanted: string): Promise<ShellStrings> {
  try {
    return (await loaderFor(wanted)?.()) ?? englishStrings;
  } catch {
    return englishStrings;
  }
}
