/** CommonMark rules that several parts share: escapes, character references, labels, link targets. */

export const ESCAPABLE = /[!-/:-@[-`{-~]/;
const ESCAPE_OR_ENTITY = /\\[!-/:-@[-`{-~]|&(?:#x[a-f0-9]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,31});/gi;
const ENTITY_HERE = /&(?:#x[a-f0-9]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,31});/iy;

const NAMED = /&([a-z][a-z0-9]{1,31});/gi;
/** The longest reference by name, `&` and `;` included. */
export const MAX_NAMED = 34;

/** The common names. `entity-names.ts` has the others. */
const COMMON_NAMES =
  'amp &|lt <|gt >|quot "|apos \'|nbsp \u00a0|copy \u00a9|reg \u00ae|trade \u2122|deg \u00b0|plusmn \u00b1|middot \u00b7|bull \u2022|' +
  'hellip \u2026|ndash \u2013|mdash \u2014|lsquo \u2018|rsquo \u2019|ldquo \u201c|rdquo \u201d|laquo \u00ab|raquo \u00bb|times \u00d7|' +
  'euro \u20ac|pound \u00a3|larr \u2190|rarr \u2192|check \u2713|ne \u2260|le \u2264|ge \u2265';

const names = new Map<string, string>();
let hasAll = false;
addNames([...COMMON_NAMES.split('|'), 'verbar |', 'vert |', 'VerticalLine |']);

/** Adds the table of `entity-names.ts`. */
export function addEntityNames(table: string): void {
  addNames(table.split('|'));
  hasAll = true;
}

function addNames(entries: readonly string[]): void {
  for (const entry of entries) {
    const space = entry.indexOf(' ');
    names.set(entry.slice(0, space), entry.slice(space + 1));
  }
}

/** Whether a text has a named reference that may be in the table that is not loaded yet. */
export function needsEntityNames(text: string): boolean {
  return !hasAll && text.includes('&') && [...text.matchAll(NAMED)].some(([, name = '']) => !names.has(name));
}

/** Reads a character reference at `at`; null if there is none or its name is unknown. */
export function readEntity(text: string, at: number): { length: number; value: string } | null {
  ENTITY_HERE.lastIndex = at;
  const source = ENTITY_HERE.exec(text)?.[0];
  if (source === undefined) return null;
  const value = decodeEntity(source);
  return value === null ? null : { length: source.length, value };
}

/** Resolves backslash escapes and character references, as in link targets and info strings. */
export function unescapeText(text: string): string {
  if (!/[\\&]/.test(text)) return text;
  return text.replace(ESCAPE_OR_ENTITY, (source) =>
    source[0] === '\\' ? source.slice(1) : (decodeEntity(source) ?? source),
  );
}

/** Normalises a label. Labels with the same result refer to the same definition. */
export function normaliseLabel(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();
}

/** Percent-encodes characters that are not allowed in a URL. Existing escapes stay. */
export function normaliseUrl(url: string): string {
  try {
    return encodeURI(url).replaceAll(/%25(?=[0-9a-f]{2})/gi, '%');
  } catch {
    return url; // a lone surrogate: shown as text, never followed
  }
}

function decodeEntity(source: string): string | null {
  if (source[1] === '#') {
    const code =
      source[2] === 'x' || source[2] === 'X' ? parseInt(source.slice(3, -1), 16) : parseInt(source.slice(2, -1), 10);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return valid ? String.fromCodePoint(code) : '\uFFFD';
  }
  return names.get(source.slice(1, -1)) ?? null;
}
