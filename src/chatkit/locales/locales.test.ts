/** Names of locales, and what a translation has to have. */
import type { SupportedLocale } from '@openai/chatkit';
import { describe, expect, it } from 'vitest';
import { en, type LocaleStrings, type LocaleText, type TextKey } from './en.ts';
import { loadLanguage } from '../language/load.ts';
import { directionOf, resolveLocale, translatedLocales } from '../language/resolve.ts';
import { createText, english } from '../language/text.ts';

/** The 51 further codes that ChatKit accepts. */
const shorter = [
  'bg', 'bn', 'bs', 'ca', 'cs', 'da', 'de', 'el', 'es', 'et', 'fi', 'fr', 'gu', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', 'kn', 'ko', 'lv', 'mk',
  'mr', 'ms', 'my', 'nb', 'nl', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'so', 'sq', 'sr', 'sv', 'sw', 'ta', 'te', 'th', 'tr', 'uk', 'vi', 'zh', 'zh-Hant', 'en',
] as const satisfies readonly SupportedLocale[]; // prettier-ignore

/** Does not compile when ChatKit lists a name that neither list above has. */
type Unlisted = Exclude<SupportedLocale, (typeof shorter)[number] | (typeof translatedLocales)[number]>;
const isComplete: [Unlisted] extends [never] ? true : false = true;

const files = import.meta.glob<LocaleStrings>(['./*-*.ts', './??.ts', '!./en*.ts'], { import: 'strings', eager: true });
const strings = Object.entries(files).map(([path, given]) => [path.slice(2, -3), given] as const);
const forms = (text: LocaleText) => (typeof text === 'string' ? [text] : Object.values(text));
const holes = (text: LocaleText) => [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();
const keys = Object.keys(en) as TextKey[];

/** Words that several languages share with English. */
const mayEqualEnglish = new Set<TextKey>([
  'frame.title',
  'composer.stop',
  'thread.source',
  'composer.model',
  'composer.tools',
  'composer.dictate',
  'thread.sources',
  'history.assistant',
  'history.sources',
]);

describe('locale names', () => {
  it('all 63 names resolve to themselves, 51 shorter ones to a match, unknown ones to English [E136]', () => {
    expect(translatedLocales).toHaveLength(63);
    expect(translatedLocales.map(resolveLocale)).toEqual([...translatedLocales]);
    expect(shorter).toHaveLength(51);
    expect(isComplete).toBe(true);
    for (const code of shorter) {
      const resolved = resolveLocale(code);
      expect(resolved.split('-')[0], code).toBe(code.split('-')[0]);
      expect(code === 'en' || translatedLocales.some((name) => name === resolved), code).toBe(true);
    }
    for (const unknown of ['xx', 'tlh', 'not a tag', '', '-', undefined, null])
      expect(resolveLocale(unknown)).toBe('en');
  });

  it.each([
    ['es', 'es-ES'], ['fr', 'fr-FR'], ['pt', 'pt-BR'], ['zh', 'zh-CN'], ['zh-Hant', 'zh-TW'], ['zh-Hant-HK', 'zh-HK'], ['zh-MO', 'zh-HK'], ['zh-Hans-SG', 'zh-CN'],
    ['es-MX', 'es-419'], ['de-AT', 'de-DE'], ['pt-PT', 'pt-PT'], ['fr-CA', 'fr-CA'], ['fr-BE', 'fr-FR'], ['en-GB', 'en'], ['DE-de', 'de-DE'], ['ar-EG', 'ar'], ['no', 'nb-NO'], ['fil', 'tl'],
  ])('reads %s as %s', (wanted, resolved) => expect(resolveLocale(wanted)).toBe(resolved)); // prettier-ignore

  it('Traditional Chinese and Arabic never resolve to Simplified Chinese or English [E137]', () => {
    expect(['zh-TW', 'zh-HK', 'zh-Hant'].map(resolveLocale)).not.toContain('zh-CN');
    expect(directionOf('ar')).toBe('rtl');
    expect(directionOf('ur')).toBe('rtl');
    expect(directionOf('de-DE')).toBe('ltr');
  });
});

describe('formatting a text', () => {
  it('chooses the plural form and writes numbers as the language does', () => {
    const text = createText({ ...english, locale: 'de-DE', strings: en });
    expect(text('thread.sources', { count: 1 })).toBe('1 source');
    expect(text('thread.sources', { count: 1234 })).toBe('1.234 sources');
    expect(text('composer.attachment.remove', { name: '{name}.pdf' })).toBe('Remove {name}.pdf');
  });
});

it('each of the 63 locales of ChatKit has a translation, and there are no others', () => {
  expect(strings.map(([locale]) => locale).sort()).toEqual([...translatedLocales].sort());
});

/** "AI" in all languages. */
const AI = /AI|KI|IA|UI|MI|DI|ИИ|ШІ|ЖИ|ԱԲ|Хиймэл оюун|Yapay zekâ|الذكاء الاصطناعي|اے آئی|tekoäly|tehisaru|gervigreind/;

describe.each(strings)('%s', (locale, given) => {
  it('has every text, with every placeholder of the English one', () => {
    expect(Object.keys(given).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(holes(given[key]), key).toEqual(holes(en[key]));
    for (const key of keys) for (const form of forms(given[key])) expect(form.trim(), key).not.toBe('');
  });

  it('has a form for each plural category of its whole numbers', () => {
    const rules = new Intl.PluralRules(locale);
    const categories = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)));
    for (const key of keys.filter((key) => typeof en[key] !== 'string')) {
      expect(Object.keys(given[key]), key).toEqual(expect.arrayContaining([...categories]));
    }
  });

  it('says in the empty text field that an AI answers', () => {
    // docs/ai-disclosure.md promises it.
    expect(given['composer.placeholder']).toMatch(AI);
  });

  it('is not English', () => {
    const same = keys.filter(
      (key) => JSON.stringify(given[key]) === JSON.stringify(en[key]) && !mayEqualEnglish.has(key),
    );
    expect(same).toEqual([]);
  });
});

/** Informal forms of address, as pronouns and as imperatives. */
const informal: Record<string, RegExp> = {
  'de-DE':
    /(?<!\p{L})(du|dich|dir|dein\p{L}*|versuch|prüfe|gib|wähle|fülle|setze|beginne|kürze|warte|erlaube|stell)(?!\p{L})/iu,
  'es-ES':
    /(?<!\p{L})(tú|ti|tus?|tienes|estás|has|vuelvas|envías|ayudarte|escribe|elige|usa|espera|empieza|rellena|marca|suelta|acórtalo|inténtalo|permítelo|ponte|comunícate|comprueba|revisa|inicia)(?!\p{L})/iu,
  'it-IT':
    /(?<!\p{L})(tu|te|ti|tu[oaei]|tue|sei|stai|hai|scrivi|scegli|usa|riprova(?!$)|aspetta|inizia (?=una)|compila|inserisci|controlla|contatta|accorcialo)(?!\p{L})/iu,
  'nl-NL': /(?<!\p{L})(je|jij|jou|jouw)(?!\p{L})/iu,
};

describe.each(
  Object.entries(import.meta.glob<Partial<LocaleStrings>>('./formal/*-*.ts', { import: 'strings', eager: true })),
)('%s, for formal address', (path, given) => {
  const locale = path.replace(/.*\/|\.ts$/g, '');
  const usual = files[`./${locale}.ts`];
  const changed = Object.keys(given) as TextKey[];

  it('has only texts that differ, with the same placeholders and plural forms', () => {
    expect(changed.filter((key) => JSON.stringify(given[key]) === JSON.stringify(usual?.[key]))).toEqual([]);
    for (const key of changed) {
      expect(holes(given[key] ?? ''), key).toEqual(holes(en[key]));
      expect(typeof given[key] === 'string' || Object.keys(given[key] ?? {}), key).toEqual(
        typeof usual?.[key] === 'string' || Object.keys(usual?.[key] ?? {}),
      );
    }
  });

  it('leaves no text that addresses the visitor informally', async () => {
    const { strings: all, locale: resolved } = await loadLanguage(`${locale}-formal`);
    expect(resolved).toBe(locale);
    const words = informal[locale === 'es-419' ? 'es-ES' : locale] ?? /./;
    expect(keys.flatMap((key) => forms(all[key])).filter((text) => words.test(text))).toEqual([]);
    expect(keys.flatMap((key) => forms(usual?.[key] ?? '')).filter((text) => words.test(text))).not.toEqual([]);
  });
});

it.each(['de-formal', 'de-DE-formal', 'de-x-formal', 'DE-Formal'])('%s addresses visitors formally', async (wanted) => {
  const { strings: texts, locale } = await loadLanguage(wanted);
  expect([locale, texts['start.greeting']]).toEqual(['de-DE', 'Wie kann ich Ihnen heute helfen?']);
});

it.each([
  ['fr-formal', 'fr-FR'],
  ['es-MX-formal', 'es-419'],
  ['en-formal', 'en'],
])('%s resolves to %s', async (wanted, locale) => {
  expect((await loadLanguage(wanted)).locale).toBe(locale);
});
