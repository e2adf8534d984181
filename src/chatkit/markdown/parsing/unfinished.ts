/** Recognises unfinished constructs at the end of a streaming text. They are held back until more text arrives. */

import { work } from './steps.ts';

const MARKS = new Set('*_~`!\\$<&[');
/** The text that may follow a destination: nothing, or a title that may be incomplete. */
const UNFINISHED_TITLE = /^(?:\s+(?:"[^"]*"?|'[^']*'?|\([^()]*\)?)?)?\s*$/;

/** The start of an address that will become a link: `htt`, `https://`, `www.`. */
const UNFINISHED_ADDRESS =
  /(?<![A-Za-z0-9])(?:h|ht|htt|https?(?::\/{0,2})?|w{1,3}|www\.|f|ft|ftp(?::\/?|:\/\/[\w-]*)?)$/i;
/** An unfinished line that may be a single tag, and so raw HTML, or text that begins with a tag. */
const UNDECIDED_TAG = /^<(?:\/?(?:[a-z][^<>]{0,300})?>?|!-?|!\[[A-Z]{0,5})\s*$/i;
/** `\\[` may begin a formula or an escaped bracket. */
const UNDECIDED_FORMULA = /^\\\[[^\]]{0,300}$/;

/** Trims marks at the end whose meaning depends on the next character, and the spaces before them. */
export function trimUnfinished(text: string, autolinks: boolean): string {
  const address = autolinks ? UNFINISHED_ADDRESS.exec(text.slice(-70)) : null;
  let end = text.length - (address?.[0].length ?? 0);
  const entity = /&#?\w{0,31}$/.exec(text.slice(Math.max(0, end - 34), end));
  if (entity) end -= entity[0].length;
  if (/[\ud800-\udbff]/.test(text[end - 1] ?? '')) end--; // half of a character
  while (end > 0 && (MARKS.has(text[end - 1] ?? '') || /\s/.test(text[end - 1] ?? ''))) end--;
  return text.slice(0, end);
}

/** `(https://…` or `[labe`, from just after a closing bracket to the end. */
export function isUnfinishedTarget(rest: string): boolean {
  if (rest.length >= 2500) return false;
  if (rest.startsWith('[')) return !rest.includes(']');
  if (!rest.startsWith('(')) return false;
  const start = skipSpaces(rest, 1);
  const end = rest[start] === '<' ? pointedEnd(rest, start) : destinationEnd(rest, start);
  return end !== null && (end === rest.length || UNFINISHED_TITLE.test(rest.slice(end)));
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at;
}

/** The end of `<destination>`, which may be incomplete; null if there is none. */
function pointedEnd(text: string, start: number): number | null {
  const end = start + 1 + (/[<>\n]/.exec(text.slice(start + 1))?.index ?? text.length - start - 1);
  if (end >= text.length) return text.length;
  return text[end] === '>' ? end + 1 : null;
}

/** The end of a destination without brackets: a space, or a parenthesis that it did not open. */
function destinationEnd(text: string, start: number): number | null {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    work.steps++;
    if (character === '<' && depth === 0) return null;
    if (character === '(') depth++;
    else if (character === ')' && --depth < 0) return null;
    else if (/\s/.test(character)) return at;
  }
  return text.length;
}

/** A line that has only marks so far, so that its block type is unknown. */
export function isUndecidedLine(line: string): boolean {
  const content = line.replace(/^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*[ \t]*/, '').trimEnd();
  if (UNDECIDED_TAG.test(content) || UNDECIDED_FORMULA.test(content)) return true;
  return /^(?:#{1,6}|[-+*_=~`][-+*_=~` \t]*|\d{1,9}[.)]?|\\|\$+|[|:-][\s|:-]*|```[^`]*|~~~[^]*|\|[^]*|\[\^[^\]]*\]:?|)$/.test(
    content,
  );
}
