/**
 * Sets the reading direction of a block from its first letter. `dir="auto"` has the same result, but the browser
 * evaluates it for the whole box after each added element, which is quadratic in a long list or table.
 */
import type { Block } from './tree.ts';

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether a letter belongs to a right-to-left script. */
export const isRightToLeft = (letter: string): boolean => RIGHT_TO_LEFT.test(letter);

/** Sets the direction of an element from its `text`. Text without letters inherits the direction. */
export function setDirection(element: HTMLElement, text: string): void {
  const direction = directionOf(text);
  if (element.dir === direction) return;
  if (direction === '') element.removeAttribute('dir');
  else element.dir = direction;
}

function directionOf(text: string): '' | 'ltr' | 'rtl' {
  const first = text.charCodeAt(0) | 32;
  if (first >= 97 && first <= 122) return 'ltr'; // a to z: the common case, and cheaper than the search
  const letter = LETTER.exec(text)?.[0];
  return letter === undefined ? '' : isRightToLeft(letter) ? 'rtl' : 'ltr';
}

/** The first text in a container. */
export function firstText(block: Block): string {
  let at = block;
  for (let child = at.children[0]; child; child = at.children[0]) at = child;
  return at.rows[0] ?? at.text;
}
