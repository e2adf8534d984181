/** The chat's texts in a language, in `dist/modules/`. */
import { importLocale } from './import-locale.ts';

export const importTexts = (locale: string) =>
  locale === 'en' ? undefined : importLocale('chat', locale).then(({ strings }) => strings);
