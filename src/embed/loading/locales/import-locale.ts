/**
 * Imports the file of a language in `dist/modules/`. Its name follows from the locale, because a table of 63 files of
 * three kinds would be a kilobyte of the code that opens the chat.
 */
import type { LocaleStrings } from '../../../chatkit/locales/en.ts';
import type { IconLabels } from '../../../chatkit/locales/icons/en.ts';
import type { Translation } from '../../../options/strings.ts';

interface LocaleFiles {
  chat: { strings: LocaleStrings };
  icons: { labels: IconLabels };
  dock: { strings: Translation };
}

/** @param locale One of the names that `resolveLocale` returns. */
export const importLocale = <Kind extends keyof LocaleFiles>(kind: Kind, locale: string): Promise<LocaleFiles[Kind]> =>
  import(/* @vite-ignore */ `./chunks/${kind}-${locale}-${CHATDOCK_LOCALES}.js`);
