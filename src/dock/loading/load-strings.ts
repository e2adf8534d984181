/** Loads the dock's texts: one file per language, requested when the panel is needed in that language. */
import { isFormal, resolveLocale, translationFor } from '../../chatkit/language/resolve.ts';
import { englishStrings, type ShellStrings, type Translation } from '../../options/strings.ts';

const files = import.meta.glob<Translation>(['../locales/*.ts', '!../locales/*.test.ts'], { import: 'strings' });

/** The locales that have a file. */
export const translated: readonly string[] = Object.keys(files).map((path) =>
  path.slice('../locales/'.length, -'.ts'.length),
);

/** Returns a function that loads the texts for a locale name, resolved as in the chat; undefined for English, which is built in. */
export function loaderFor(wanted: string): (() => Promise<ShellStrings>) | undefined {
  const file = translationFor(resolveLocale(wanted), translated) ?? 'en';
  const load = files[`../locales/${file}.ts`];
  return (
    load &&
    (async () => {
      const formal = isFormal(wanted) && import('./load-formal.ts').then(({ loadFormal }) => loadFormal(file));
      const [strings, formally] = await Promise.all([load(), formal]);
      return { ...englishStrings, ...strings, ...formally };
    })
  );
}

/** @returns the texts, or the English ones if their file fails to load. */
export async function loadStrings(wanted: string): Promise<ShellStrings> {
  try {
    return (await loaderFor(wanted)?.()) ?? englishStrings;
  } catch {
    return englishStrings;
  }
}
