/**
 * `virtual:launcher-labels`: what the launcher is called in every language, gathered from the translations in
 * `src/dock/locales/`. The script tag carries these few words; the files themselves are fetched with the panel.
 */
import { readdir } from 'node:fs/promises';
import type { Plugin } from 'vite';
import type { ShellStrings } from '../../src/options/strings.ts';

const name = 'virtual:launcher-labels';
const folder = new URL('../../src/dock/locales/', import.meta.url);

export function launcherLabels(): Plugin {
  return {
    name: 'launcher-labels',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const files = (await readdir(folder)).filter((file) => /^[a-z]{2,3}(-\w+)?\.ts$/.test(file));
      const labels = await Promise.all(
        files.map(async (file) => [keyOf(file.replace('.ts', '')), await readLabel(file)] as const),
      );
      return `export const labels = ${JSON.stringify(Object.fromEntries(labels))};`;
    },
  };
}

/** By language; Traditional Chinese is the one that shares its language with another translation and not its words. */
const keyOf = (locale: string) => (locale === 'zh-TW' ? 'hant' : locale.replace(/-.*/, ''));

async function readLabel(file: string): Promise<string> {
  const { strings }: { strings: ShellStrings } = await import(new URL(file, folder).href);
  return strings.openChat;
}
