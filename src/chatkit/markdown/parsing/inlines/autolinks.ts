/**
 * Turns bare URLs and email addresses into links. Source: GFM 0.29, section 6.9; `http://` may name a host without a
 * dot.
 *
 * GFM allows a link after the start of a line, whitespace, `*`, `_`, `~` or `(`. Like GitHub, we also allow other
 * punctuation and letters of languages written without spaces. A link never follows an opening angle bracket:
 * CommonMark's own autolink rule decides there.
 */

import { work } from '../steps.ts';

export interface Autolink {
  start: number;
  end: number;
  href: string;
}

const CANDIDATE = /https?:\/\/|ftp:\/\/|www\.|@/gi;
/**
 * Ends an address wherever it occurs: a space, `<`, quotation marks, an ellipsis, a dash, full-width and other non-Latin
 * punctuation, invisible marks, and what closes emphasis.
 */
const END =
  '\\s<\u00ab\u00bb\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u17d4\u17d5\u200b\u200e\u200f\u2014\u2015\u2018-\u201f\u2025\u2026\u202a-\u202e\u2039\u203a\u2060-\u2069\u22ef\u2e3a\u2e3b\u3000-\u303f\u30fb\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65';
const EXTENT = new RegExp(`[^${END}*~]*(?:(?:\\*(?!\\*)|~(?!~))[^${END}*~]*)*`, 'y');
const HOST = new RegExp(`^[^${END}/?#:]*`);
/** Punctuation between a host and the end of the address. */
const CLOSING = new RegExp(`[?!.,:*_~'");–]{0,64}(?:[${END}]|$)`, 'y');
/** `https://example.com에서`: letters of languages written without spaces continue the sentence, not a Latin name. */
const LATIN_HOST = /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?=[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f])/i;
/** Endings that follow a noun in Korean: `https://example.com/a입니다`. */
const KOREAN_ENDING =
  /(?<=[\w/#?=&%-])(?:입니다|이다|이고|이며|이나|라는|이라는|라고|이라고|에서는?|에게|으로|까지|부터|하고|[은는이가을를의에로와과도만])$/;
/** The maximum length of a DNS name. */
const MAX_HOST = 253;
const LOCAL_PART = /[\w.+-]/;
const MAX_LOCAL_PART = 64;
const AFTER_ANGLE = /<[ \t]*$/;
/** How many characters before an address are examined. */
const LOOK_BACK = 8;
const MAIL_HOST = /[\w-]+(?:\.[\w-]+)+/y;

/** Finds all autolinks in order. They never overlap. */
export function findAutolinks(text: string): Autolink[] {
  const links: Autolink[] = [];
  if (!text.includes('@') && !/:\/\/|www\./i.test(text)) return links;
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(CANDIDATE)) {
    work.steps++;
    if (index < from) continue;
    const link = mark === '@' ? mailLink(text, index, from) : webLink(text, index, mark.toLowerCase());
    if (!link || AFTER_ANGLE.test(text.slice(Math.max(0, link.start - LOOK_BACK), link.start))) continue;
    links.push(link);
    from = link.end;
  }
  return links;
}

function webLink(text: string, start: number, mark: string): Autolink | null {
  if (start > 0 && /[A-Za-z0-9]/.test(text[start - 1] ?? '')) return null;
  const hostStart = mark === 'www.' ? start : start + mark.length;
  const alone = mark.startsWith('http');
  // Check the host first: text that is not an address costs only the length of a host.
  const raw = HOST.exec(text.slice(hostStart, hostStart + MAX_HOST + 1))?.[0] ?? '';
  work.steps += raw.length;
  const latin = LATIN_HOST.exec(raw)?.[0];
  if (latin !== undefined) return toLink(text.slice(start, hostStart + latin.length), start, mark);
  CLOSING.lastIndex = hostStart + raw.length;
  if (!isHost(CLOSING.test(text) ? raw.slice(0, trimmedLength(raw)) : raw, alone)) return null;
  EXTENT.lastIndex = start;
  const extent = EXTENT.exec(text)?.[0] ?? '';
  work.steps += extent.length;
  const source = extent.slice(0, trimmedLength(extent)).replace(KOREAN_ENDING, '');
  if (!isHost(HOST.exec(source.slice(hostStart - start))?.[0] ?? '', alone)) return null;
  return toLink(source, start, mark);
}

function toLink(source: string, start: number, mark: string): Autolink {
  return { start, end: start + source.length, href: mark === 'www.' ? `http://${source}` : source };
}

/** With `alone`, a single name without a dot is a valid host. */
function isHost(host: string, alone: boolean): boolean {
  const parts = host.split('.');
  return (
    host !== '' &&
    host.length <= MAX_HOST &&
    !/[^\w.\-\u0080-\uffff]/.test(host) &&
    (parts.length > 1 || alone) &&
    !parts.slice(-2).some((part) => part === '' || part.includes('_'))
  );
}

function mailLink(text: string, at: number, from: number): Autolink | null {
  let start = at;
  while (start > from && at - start < MAX_LOCAL_PART && LOCAL_PART.test(text[start - 1] ?? '')) start--;
  MAIL_HOST.lastIndex = at + 1;
  const host = MAIL_HOST.exec(text)?.[0] ?? '';
  if (start === at || host === '' || /[-_]$/.test(host)) return null;
  const end = at + 1 + host.length;
  return { start, end, href: `mailto:${text.slice(start, end)}` };
}

/** Trailing punctuation belongs to the sentence, and so does a parenthesis that the URL did not open. */
function trimmedLength(source: string): number {
  let end = source.length;
  let balance = 0;
  for (const character of source) balance += character === '(' ? 1 : character === ')' ? -1 : 0;
  for (;;) {
    const last = source[end - 1] ?? '';
    if (/[?!.,:*_~'"–]/.test(last)) end--;
    else if (last === ')' && balance < 0) {
      end--;
      balance++;
    } else if (last === ';') {
      const entity = /&[a-z0-9]{1,32};$/i.exec(source.slice(Math.max(0, end - 34), end));
      if (!entity) return end;
      end -= entity[0].length;
    } else return end;
  }
}
