/** Imports the dock's texts in a language. The build of `dist/modules/` replaces this file by one without a table of files. */
import type { Translation } from '../../options/strings.ts';

const files = import.meta.glob<Translation>(['../locales/*.ts', '!../locales/*.test.ts'], { import: 'strings' });

export const importStrings = (locale: string): Promise<Translation> | undefined => files[`../locales/${locale}.ts`]?.();
