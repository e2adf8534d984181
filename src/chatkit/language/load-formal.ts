/** Fetches the texts that differ when visitors are addressed formally, such as with *Sie* or *usted*. */
import type { LocaleStrings } from '../locales/en.ts';

const files = import.meta.glob<Partial<LocaleStrings>>('../locales/formal/*.ts', { import: 'strings' });

/** @returns undefined for languages whose texts are formal already, and if the file fails to load */
export const loadFormal = async (file: string): Promise<Partial<LocaleStrings> | undefined> =>
  files[`../locales/formal/${file}.ts`]?.().catch(() => undefined);
