/** Fetches the texts that differ where visitors are addressed formally, such as with *Sie* or *usted*. */
import type { LocaleStrings } from '../en.ts';

const files = import.meta.glob<Partial<LocaleStrings>>(['./*.ts', '!./load.ts'], { import: 'strings' });

/** @returns nothing for languages whose texts are formal already, and if the file does not arrive. */
export const loadFormal = async (file: string): Promise<Partial<LocaleStrings> | undefined> =>
  files[`./${file}.ts`]?.().catch(() => undefined);
