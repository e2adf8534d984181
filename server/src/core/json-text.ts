/** Text from a stranger to JSON: checked for size and depth before anything recurses over it. */
import { HttpError } from './errors.ts';

/** Nesting a request may have; the deepest genuine one (a form inside an action's payload) stays under ten. */
export const MAX_JSON_DEPTH = 32;

const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** How deep `text` nests arrays and objects. One pass, no recursion; brackets inside strings do not count. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

function isTooDeep(json: unknown): boolean {
  let level: unknown[] = [json];
  for (let depth = 0; depth <= MAX_JSON_DEPTH; depth += 1) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}

const tooDeep = () =>
  new HttpError(400, 'too_deep', `The request nests JSON more than ${MAX_JSON_DEPTH} levels deep, so it was not read.`);

/** @throws HttpError 400 `too_deep` */
export function requireShallow(json: unknown): unknown {
  if (isTooDeep(json)) throw tooDeep();
  return json;
}

/** @throws HttpError 400 `invalid_json` or `too_deep`. */
export function parseJsonText(text: string): unknown {
  if (jsonDepth(text) > MAX_JSON_DEPTH) throw tooDeep();
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
