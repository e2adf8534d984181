/** Limits combining marks per letter: a large stack takes the browser seconds to shape and hides the text around it. */

/** Unicode's stream-safe format allows no more per letter, and no language needs as many. */
const MAX_MARKS = 30;
const TOO_MANY = new RegExp(`(\\p{M}{${MAX_MARKS}})(?=\\p{M})`, 'gu');
const MAY_HAVE_MARKS = /[\u0300-\uffff]/;

/** Inserts a dotted circle after every thirty combining marks, which is how isolated marks are written. */
export function withFewMarks(text: string): string {
  return MAY_HAVE_MARKS.test(text) ? text.replace(TOO_MANY, '$1\u25cc') : text;
}
