/** Writes the table of docs/locales.md: the texts of the dock that an owner can replace. `node scripts/docs/locales-docs.ts` */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { table } from './reference-docs.ts';
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
  const place = /(<!-- texts: .* -->\n)[^]*?(<!-- end -->)/;
  if (!place.test(page)) throw new Error(`${PAGE_FILE} has no marker for the table "texts".`);
  return page.replace(place, (_, start: string, end: string) => `${start}\n${rows}\n\n${end}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE_FILE, localesPage());
