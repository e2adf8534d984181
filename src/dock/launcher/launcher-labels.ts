/** The launcher's label in every language. The script tag carries these, because it must not fetch anything before the visitor acts. */
import { labels } from 'virtual:launcher-labels';

/**
 * The label for a locale; undefined if the dock has no translation for it and uses English. The page chooses the
 * locale, so its name may be a member that every object has, such as `constructor`. Each of our languages has two
 * letters.
 */
export const labelIn = (locale: string): string | undefined =>
  // Used as a key, a match becomes its text, and null a name that no label has.
  labels[(/^zh-(hant|tw|hk|mo)/i.test(locale) ? 'hant' : /^..\b/.exec(locale.toLowerCase())) as string];
