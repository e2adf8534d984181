/** The launcher's label in every language. The script tag carries these, because it must not fetch anything before the visitor acts. */
import { labels } from 'virtual:launcher-labels';

/** The label for a locale; undefined if the dock has no translation for it and uses English. */
export const labelIn = (locale: string): string | undefined =>
  labels[/^zh-(hant|tw|hk|mo)/i.test(locale) ? 'hant' : locale.toLowerCase().replace(/-.*/, '')];
