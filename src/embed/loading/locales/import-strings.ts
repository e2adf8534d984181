/** The dock's texts in a language, in `dist/modules/`. */
import { importLocale } from './import-locale.ts';

export const importStrings = (locale: string) =>
  locale === 'en' ? undefined : importLocale('dock', locale).then(({ strings }) => strings);
