/** Imports the names of icons in a language. The build of `dist/modules/` replaces this file by one without a table of files. */
import type { IconLabels } from '../locales/icons/en.ts';

const files = import.meta.glob<IconLabels>('../locales/icons/*.ts', { import: 'labels' });

export const importLabels = (locale: string): Promise<IconLabels> | undefined =>
  files[`../locales/icons/${locale}.ts`]?.();
