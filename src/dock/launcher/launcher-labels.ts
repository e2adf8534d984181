/** What the launcher is called, in every language the shell speaks: the only words that are wanted before anything may be fetched. */
import { labels } from 'virtual:launcher-labels';

/** The label in the language of a locale name; undefined where the shell speaks English. */
export const labelIn = (locale: string): string | undefined =>
  labels[/^zh-(hant|tw|hk|mo)/i.test(locale) ? 'hant' : locale.toLowerCase().replace(/-.*/, '')];
