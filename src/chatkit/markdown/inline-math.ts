/** Inline math: `$…$` by Pandoc's rules, `$$…$$`, `\(…\)`, `\[…\]`. */

import type { EndFinder } from './end-finder.ts';
import { work } from './steps.ts';

export interface InlineMath {
  tex: string;
  display: boolean;
  end: number;
}

const MAX_SINGLE = 1000;
const MAX_DOUBLE = 4000;
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
    if (!/[a-z0-9]/i.test(tex) || isProse(tex) || (display && !/\\[a-z]|[=^_+<>]/i.test(tex))) {
      ends.refuse(ending, at + 2 + tex.length);
      return null;
    }
    return { tex: tex.trim(), display, end: at + tex.length + 4 };
  }
  if (text[at + 1] === '$') {
    const tex = upTo(ends, at + 2, '$$');
    return tex === null || tex.trim() === '' ? null : { tex: tex.trim(), display: true, end: at + tex.length + 4 };
  }
  if (/\s/.test(text[at + 1] ?? ' ')) return null;
  const limit = Math.min(text.length, at + MAX_SINGLE);
  for (let end = at + 2; end < limit; end++) {
    work.steps++;
    const code = text.charCodeAt(end);
    if (code === 92) end++;
    else if (code === 36) {
      if (/\s/.test(text[end - 1] ?? ' ') || /[0-9$]/.test(text[end + 1] ?? '')) return null;
      return { tex: text.slice(at + 1, end), display: false, end: end + 1 };
    }
  }
  return null;
}

/** Whether math at the start of `rest` may still be closed and does not look like a price. */
export function unfinishedMath(rest: string): boolean {
  if (rest.startsWith('\\[')) return rest.length < 2000 && /\\[a-z]|[=^_]/i.test(rest.slice(2));
  if (rest.startsWith('\\(')) return rest.length < 400 && !isProse(rest.slice(2));
  if (rest.startsWith('$$')) return rest.length < 2000;
  if (rest.length > 120 || /^\$\s/.test(rest) || rest.indexOf('$', 1) > 0) return false;
  return /^\$\d/.test(rest)
    ? /^\$\d[\d.,]*$|^\$\d+[a-z\\^_{]/i.test(rest)
    : !/^\$[^\\^_{}=+]*\s[^\\^_{}=+]*\s/.test(rest);
}

const isProse = (text: string) => /\s/.test(text) && WORDS.test(text);

function upTo(ends: EndFinder, from: number, ending: string): string | null {
  const at = ends.next(ending, from);
  return at < 0 || at - from > MAX_DOUBLE ? null : ends.text.slice(from, at);
}
