/** Raw HTML as a block. Source: CommonMark 0.31.2, section 4.6. */
import { beginsWithSimpleTag } from '../parsing/inlines/simple-tags.ts';
import type { Block } from '../parsing/tree.ts';

const HTML_OPEN = [
  /^<(?:script|pre|textarea|style)(?:\s|>|$)/i,
  /^<!--/,
  /^<[?]/,
  /^<![A-Za-z]/,
  /^<!\[CDATA\[/,
  /^<[/]?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|[/]?[>]|$)/i,
  /^(?:<[A-Za-z][A-Za-z0-9-]*(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*\s*\/?>|<\/[A-Za-z][A-Za-z0-9-]*\s*>)\s*$/,
];
const HTML_CLOSE = [/<\/(?:script|pre|textarea|style)>/i, /-->/, /\?>/, />/, /\]\]>/];

/** Which of the start conditions a line meets, from 1; 0 if none. */
export const startOfHtml = (line: string): number => HTML_OPEN.findIndex((pattern) => pattern.test(line)) + 1;

/** Whether a line ends a block that began with this condition. */
export const endsHtml = (line: string, condition: number): boolean => HTML_CLOSE[condition - 1]?.test(line) ?? false;

/** How a block is drawn. The levels are CommonMark's start conditions: 2 is a comment, 1 and 3 to 5 hold code, 7 is any other tag. */
export function kindOfHtml({ level, text, settled }: Block, isDone: boolean): string {
  if (level === 7 && beginsWithSimpleTag(text)) return 'p';
  if (level !== 2) return level < 6 ? 'source' : 'html';
  const rest = withoutComments(text);
  const isOpen = rest.trimStart().startsWith('<!--') && !(settled || isDone);
  return rest.trim() === '' || isOpen ? 'comment' : 'html';
}

/** An unfinished comment stays. */
function withoutComments(text: string): string {
  let rest = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', at)) {
    const isEmpty = /^<!---?>/.test(text.slice(start, start + 6));
    const end = isEmpty ? text.indexOf('>', start) : text.indexOf('-->', start + 4);
    if (end === -1) break;
    rest += text.slice(at, start);
    at = end + (isEmpty ? 1 : 3);
  }
  return rest + text.slice(at);
}
