/** The names of icons in a language, in `dist/modules/`. */
import { importLocale } from './import-locale.ts';

export const importLabels = (locale: string) => importLocale('icons', locale).then(({ labels }) => labels);
