/** Marks that combine with the letter before them: a heap of them takes the browser seconds to shape and hides the text around. */

/** Unicode's stream-safe format has no more on one letter, and no language comes near. */
const MAX_MARKS = 30;
const TOO_MANY = new RegExp(`(\\p{M}{${MAX_MARKS}})(?=\\p{M})`, 'gu');
const MAY_HAVE_MARKS = /[\u0300-\uffff]/;

/** The text with every further thirty marks on a dotted circle of their own, as isolated marks are written. */
export function withFewMarks(text: string): string {
  return MAY_HAVE_MARKS.test(text) ? text.replace(TOO_MANY, '$1\u25cc') : text;
}
