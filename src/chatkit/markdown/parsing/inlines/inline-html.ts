/** Angle brackets: `<https://…>`, `<a@b.c>`, and raw HTML, which is recognised in order to show its source. */

import type { EndFinder } from './end-finder.ts';
import { work } from '../steps.ts';

const URI = /<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\0-\x20]*)>/y;
const MAIL =
  /<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*)>/y;
const TAG =
  /^<[A-Za-z][A-Za-z0-9-]*(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*\s*\/?>|^<\/[A-Za-z][A-Za-z0-9-]*\s*>/;
/** Only the last value may lack its closing quote: if any could, every quote would double the possible readings. */
const UNFINISHED_TAG =
  /^<(?:[a-zA-Z][\w+.-]*(?::[^\s<>]*)?|\/?[a-zA-Z][\w-]*(?:\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?){0,20}(?:\s+[a-zA-Z_:][\w.:-]*\s*=\s*(?:"[^"]*|'[^']*)?|\s*\/?)|\/|!-?-?|\?)$/;
/** A longer tag counts as text. Both are shown as source. */
const MAX_TAG = 2000;

/** Scans the angle bracket at `at`: an autolink has an `href`, raw HTML has none. */
export function scanHtml(ends: EndFinder, at: number): { source: string; href?: string } | null {
  const { text } = ends;
  const next = text[at + 1] ?? '';
  if (next === '!' || next === '?') return bySpan(ends, at);
  if (!/[A-Za-z0-9/.!#$%&'*+=?^_`{|}~-]/.test(next)) return null;
  const uri = match(URI, text, at);
  if (uri) return { source: uri[0], href: uri[1] ?? '' };
  const mail = ends.next('@', at) < 0 ? null : match(MAIL, text, at);
  if (mail) return { source: mail[0], href: `mailto:${mail[1] ?? ''}` };
  const tag = TAG.exec(text.slice(at, at + MAX_TAG));
  return tag ? { source: tag[0] } : null;
}

function bySpan(ends: EndFinder, at: number): { source: string } | null {
  const { text } = ends;
  const comment = /<!--(?:>|->)/y;
  comment.lastIndex = at;
  const short = comment.exec(text);
  if (short) return { source: short[0] };
  const ending = text.startsWith('<!--', at)
    ? '-->'
    : text.startsWith('<?', at)
      ? '?>'
      : text.startsWith('<![CDATA[', at)
        ? ']]>'
        : /[A-Za-z]/.test(text[at + 2] ?? '')
          ? '>'
          : '';
  const end = ending === '' ? -1 : ends.next(ending, at + (ending === ']]>' ? 9 : ending === '-->' ? 4 : 2));
  return end < 0 ? null : { source: text.slice(at, end + ending.length) };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  work.steps += found?.[0].length ?? 1;
  return found;
}

/** `<a href="…` and similar, from the bracket to the end. */
export function isUnfinishedTag(rest: string): boolean {
  return UNFINISHED_TAG.test(rest);
}
