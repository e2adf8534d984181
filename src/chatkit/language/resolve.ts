/**
 * Resolves a locale name to a language. Accepts every name that ChatKit lists: 63 with their own translation and 51
 * shorter ones.
 */

/** The names of translations, as ChatKit lists them. */
export const translatedLocales = [
  'am', 'ar', 'bg-BG', 'bn-BD', 'bs-BA', 'ca-ES', 'cs-CZ', 'da-DK', 'de-DE', 'el-GR', 'es-419', 'es-ES', 'et-EE', 'fi-FI',
  'fr-CA', 'fr-FR', 'gu-IN', 'hi-IN', 'hr-HR', 'hu-HU', 'hy-AM', 'id-ID', 'is-IS', 'it-IT', 'ja-JP', 'ka-GE', 'kk', 'kn-IN',
  'ko-KR', 'lt', 'lv-LV', 'mk-MK', 'ml', 'mn', 'mr-IN', 'ms-MY', 'my-MM', 'nb-NO', 'nl-NL', 'pa', 'pl-PL', 'pt-BR', 'pt-PT',
  'ro-RO', 'ru-RU', 'sk-SK', 'sl-SI', 'so-SO', 'sq-AL', 'sr-RS', 'sv-SE', 'sw-TZ', 'ta-IN', 'te-IN', 'th-TH', 'tl', 'tr-TR',
  'uk-UA', 'ur', 'vi-VN', 'zh-CN', 'zh-HK', 'zh-TW',
] as const; // prettier-ignore

/** For a language without a region that could mean several translations: the choice that the reference proposes. */
const ambiguous: Record<string, string> = { es: 'es-ES', fr: 'fr-FR', pt: 'pt-BR', zh: 'zh-CN' };

/**
 * Regions that are not in the list and use the translation of another region: Latin American Spanish, Traditional
 * Chinese…
 */
const byScript: Record<string, string> = {
  'zh-Hant': 'zh-TW',
  'zh-Hans': 'zh-CN',
  'zh-Hant-HK': 'zh-HK',
  'zh-Hant-MO': 'zh-HK',
};
const byRegion: Record<string, string> = { 'zh-MO': 'zh-HK', 'zh-SG': 'zh-CN', no: 'nb-NO', nn: 'nb-NO', fil: 'tl' };
const LATIN_AMERICAN = /^es-(?:MX|AR|BO|CL|CO|CR|CU|DO|EC|GT|HN|NI|PA|PE|PR|PY|SV|US|UY|VE)$/i;

const rightToLeft = new Set(['ar', 'ur', 'he', 'fa']);

/**
 * Resolves a locale name, from the option or from the browser, to the locale of the interface.
 *
 * Order: exact, language and script, language; `en` and everything unknown give `en`.
 *
 * @example resolveLocale('zh-Hant') // 'zh-TW'
 * @example resolveLocale('de-AT')   // 'de-DE'
 */
export function resolveLocale(wanted: string | null | undefined): string {
  const tag = canonical(wanted);
  if (!tag) return 'en';
  const exact = translatedLocales.find((name) => name.toLowerCase() === tag.toLowerCase());
  if (exact) return exact;
  const direct = byScript[tag] ?? byRegion[tag];
  if (direct) return direct;
  if (LATIN_AMERICAN.test(tag)) return 'es-419';
  const [language = '', second] = tag.split('-');
  if (second?.length === 4) {
    const scripted = byScript[`${language}-${second}`];
    if (scripted) return scripted;
  }
  if (language === 'en') return 'en';
  return (
    ambiguous[language] ??
    byRegion[language] ??
    translatedLocales.find((name) => name === language || name.startsWith(`${language}-`)) ??
    'en'
  );
}

/** The text direction of the interface in a language. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';

const FORMAL = /-(?:x-)?formal\b/i;

/** Whether a locale name asks for formal address: `de-formal`, `es-MX-formal`, or for private use `de-x-formal`. */
export const isFormal = (wanted: string): boolean => FORMAL.test(wanted);

/** The locale name without the subtag for formal address, for code that does not know this subtag. */
export const withoutFormal = (wanted: string): string => wanted.replace(FORMAL, '');

function canonical(wanted: string | null | undefined): string | null {
  if (!wanted) return null;
  try {
    return Intl.getCanonicalLocales(withoutFormal(wanted))[0] ?? null;
  } catch {
    return null; // not a language tag at all
  }
}
