/**
 * Bare URLs and addresses that become links. Source: GFM 0.29, section 6.9; `http://` may name a host without a dot.
 *
 * What may stand before one is GFM's list (a line's beginning, whitespace, `*`, `_`, `~`, `(`) and, as on GitHub, other
 * punctuation and the letters of languages written without spaces. Never an opening angle bracket, with or without a
 * space: what is in angle brackets is a link by CommonMark's own rule or by none.
 */

export interface Autolink {
  start: number;
  end: number;
  href: string;
}

const CANDIDATE = /https?:\/\/|ftp:\/\/|www\.|@/gi;
/** Ends at spaces, at `<`, and at the wide punctuation of Chinese and Japanese text. */
const EXTENT = /[^\s<\u3000-\u303f\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f]*/y;
const LOCAL_PART = /[\w.+-]/;
const MAX_LOCAL_PART = 64;
const AFTER_ANGLE = /<[ \t]*$/;
/** So much of what stands before an address is looked at. */
const LOOK_BACK = 8;
const MAIL_HOST = /[\w-]+(?:\.[\w-]+)+/y;

/** Finds them in order, none inside another. */
export function findAutolinks(text: string): Autolink[] {
  const links: Autolink[] = [];
  if (!text.includes('@') && !/:\/\/|www\./i.test(text)) return links;
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(CANDIDATE)) {
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
  EXTENT.lastIndex = start;
  const end = start + trimmedLength(EXTENT.exec(text)?.[0] ?? '');
  const source = text.slice(start, end);
  const host = /^[^/?#:]*/.exec(source.slice(mark === 'www.' ? 0 : mark.length))?.[0] ?? '';
  const parts = host.split('.');
  const valid =
    host !== '' &&
    !/[^\w.\-\u0080-\uffff]/.test(host) &&
    (parts.length > 1 || mark.startsWith('http')) &&
    !parts.slice(-2).some((part) => part === '' || part.includes('_'));
  return valid ? { start, end, href: mark === 'www.' ? `http://${source}` : source } : null;
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

/** Punctuation at the end belongs to the sentence, and so does a parenthesis that the URL did not open. */
function trimmedLength(source: string): number {
  let end = source.length;
  let balance = 0;
  for (const character of source) balance += character === '(' ? 1 : character === ')' ? -1 : 0;
  for (;;) {
    const last = source[end - 1] ?? '';
    if (/[?!.,:*_~'"]/.test(last)) end--;
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
