/**
 * HTML tags that are drawn as elements. Only tags without attributes count, so a text can choose a name from this list
 * and nothing else.
 */

const SIMPLE_TAGS = ['sub', 'sup', 'kbd', 'u', 'mark', 'del', 'ins', 'details', 'summary'] as const;
export type SimpleTag = (typeof SIMPLE_TAGS)[number];

const TAG = /^<(\/?)(br|sub|sup|kbd|u|mark|del|ins|details|summary)\s*(\/?)>$/i;
/** A line that begins with such a tag is a paragraph, also where CommonMark reads raw HTML. */
const BEGINS_WITH_TAG = /^\s*<\/?(?:br|sub|sup|kbd|u|mark|del|ins)\s*\/?>/i;

/** The element that a complete tag opens or closes; null for any other HTML. */
export function readSimpleTag(source: string): { name: SimpleTag | 'br'; closes: boolean } | null {
  const [, slash, name, end] = TAG.exec(source) ?? [];
  if (name === undefined) return null;
  // The pattern holds exactly these names.
  const known = name.toLowerCase() as SimpleTag | 'br';
  if (known !== 'br' && end !== '') return null;
  return { name: known, closes: slash !== '' };
}

export const beginsWithSimpleTag = (text: string) => BEGINS_WITH_TAG.test(text);
