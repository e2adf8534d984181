/**
 * Provides the launcher's label in every language, collected from the translations in `src/dock/locales/`:
 * `virtual:launcher-labels` for the languages that the script tag contains, `virtual:more-launcher-labels` for the
 * others. The translation files load with the panel.
 */
import { readdir } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { englishStrings, type ShellStrings } from '../../src/options/strings.ts';

const NAME = 'virtual:launcher-labels';
const MORE = 'virtual:more-launcher-labels';
/** The languages of the most visitors: their launcher is labelled without a request. */
const IN_SCRIPT = new Set(['en', 'ar', 'de', 'es', 'fr', 'it', 'ja', 'nl', 'pt', 'ru', 'zh', 'hant']);
/** Other names of languages, as pages and browsers write them. */
const ALIASES: Readonly<Record<string, string>> = { fil: 'tl', no: 'nb', nn: 'nb' };
const folder = new URL('../../src/dock/locales/', import.meta.url);

export function launcherLabels(): Plugin {
  return {
    name: 'launcher-labels',
    resolveId: (id) => (id === NAME || id === MORE ? `\0${id}` : undefined),
    async load(id) {
      if (id !== `\0${NAME}` && id !== `\0${MORE}`) return undefined;
      const files = (await readdir(folder)).filter((file) => /^[a-z]{2,3}(-\w+)?\.ts$/.test(file));
      const labels = await Promise.all(
        files.map(async (file) => [keyOf(file.replace('.ts', '')), await readLabel(file)] as const),
      );
      const all = new Map([['en', englishStrings.openChat] as const, ...labels]);
      for (const [alias, language] of Object.entries(ALIASES)) all.set(alias, all.get(language) ?? '');
      const wanted = [...all].filter(([language]) => IN_SCRIPT.has(language) === (id === `\0${NAME}`));
      return `export const labels = ${JSON.stringify(Object.fromEntries(wanted))};`;
    },
  };
}

/** The key of a label: the language. Traditional Chinese has its own key, because `zh` is Simplified Chinese. */
const keyOf = (locale: string) => (/^zh-(TW|HK)/.test(locale) ? 'hant' : locale.replace(/-.*/, ''));

async function readLabel(file: string): Promise<string> {
  const { strings }: { strings: ShellStrings } = await import(new URL(file, folder).href);
  return strings.openChat;
}
