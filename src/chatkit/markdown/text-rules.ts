/** CommonMark rules that several parts share: escapes, character references, labels, link targets. */
import { ENTITY_NAMES } from './entity-names.ts';

export const ESCAPABLE = /[!-/:-@[-`{-~]/;
const ESCAPE_OR_ENTITY = /\\[!-/:-@[-`{-~]|&(?:#x[a-f0-9]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,31});/gi;
const ENTITY_HERE = /&(?:#x[a-f0-9]{1,6}|#[0-9]{1,7}|[a-z][a-z0-9]{1,31});/iy;

let names: Map<string, string> | undefined;

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
  names ??= new Map(
    [...ENTITY_NAMES.split('|'), 'verbar |', 'vert |', 'VerticalLine |'].map((entry) => {
      const space = entry.indexOf(' ');
      return [entry.slice(0, space), entry.slice(space + 1)] as const;
    }),
  );
  return names.get(source.slice(1, -1)) ?? null;
}
