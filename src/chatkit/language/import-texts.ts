/** Imports the file of a language. The build of `dist/modules/` replaces this file by one without a table of files. */
import type { LocaleStrings } from '../locales/en.ts';

const files = import.meta.glob<LocaleStrings>(['../locales/*.ts', '!../locales/en.ts', '!../locales/*.test.ts'], {
  import: 'strings',
});

/** @returns undefined for English, whose texts are built in */
export const importTexts = (locale: string): Promise<LocaleStrings> | undefined => files[`../locales/${locale}.ts`]?.();
