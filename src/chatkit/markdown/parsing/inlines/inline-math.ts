/** Inline math: `$…$` by Pandoc's rules and those of `dollars.ts`, `$$…$$`, `\(…\)`, `\[…\]`. */

import { isDollarMath, isSentence, mayOpenDollar } from './dollars.ts';
import type { EndFinder } from './end-finder.ts';
import { work } from '../steps.ts';

interface InlineMath {
  tex: string;
  display: boolean;
  end: number;
}

const MAX_SINGLE = 1000;
const MAX_DOUBLE = 4000;
const MAX_HELD = 2001;
/** GitHub and GitLab allow backticks inside the dollars. */
const IN_BACKTICKS = /^`(.+)`$/;
/** Plain words in escaped parentheses are text. */
const WORDS = /^[\p{L}\s,.!?'’-]*$/u;

/** Scans math at `at`, which is a `$` or `\`; null if there is no math. */
export function scanMath(ends: EndFinder, at: number): InlineMath | null {
  const { text } = ends;
  if (text[at] === '\\') {
    const display = text[at + 1] === '[';
    const ending = display ? '\\]' : '\\)';
    const tex = upTo(ends, at + 2, ending);
    if (tex === null || ends.isRefused(ending, at + 2 + tex.length)) return null;
    work.steps += tex.length;
    if (!/[\p{L}\p{N}]/u.test(tex) || isProse(tex) || (display && !/\\[a-z]|[=^_+<>]/i.test(tex))) {
      ends.refuse(ending, at + 2 + tex.length);
      return null;
    }
    return { tex: tex.trim(), display, end: at + tex.length + 4 };
  }
  if (text[at + 1] === '$') {
    if (text[at + 2] === '$') return null; // `$$$` is usually a price range
    const tex = upTo(ends, at + 2, '$$');
    if (tex === null || tex.trim() === '' || isSentence(tex.trim())) return null;
    const end = at + tex.length + 4;
    return text[end] === '$' ? null : { tex: tex.trim(), display: true, end };
  }
  if (!mayOpenDollar(text.slice(Math.max(0, at - 2), at), text.slice(at + 1, at + 3))) return null;
  const limit = Math.min(text.length, at + MAX_SINGLE);
  for (let end = at + 1; end < limit; end++) {
    work.steps++;
    const code = text.charCodeAt(end);
    if (code === 92) end++;
    else if (code === 36) {
      if (/\s/.test(text[end - 1] ?? ' ') || /[0-9$]/.test(text[end + 1] ?? '')) return null;
      const tex = text.slice(at + 1, end);
      if (!isDollarMath(tex, text.slice(end + 1, end + 6))) return null;
      return { tex: tex.replace(IN_BACKTICKS, '$1'), display: false, end: end + 1 };
    }
  }
  return null;
}

/** Whether math at `at` may still be closed and does not read like a sentence. */
export function unfinishedMath(text: string, at: number): boolean {
  const left = text.length - at;
  const rest = text.slice(at, at + MAX_HELD);
  if (rest.startsWith('\\[')) return left < 2000 && /\\[a-z]|[=^_]/i.test(rest.slice(2));
  if (rest.startsWith('\\(')) return left < 400 && !isProse(rest.slice(2));
  if (rest.startsWith('$$')) return left < 2000 && rest[2] !== '$' && !isSentence(rest.slice(2).trimStart());
  if (left > 400 || rest.indexOf('$', 1) > 0) return false;
  return mayOpenDollar(text.slice(Math.max(0, at - 2), at), rest.slice(1, 3)) && !isSentence(rest.slice(1));
}

const isProse = (text: string) => /\s/.test(text) && WORDS.test(text);

function upTo(ends: EndFinder, from: number, ending: string): string | null {
  const at = ends.next(ending, from);
  return at < 0 || at - from > MAX_DOUBLE ? null : ends.text.slice(from, at);
}

/** Whether the text after `$$` or `\[` is display math: complete on this line, or continued on the next. */
export function beginsMath(rest: string, end: string): boolean {
  const closed = rest.indexOf(end);
  if (end === '$$' && (rest.startsWith('$') || isSentence(rest.trim()))) return false;
  if (closed >= 0) return rest.slice(closed + 2).trim() === '' && /[\p{L}\p{N}]/u.test(rest.slice(0, closed));
  return rest.trim() === '' || end === '$$' || (/\\[a-z]|[=^_]/i.test(rest) && !rest.includes(']'));
}
