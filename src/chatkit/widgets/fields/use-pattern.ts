/** Checks a field's value against its `pattern`. The pattern comes from a server, so no pattern may stop the page. */
import { useLayoutEffect } from 'preact/hooks';
import { useWidget } from '../widget-context.ts';

/** A longer value is not checked. */
const MAX_CHARS = 2000;
/** A longer value is not checked against a pattern that may take exponential time. */
const MAX_CHARS_IF_NESTED = 16;
/** A pattern with n repetitions may take as many steps as the n-th power of the value's length. */
const MAX_STEPS = 1_000_000;

/** Sets the validity of the field. A text area has no native `pattern`. */
export function usePattern(
  field: { readonly current: HTMLInputElement | HTMLTextAreaElement | null },
  pattern: string | undefined,
  value: string,
): void {
  const { text } = useWidget();
  useLayoutEffect(() => {
    const isMet = pattern === undefined || value === '' || matchesWhole(pattern, value);
    field.current?.setCustomValidity(isMet ? '' : text('widget.pattern'));
  }, [pattern, value, text]);
}

/** Whether the pattern may be the field's native one, which checks values of any length. */
export const isQuick = (pattern = '') => longestValue(pattern) === MAX_CHARS;

/** A pattern that does not compile is ignored, as in a native field. */
export function matchesWhole(pattern: string, value: string): boolean {
  if (value.length > longestValue(pattern)) return true;
  try {
    return new RegExp(`^(?:${pattern})$`, 'v').test(value);
  } catch {
    return true;
  }
}

/** The longest value that can be checked quickly. The server checks every value anyway. */
function longestValue(pattern: string): number {
  const plain = pattern
    .replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x')
    .replaceAll(/\(\?[:=!<]*/g, '(')
    .replaceAll(/\{\d+\}/g, '');
  if (hasNestedRepeat(plain)) return MAX_CHARS_IF_NESTED;
  return Math.min(MAX_CHARS, MAX_STEPS ** (1 / (plain.match(/[+*{]/g)?.length ?? 1)));
}

/** Whether a group that repeats holds something that repeats, or alternatives: `(a+)+`, `(a|aa)*`. */
function hasNestedRepeat(plain: string): boolean {
  const groups = [false];
  for (let at = 0; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if (character === '(') groups.push(false);
    else if (character === ')') {
      const containsRepetition = groups.pop() ?? false;
      if (containsRepetition && /[+*{]/.test(plain[at + 1] ?? '')) return true;
      if (containsRepetition) groups[groups.length - 1] = true;
    } else if (/[+*{|]/.test(character)) groups[groups.length - 1] = true;
  }
  return false;
}
