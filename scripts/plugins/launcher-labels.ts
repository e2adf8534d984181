/**
 * Provides `virtual:launcher-labels`: the launcher's label in every language, collected from the translations in
 * `src/dock/locales/`. The script tag contains these labels; the translation files load with the panel.
 */
import { readdir } from 'node:fs/promises';
import type { Plugin } from 'vite';
import type { ShellStrings } from '../../src/options/strings.ts';

const NAME = 'virtual:launcher-labels';
const folder = new URL('../../src/dock/locales/', import.meta.url);

export function launcherLabels(): Plugin {
  return {
    name: 'launcher-labels',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const files = (await readdir(folder)).filter((file) => /^[a-z]{2,3}(-\w+)?\.ts$/.test(file));
      const labels = await Promise.all(
        files.map(async (file) => [keyOf(file.replace('.ts', '')), await readLabel(file)] as const),
      );
      return `export const labels = ${JSON.stringify(Object.fromEntries(labels))};`;
    },
  };
}

/** The key of a label: the language. Traditional Chinese has its own key, because `zh` is Simplified Chinese. */
const keyOf = (locale: string) => (locale === 'zh-TW' ? 'hant' : locale.replace(/-.*/, ''));

async function readLabel(file: string): Promise<string> {
  const { strings }: { strings: ShellStrings } = await import(new URL(file, folder).href);
  return strings.openChat;
}
