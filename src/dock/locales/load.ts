/** Fetching the shell's words: a file of its own for each language, asked for when the panel is wanted in it. */
import { resolveLocale, translationFor } from '../../chatkit/locales/resolve.ts';
import { englishStrings, type ShellStrings, type Translation } from '../../options/strings.ts';

const files = import.meta.glob<Translation>(['./*.ts', '!./load.ts', '!./*.test.ts'], { import: 'strings' });

/** The locales that have a file of their own. */
export const translated: readonly string[] = Object.keys(files).map((path) => path.slice('./'.length, -'.ts'.length));

/** Fetches the words for a locale name, by the rule of the chat inside; undefined where that is English, which is here already. */
export function loaderFor(wanted: string): (() => Promise<ShellStrings>) | undefined {
  const load = files[`./${translationFor(resolveLocale(wanted), translated)}.ts`];
  return load && (async () => ({ ...englishStrings, ...(await load()) }));
}

/** @returns the words, or the English ones when their file does not arrive. */
export async function loadStrings(wanted: string): Promise<ShellStrings> {
  try {
    return (await loaderFor(wanted)?.()) ?? englishStrings;
  } catch {
    return englishStrings;
  }
}
