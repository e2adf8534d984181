/**
 * Writes the tables of docs/locales.md: the languages, and the texts of the dock that an owner can replace.
 * `node scripts/docs/locales-docs.ts`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { table } from './reference-docs.ts';
import { translatedLocales } from '../../src/chatkit/language/resolve.ts';
import { LATER_ENGLISH } from '../../src/options/later-strings.ts';
import { englishStrings } from '../../src/options/strings.ts';

const PAGE_FILE = 'docs/locales.md';

/** The page with its table regenerated. The text around the table stays. */
export function localesPage(page = readFileSync(PAGE_FILE, 'utf8')): string {
  const texts = Object.entries({ ...englishStrings, ...LATER_ENGLISH });
  const rows = table(
    ['key', 'English text'],
    texts.map(([key, text]) => [`\`${key}\``, text]),
  );
  return fill(fill(page, 'texts', rows), 'languages', languages());
}

/** All languages by English name, each with the locales of its translations. */
function languages(): string {
  const names = new Intl.DisplayNames('en', { type: 'language' });
  const locales = new Map<string, string[]>();
  for (const locale of translatedLocales) {
    const name = names.of(locale.split('-')[0] ?? locale) ?? locale;
    locales.set(name, [...(locales.get(name) ?? []), `\`${locale}\``]);
  }
  const all = [...locales].map(([name, tags]) => `${name} (${tags.join(', ')})`).toSorted();
  return `${all.join(', ')}.`;
}

/** The page with the content of one marked place replaced. */
function fill(page: string, name: string, content: string): string {
  const place = new RegExp(`(<!-- ${name}: .* -->\\n)[^]*?(<!-- end -->)`);
  if (!place.test(page)) throw new Error(`${PAGE_FILE} has no marker for the table "${name}".`);
  return page.replace(place, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE_FILE, localesPage());
