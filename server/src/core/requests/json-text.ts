/** Parses untrusted text as JSON, after checking its size and depth without recursion. */
import { HttpError } from '../errors.ts';

/**
 * The maximum nesting of a request. The deepest real one (a form inside an action's payload) has less than ten levels.
 */
const MAX_JSON_DEPTH = 32;

/**
 * The maximum number of values in a request, at all levels. A body of the maximum size could otherwise become millions
 * of objects.
 */
const MAX_JSON_VALUES = 50_000;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * The nesting depth of `text` and its number of values. One pass without recursion; the content of strings does not
 * count.
 */
function jsonShape(text: string): { depth: number; values: number } {
  let depth = 0;
  let deepest = 0;
  let values = 1;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === COMMA) values += 1;
    else if (code === 0x7b || code === 0x5b) {
      deepest = Math.max(deepest, (depth += 1));
      values += 1;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return { depth: deepest, values };
}

const tooDeep = () =>
  new HttpError(400, 'too_deep', `The request nests JSON more than ${MAX_JSON_DEPTH} levels deep, so it was not read.`);

const tooMany = () =>
  new HttpError(400, 'too_many_values', `The request has more than ${MAX_JSON_VALUES} values, so it was not read.`);

/** @throws HttpError 400 `too_deep` or `too_many_values` */
export function requireShallow(json: unknown): unknown {
  let level: unknown[] = [json];
  let values = 1;
  for (let depth = 0; depth <= MAX_JSON_DEPTH; depth += 1) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return json;
    values += level.length;
    if (values > MAX_JSON_VALUES) throw tooMany();
  }
  throw tooDeep();
}

/** @throws HttpError 400 `invalid_json`, `too_deep` or `too_many_values`. */
export function parseJsonText(text: string): unknown {
  const { depth, values } = jsonShape(text);
  if (depth > MAX_JSON_DEPTH) throw tooDeep();
  if (values > MAX_JSON_VALUES) throw tooMany();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HttpError(
      400,
      'invalid_json',
      'The request body is not valid JSON. Send one JSON object with "type" and "params".',
      { cause },
    );
  }
}

/** @throws HttpError 400 when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HttpError(400, 'invalid_json', 'The request body is not UTF-8 text. Send JSON encoded as UTF-8.', {
      cause,
    });
  }
}
