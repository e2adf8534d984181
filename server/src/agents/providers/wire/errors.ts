/**
 * Converts error bodies of many shapes to the shape that the client library reads: `{ error: { message, code, type,
 * param } }`.
 */
import { memberOf } from '@chatdock/protocol/member-of';

interface ProviderErrorBody {
  message: string;
  code?: unknown;
  type?: unknown;
  param?: unknown;
}

const MAX_MESSAGE_CHARS = 4000;
const MAX_QUOTED_CHARS = 20_000;

/** The error in the body of a refusal, or in an event of a stream; null if there is none. */
export function readErrorBody(body: unknown): ProviderErrorBody | null {
  // Google's compatible endpoint wraps its error into a list.
  const outer: unknown = Array.isArray(body) && body.length > 0 ? body[0] : body;
  const inner = memberOf(outer, 'error') ?? memberOf(outer, 'errors') ?? undefined;
  const isBare = memberOf(outer, 'object') === 'error' || memberOf(outer, 'type') === 'error';
  const source = inner ?? (isBare || memberOf(outer, 'detail') !== undefined ? outer : null);
  return source === null ? null : toError(source, outer);
}

/** The error in the body of a refusal, which always counts as one. */
export function readRefusalBody(text: string): ProviderErrorBody {
  try {
    const body: unknown = JSON.parse(text);
    return readErrorBody(body) ?? toError(body, body);
  } catch {
    const plain = /^\s*</u.test(text) ? 'The provider answered with a page.' : text.trim();
    return { message: readQuoted(plain).slice(0, MAX_MESSAGE_CHARS) };
  }
}

function toError(source: unknown, outer: unknown): ProviderErrorBody {
  const message = messageOf(source) || messageOf(outer) || 'The provider gave no reason.';
  const read = (name: string) => memberOf(source, name) ?? memberOf(outer, name) ?? undefined;
  // OpenRouter and gateways put the error of the provider behind them into `metadata.raw`.
  const raw = memberOf(memberOf(source, 'metadata'), 'raw');
  const behind = messageOf(raw);
  const whole = behind === '' || message.includes(behind) ? message : `${message}: ${behind}`;
  return {
    message: whole.slice(0, MAX_MESSAGE_CHARS),
    code: read('code') ?? read('status'),
    type: read('type') === 'error' ? undefined : read('type'),
    param: read('param'),
  };
}

/** Members that contain the message. Lists come from servers that check each field of a request. */
function messageOf(value: unknown): string {
  if (typeof value === 'string') return readQuoted(value);
  if (Array.isArray(value)) return value.slice(0, 5).map(fieldErrorOf).filter(Boolean).join('; ');
  for (const name of ['message', 'detail', 'msg', 'error', 'errors', 'title']) {
    const found = memberOf(value, name);
    if (found === undefined || found === null || found === value) continue;
    const message = messageOf(found);
    if (message !== '') return message;
  }
  return '';
}

/** OpenRouter and LiteLLM quote the whole body of a refusal. It is replaced by its message. Other quotes stay. */
function readQuoted(text: string): string {
  const from = text.search(/\{\s*"|\[\s*\{/u);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
  if (from === -1 || to <= from || text.length > MAX_QUOTED_CHARS) return text;
  try {
    const sentence = messageOf(JSON.parse(text.slice(from, to)));
    return sentence === '' ? text : `${text.slice(0, from)}${sentence}${text.slice(to)}`;
  } catch {
    return text;
  }
}

/** `{ loc: ['body', 'messages', 1, 'role'], msg: '…' }`. `input` is left out, because it quotes the conversation. */
function fieldErrorOf(entry: unknown): string {
  const place = memberOf(entry, 'loc');
  const message = messageOf(entry);
  return Array.isArray(place) ? `${place.join('.')}: ${message}` : message;
}
