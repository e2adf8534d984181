/**
 * Tells formulas between dollars from prices (`$5`, `5$`, `R$20`), shell variables (`$HOME/$USER`) and tickers
 * (`$AAPL/$TSLA`). Text that begins like a sentence stays text whatever follows, so that streaming text is not drawn as
 * words first and as a formula later.
 */

/** `US$20`, `5$`, `foo$`. Letters of other scripts may stand beside a formula. */
const ENDS_AMOUNT = /[A-Za-z\u00c0-\u024f\d$]$/;
const CANNOT_BEGIN = /^[\s,.;:!?)\]…]/;
/** `5 $/month`, `5 $-10 $` */
const SPACED_AMOUNT = /\d[^\S\n]$/;
const AFTER_SPACED_AMOUNT = /^(?:\/|[-–—]\d)/;

/** Characters that occur in formulas but not in sentences. */
const OPERATOR = /[\\^_={}<>+*|]/;
const COMMAND = /\\[A-Za-z,;:!{]|\{/;
const AMOUNT = /^[-+]?\.?\d/;
const WORD = /(?<![\p{L}\p{M}\p{N}\\])\p{L}\p{M}*\p{L}/u;
const WORD_AFTER_SPACE = /\S\s+[^\p{L}\p{N}\s]?\p{L}\p{M}*\p{L}/u;
const THREE_WORDS = /(?<![\p{L}\p{M}\p{N}\\])(?:\p{L}[\p{L}\p{M}’']+[^\S\n]+){2}\p{L}{2}/u;
const EAST_ASIAN = /[\u3001-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]/;
/** The end of emphasis or deleted text around a price or a ticker, as in `~~$TSLA~~ costs 5$`. */
const EMPHASIS_END = /~~|\s\*\*|\*\*\s|[\p{L}\p{N}][*_]\s+\p{L}{2}/u;
/** `20 a 30`, `5) (6`, `5 (6` */
const BETWEEN_AMOUNTS = /\s\p{L}\s+\d|^[^(]*\)|\([^)]*$/u;
const CURRENCY = /[€£¥₩₹₽₫₺₴]/;
/** No formula ends like the `5-` of `$5-$6` or the `HOME/` of `$HOME/$USER`. */
const CANNOT_END = /[/@&:([=<>^_]$|(?<![\^_{])[-–—+]$|["“”]/;
/** A letter after the second dollar begins a name, but `$n$th` has an ending. */
const NAME = /^(?!(?:th|st|nd|rd|s|es|er|e|te[nrs]?)(?![A-Za-z]))[A-Za-z{]/;

/** Whether a dollar between these texts may begin a formula. */
export function mayOpenDollar(before: string, after: string): boolean {
  if (ENDS_AMOUNT.test(before) || CANNOT_BEGIN.test(after)) return false;
  return !(SPACED_AMOUNT.test(before) && AFTER_SPACED_AMOUNT.test(after));
}

/** Whether the text after an opening dollar reads like a sentence. It need not be complete. */
export function isSentence(content: string): boolean {
  const plain = content.slice(0, COMMAND.exec(content)?.index);
  if (EMPHASIS_END.test(plain)) return true;
  if (AMOUNT.test(plain)) return WORD.test(plain) || EAST_ASIAN.test(plain) || CURRENCY.test(plain);
  return WORD_AFTER_SPACE.test(plain.slice(0, OPERATOR.exec(plain)?.index)) || THREE_WORDS.test(plain);
}

/** Whether `content` between two dollars, of which `after` follows the second, is a formula. */
export function isDollarMath(content: string, after: string): boolean {
  if (isSentence(content) || CANNOT_END.test(content)) return false;
  if (NAME.test(after) && !/\\[A-Za-z]|\^/.test(content)) return false;
  return OPERATOR.test(content) || !(AMOUNT.test(content) && BETWEEN_AMOUNTS.test(content));
}
