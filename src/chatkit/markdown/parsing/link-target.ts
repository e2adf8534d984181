/** Scans link targets: `<destination>`, `destination`, titles, labels, and whole reference definitions. */
import type { LinkDefinition } from './tree.ts';
import { work } from './steps.ts';
import { normaliseLabel, normaliseUrl, unescapeText } from './text-rules.ts';

const LABEL = /\[(?:[^\\[\]]|\\.){0,1000}\]/sy;
const TITLE = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\((?:[^()\\]|\\[^])*\)/y;
const POINTY = /<(?:[^<>\n\\]|\\.)*>/y;
const SPACES = /[ \t]*(?:\n[ \t]*)?/y;
const LINE_REST = /[ \t]*(?:\n|$)/y;

/** The length of `[label]` at `at`, including the brackets; 0 if there is none. */
export function scanLabel(text: string, at: number): number {
  const found = match(LABEL, text, at);
  return found.length > 1001 ? 0 : found.length;
}

/** The destination at `at` and its end, or null. */
function scanDestination(text: string, at: number): { href: string; end: number } | null {
  if (text[at] === '<') {
    const source = match(POINTY, text, at);
    return source === '' ? null : { href: normaliseUrl(unescapeText(source.slice(1, -1))), end: at + source.length };
  }
  let depth = 0;
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 92 && end + 1 < text.length && /[!-/:-@[-`{-~]/.test(text[end + 1] ?? '')) end++;
    else if (code === 40) {
      if (++depth > 32) return null;
    } else if (code === 41) {
      if (depth-- === 0) break;
    } else if (code <= 32 || code === 127) break;
  }
  work.steps += end - at;
  if (depth > 0 || (end === at && text[end] !== ')')) return null;
  return { href: normaliseUrl(unescapeText(text.slice(at, end))), end };
}

/** Scans `(destination "title")` at `at`, which is the opening parenthesis. */
export function scanInlineTarget(text: string, at: number): (LinkDefinition & { end: number }) | null {
  let here = skipSpaces(text, at + 1);
  const destination = scanDestination(text, here);
  if (!destination) return null;
  here = destination.end;
  const afterSpace = skipSpaces(text, here);
  const title = afterSpace > here ? match(TITLE, text, afterSpace) : '';
  here = title === '' ? afterSpace : skipSpaces(text, afterSpace + title.length);
  if (text[here] !== ')') return null;
  return { href: destination.href, title: unescapeText(title.slice(1, -1)), end: here + 1 };
}

/** Scans a reference definition at `at`, the start of a line; null if there is none. */
export function scanDefinition(text: string, at: number): (LinkDefinition & { label: string; end: number }) | null {
  const labelLength = scanLabel(text, at);
  const label = normaliseLabel(text.slice(at + 1, at + labelLength - 1));
  if (labelLength === 0 || label === '' || text[at + labelLength] !== ':') return null;
  const destination = scanDestination(text, skipSpaces(text, at + labelLength + 1));
  if (!destination || destination.end === skipSpaces(text, at + labelLength + 1)) return null;
  const afterSpace = skipSpaces(text, destination.end);
  const title = afterSpace > destination.end ? match(TITLE, text, afterSpace) : '';
  if (title !== '') {
    const end = lineEnd(text, afterSpace + title.length);
    if (end !== null) return { label, href: destination.href, title: unescapeText(title.slice(1, -1)), end };
  }
  const end = lineEnd(text, destination.end);
  return end === null ? null : { label, href: destination.href, title: '', end };
}

/** A paragraph's text without the reference definitions at its start, including an unfinished one. */
export function withoutDefinitions(text: string): string {
  let at = 0;
  while (text[at] === '[') {
    const definition = scanDefinition(text, at);
    if (!definition) break;
    at = definition.end;
  }
  const rest = text.slice(at);
  return /^\[[^\]]{0,999}\]:\s*\S*(?:\s+(?:["'(].*)?)?$/s.test(rest) ? '' : rest;
}

/** Skips spaces, tabs and at most one line break. */
function skipSpaces(text: string, at: number): number {
  return at + match(SPACES, text, at).length;
}

function lineEnd(text: string, at: number): number | null {
  LINE_REST.lastIndex = at;
  return LINE_REST.test(text) ? LINE_REST.lastIndex : null;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0] ?? '';
  work.steps += found.length + 1;
  return found;
}
