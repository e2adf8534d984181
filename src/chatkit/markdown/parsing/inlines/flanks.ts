/**
 * Decides from the characters around a run of marks whether it can open or close emphasis. Source: CommonMark 0.31.2,
 * section 6.2, with the amendments of markdown-cjk-friendly: Chinese, Japanese and Korean text is written without
 * spaces, so a mark beside such a character needs no space on the other side of its punctuation.
 */

export interface Flanking {
  canOpen: boolean;
  canClose: boolean;
  /** It can open and close, but it is far more often an opener if there is nothing to close. */
  opensRather: boolean;
}

const PUNCTUATION = /[\p{P}\p{S}]/u;
/**
 * East Asian Width W, F or H, and Hangul (Unicode 17); characters that are emoji by default are not among them. Thai,
 * Lao, Tibetan, Burmese and Khmer are written without spaces, too.
 */
const CJK =
  /[\u0e00-\u109f\u1780-\u17ff\u1100-\u11ff\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uffee\u{16fe0}-\u{18df2}\u{1aff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
const EMOJI = /\p{Emoji_Presentation}/u;
/** Selects a variant of the character before it. The emoji selector U+FE0F is not one of these. */
const SELECTOR = /[\ufe00-\ufe0e]/;
const IDEOGRAPH_SELECTOR = /[\u{e0100}-\u{e01ef}]/u;
/** Quotation marks that this selector makes full-width. */
const WIDE_QUOTE = /[‘’“”]\ufe01/;

interface Side {
  space: boolean;
  mark: boolean;
  cjk: boolean;
}

/** The flanking of the run of `_` or other marks from `start` to `end`. */
export function flankingOf(text: string, start: number, end: number): Flanking {
  const before = sideBefore(text, start);
  const after = sideOf(end >= text.length ? '\n' : String.fromCodePoint(text.codePointAt(end) ?? 10));
  const left = !after.space && (!isForeign(after) || before.space || before.mark || before.cjk);
  const right = !before.space && (!isForeign(before) || after.space || after.mark || after.cjk);
  const isWord = text[start] === '_';
  const canOpen = left && (!isWord || !right || before.mark);
  return {
    canOpen,
    canClose: right && (!isWord || !left || after.mark),
    opensRather: canOpen && (before.cjk || after.cjk || (end - start > 1 && !/\d/.test(text[end] ?? ''))),
  };
}

/** Punctuation that is not of Chinese, Japanese or Korean. */
const isForeign = ({ mark, cjk }: Side) => mark && !cjk;

function sideOf(character: string): Side {
  return {
    space: /\s/.test(character),
    mark: PUNCTUATION.test(character),
    cjk: CJK.test(character) && !EMOJI.test(character),
  };
}

function sideBefore(text: string, at: number): Side {
  const last = characterBefore(text, at);
  if (IDEOGRAPH_SELECTOR.test(last)) return { space: false, mark: false, cjk: true };
  if (!SELECTOR.test(last)) return sideOf(last);
  const base = characterBefore(text, at - 1);
  if (WIDE_QUOTE.test(base + last)) return { space: false, mark: true, cjk: true };
  return { ...sideOf(base), space: false };
}

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at >= 2 ? text.slice(at - 2, at) : (text[at - 1] ?? '\n');
}
