/** Fetches the dock's texts that differ when visitors are addressed formally, such as with *Sie* or *usted*. */
import type { Translation } from '../../options/strings.ts';

const files = import.meta.glob<Partial<Translation>>('../locales/formal/*.ts', { import: 'strings' });

/** @returns undefined for languages whose texts are formal already, and if the file fails to load */
export const loadFormal = async (file: string): Promise<Partial<Translation> | undefined> =>
  files[`../locales/formal/${file}.ts`]?.().catch(() => undefined);
