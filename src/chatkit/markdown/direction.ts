/**
 * The reading direction of a block, from its first letter. `dir="auto"` would say the same, but a browser decides it anew
 * for the whole box with every element added, which makes a long list or table quadratic.
 */
import type { Block } from './tree.ts';

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether a letter is of a script written from right to left. */
export const isRightToLeft = (letter: string): boolean => RIGHT_TO_LEFT.test(letter);

/** Sets the direction of an element that shows `text`; text without a letter takes its surroundings'. */
export function setDirection(element: HTMLElement, text: string): void {
  const direction = directionOf(text);
  if (element.dir === direction) return;
  if (direction === '') element.removeAttribute('dir');
  else element.dir = direction;
}

function directionOf(text: string): '' | 'ltr' | 'rtl' {
  const first = text.charCodeAt(0) | 32;
  if (first >= 97 && first <= 122) return 'ltr'; // a to z: nearly every block, and cheaper to see than to search for
  const letter = LETTER.exec(text)?.[0];
  return letter === undefined ? '' : isRightToLeft(letter) ? 'rtl' : 'ltr';
}

/** The text a container begins with. */
export function firstText(block: Block): string {
  let at = block;
  for (let child = at.children[0]; child; child = at.children[0]) at = child;
  return at.rows[0] ?? at.text;
}
