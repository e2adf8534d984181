/** The launcher's label in the languages of most visitors. The script tag contains these, so that it requests nothing for them. */
import { labels } from 'virtual:launcher-labels';

/**
 * The label for a locale; undefined for a language without a translation, and for one whose label has not loaded. The page chooses the locale, so its name may be a member that every object has, such as `constructor`. Each
 * of our languages has two or three letters.
 */
export const labelIn = (locale: string): string | undefined =>
  // Used as a key, a match becomes its text, and null a name that no label has.
  labels[(/^zh-(hant|tw|hk|mo)/i.test(locale) ? 'hant' : /^\w{2,3}\b/.exec(locale.toLowerCase())) as string];

/** Adds the labels of the other languages. */
export const addLabels = (more: { labels: Record<string, string> }) => void Object.assign(labels, more.labels);

/** The label for a locale; the English one if `labelIn` has none. */
export const labelFor = (locale: string): string => labelIn(locale) || labels.en;
