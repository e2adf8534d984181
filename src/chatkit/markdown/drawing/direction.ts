/**
 * Sets the reading direction of a block: that of most of its letters. `dir="auto"` looks at the first letter only, and
 * the browser evaluates it for the whole box after each added element, which is quadratic in a long list or table.
 */
import type { Block } from '../parsing/tree.ts';

const LETTER = /\p{L}/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Text that does not count for the direction: code, link addresses, tags, and formulas in commands. */
const NOT_READ = /`[^`]*(?:`|$)|\]\([^)\s]*\)?|(?:https?:\/\/|www\.)[^\s)]*|<\/?[a-z][^<>]*>|\\[a-z]+/gi;
/** How many characters are counted. */
const MAX_COUNTED = 4000;
/** The direction of a growing block is final once the block has this many characters. */
const ENOUGH_CHARS = 20;
/** How many earlier blocks are checked for a direction, for a block that has none. */
const LOOK_BACK = 8;

/** The weight of a right-to-left letter while more text is to come. */
const RIGHT_WEIGHT = 1.5;

type Direction = 'ltr' | 'rtl';

/** Whether a text holds a letter of a right-to-left script. */
export const hasRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/** The direction of one block, which does not change once it is decided. */
export class DirectionOf {
  readonly #element: HTMLElement;
  #isDecided = false;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /**
   * Reads the block's text so far. Returns false if the block should not be shown yet, because its direction may still
   * change: with `turns`, the text has letters of both directions.
   */
  update(text: string, { open, turns }: { open: boolean; turns: boolean }): boolean {
    if (this.#isDecided) return true;
    if (open && text.trimStart().length < ENOUGH_CHARS) return !turns;
    const own = directionOf(text, open);
    if (own === null && open && !turns) return true;
    this.#isDecided = true;
    const direction = own ?? directionBefore(this.#element);
    if (this.#element.dir === direction) return true;
    if (direction === '') this.#element.removeAttribute('dir');
    else this.#element.dir = direction;
    return true;
  }
}

/** Sets the direction of an element from its whole `text`. */
export function setDirection(element: HTMLElement, text: string): void {
  new DirectionOf(element).update(text, { open: false, turns: false });
}

/**
 * Null if both directions have the same number of letters. Right-to-left sentences often begin with a long Latin name,
 * while left-to-right ones rarely begin with right-to-left letters, so the latter count more in an `open` text.
 */
function directionOf(text: string, open: boolean): Direction | null {
  const counted = text.slice(0, MAX_COUNTED);
  if (!RIGHT_TO_LEFT.test(counted)) return /\p{L}/u.test(counted.replaceAll(NOT_READ, ' ')) ? 'ltr' : null;
  let balance = 0;
  for (const [letter] of counted.replaceAll(NOT_READ, ' ').matchAll(LETTER))
    balance += hasRightToLeft(letter) ? (open ? RIGHT_WEIGHT : 1) : -1;
  return balance === 0 ? null : balance > 0 ? 'rtl' : 'ltr';
}

/** The direction of the nearest block before that has one. */
function directionBefore(element: HTMLElement): Direction | '' {
  let before: Element | null = element;
  for (let step = 0; step < LOOK_BACK; step++) {
    before = before.previousElementSibling ?? lastOfPartBefore(before);
    if (!(before instanceof HTMLElement)) return '';
    if (before.dir === 'ltr' || before.dir === 'rtl') return before.dir;
  }
  return '';
}

/** A long text's blocks are grouped into parts. */
function lastOfPartBefore({ parentElement }: Element): Element | null {
  if (!parentElement?.matches('.ck-part')) return null;
  const before = parentElement.previousElementSibling;
  return before?.matches('.ck-part') ? before.lastElementChild : (before ?? null);
}

/** The first block in a container that holds text. */
export function firstLeaf(block: Block): Block {
  let at = block;
  for (let child = at.children[0]; child; child = at.children[0]) at = child;
  return at;
}
