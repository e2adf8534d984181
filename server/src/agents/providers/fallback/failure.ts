/** Classifies failures of model providers. The kind decides what happens next. */
import { parseRetryAfter } from '@chatdock/protocol/client/retry-after';

/** The kind of failure, for code, logs and metrics. */
export type FailureKind =
  | 'unreachable' // refused, reset before an answer, DNS, TLS
  | 'rate-limited' // 429
  | 'server-error' // 408, 409, 5xx, an error inside the stream
  | 'no-first-token' // nothing in time, headers or not
  | 'silence' // the stream paused for too long
  | 'interrupted' // the connection broke in the middle
  | 'unfinished' // the stream ended without an end event
  | 'garbled' // broken JSON, HTML, or an event that is far too large
  | 'empty' // a complete answer without content
  | 'refused' // 400, 404, 413, 422 and the like: this request, this provider
  | 'unknown-model' // 404 and 400 that say there is no such model
  | 'unauthorised' // 401, 403
  | 'quota'; // 402, or 429 with an exhausted budget

/** One failed attempt at one provider. Its message is ours and safe to log. */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure';
  readonly kind: FailureKind;
  readonly status: number | undefined;
  /** The wait that the provider requested (`Retry-After`), in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The provider's or the network's name for it: `model_not_found`, `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** The provider's id of the request, for its support. */
  readonly providerRequestId: string | undefined;

  constructor(
    kind: FailureKind,
    message: string,
    {
      status,
      retryAfterMs,
      cause,
    }: { status?: number | undefined; retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
    this.code = nameIn(cause, ['code', 'type']);
    this.providerRequestId = nameIn(cause, ['requestID']);
  }

  /**
   * Whether retrying cannot help, because the provider refuses the request until the settings or the request change.
   */
  get isPermanent(): boolean {
    return PERMANENT.has(this.kind);
  }

  /** The provider's message. It may quote the visitor or a key, so log it only through `redact`. */
  get providerMessage(): string | undefined {
    const [cause] = causesOf(this.cause).filter((each) => !(each instanceof ProviderFailure));
    return cause === undefined ? undefined : messageOf(cause);
  }

  /** Whether the same provider may be tried once more. Not after a timeout, so that visitors do not wait twice. */
  get worthRepeating(): boolean {
    return REPEATABLE.has(this.kind);
  }
}

const PERMANENT: ReadonlySet<FailureKind> = new Set(['refused', 'unknown-model', 'unauthorised', 'quota']);

const REPEATABLE: ReadonlySet<FailureKind> = new Set([
  'unreachable',
  'rate-limited',
  'server-error',
  'interrupted',
  'unfinished',
  'garbled',
  'empty',
]);

/**
 * The failure that caused an error of a model call; null if the error is not the provider's (a bug of ours or of a
 * tool). Shape: supports errors of the `openai` package and of Node's fetch, and follows `cause`.
 */
export function toProviderFailure(error: unknown, { answered }: { answered: boolean }): ProviderFailure | null {
  for (const cause of causesOf(error)) {
    if (cause instanceof ProviderFailure) return cause;
    const status = numberMember(cause, 'status') ?? statusInBody(cause);
    if (status !== undefined && status >= 400) return fromStatus(status, cause);
  }
  for (const cause of causesOf(error)) {
    const code = stringMember(cause, 'code');
    if (code !== undefined && NETWORK_CODES.test(code)) {
      return new ProviderFailure(
        answered ? 'interrupted' : 'unreachable',
        `The connection ${answered ? 'broke' : 'failed'} (${code}).`,
        { cause: error },
      );
    }
    if (cause instanceof SyntaxError)
      return new ProviderFailure('garbled', 'The provider sent something that is not JSON.', { cause: error });
    const name = cause instanceof Error ? cause.constructor.name : '';
    if (
      name === 'APIConnectionError' ||
      name === 'APIConnectionTimeoutError' ||
      /^(?:terminated|fetch failed)/iu.test(messageOf(cause))
    ) {
      return new ProviderFailure(
        answered ? 'interrupted' : 'unreachable',
        `The connection ${answered ? 'broke' : 'failed'}.`,
        { cause: error },
      );
    }
    if (name === 'APIError') return fromErrorEvent(cause);
    if (/Responses? API|response\.(?:failed|incomplete)|ModelBehaviorError/u.test(`${name} ${messageOf(cause)}`)) {
      return new ProviderFailure('server-error', 'The provider could not finish its response.', { cause: error });
    }
  }
  return null;
}

const NETWORK_CODES =
  /^(?:E(?:CONN|NOTFOUND|AI_|PIPE|HOST|NET|TIMEDOUT|PROTO)|UND_ERR|CERT_|ERR_(?:TLS|SSL|HTTP)|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HPE_)/u;

function fromStatus(status: number, cause: object): ProviderFailure {
  const message = `The provider answered ${status}.`;
  const details = { status, cause };
  const about = `${stringMember(cause, 'code') ?? ''} ${stringMember(cause, 'type') ?? ''} ${messageOf(cause)}`;
  const retryAfterMs = retryAfterOf(cause) ?? retryAfterIn(about);
  // Google also calls a limit per minute a quota, and gives the seconds until it ends.
  if (status === 429 && retryAfterIn(about) !== undefined)
    return new ProviderFailure('rate-limited', message, { ...details, retryAfterMs });
  if (status === 402 || /insufficient_quota|billing|credit balance|out of credits/iu.test(about))
    return new ProviderFailure('quota', message, details);
  if (status === 401 || status === 403) return new ProviderFailure('unauthorised', message, details);
  if (status === 429) return new ProviderFailure('rate-limited', message, { ...details, retryAfterMs });
  if (status === 408 || status === 409 || status >= 500)
    return new ProviderFailure('server-error', message, { ...details, retryAfterMs });
  if (UNKNOWN_MODEL.test(about)) return new ProviderFailure('unknown-model', message, details);
  return new ProviderFailure('refused', message, details);
}

const UNKNOWN_MODEL =
  /model_not_found|not_found_error.{0,40}model|\bmodels?\b.{0,100}(?:does ?n[o']t exist|not found|is not (?:a valid|supported|available)|unknown|no longer|deprecated|decommissioned)|(?:unknown|invalid|no such|unsupported|not a valid) model\b/iu;

const STREAM_ERRORS: readonly (readonly [RegExp, FailureKind])[] = [
  [/insufficient_quota|billing/u, 'quota'],
  [/rate_limit|overloaded|resource_exhausted/iu, 'rate-limited'],
  [/invalid_api_key|authentication|permission/u, 'unauthorised'],
  [/model_not_found/u, 'unknown-model'],
  [/invalid_request|content_policy|content_filter/u, 'refused'],
];

/** An error object inside a stream that began with 200. If it has no known code, it counts as a server error. */
function fromErrorEvent(cause: object): ProviderFailure {
  const about = `${stringMember(cause, 'code') ?? ''} ${stringMember(cause, 'type') ?? ''}`;
  const kind = STREAM_ERRORS.find(([pattern]) => pattern.test(about))?.[1] ?? 'server-error';
  return new ProviderFailure(kind, 'The provider reported an error inside its stream.', { cause });
}

/** OpenRouter puts the status of the provider behind it into the error's `code`, as a number. */
function statusInBody(cause: object): number | undefined {
  const body = 'error' in cause && typeof cause.error === 'object' && cause.error !== null ? cause.error : cause;
  const code = 'code' in body ? Number(body.code) : Number.NaN;
  return Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined;
}

function retryAfterOf(cause: object): number | undefined {
  const headers = 'headers' in cause ? cause.headers : undefined;
  const read = (name: string) => (headers instanceof Headers ? headers.get(name) : null);
  const exact = Number(read('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  return parseRetryAfter(read('retry-after'));
}

/** Groq and Google write it as text: `Please try again in 2m5.5s`. */
function retryAfterIn(message: string): number | undefined {
  const [, minutes = '0', amount, unit] =
    /(?:retry|try again) in (?:(\d+)m(?!s))?\s*([\d.]+)\s?(ms|s)/iu.exec(message) ?? [];
  return amount === undefined ? undefined : Number(minutes) * 60_000 + Number(amount) * (unit === 'ms' ? 1 : 1000);
}

function causesOf(error: unknown): object[] {
  const causes: object[] = [];
  let next = error;
  while (typeof next === 'object' && next !== null && !causes.includes(next) && causes.length < 8) {
    causes.push(next);
    next = 'cause' in next ? next.cause : undefined;
  }
  return causes;
}

/**
 * The first member of an error or of its causes that looks like a code or an id: a single short word. Some providers
 * put a sentence there.
 */
function nameIn(error: unknown, members: readonly string[]): string | undefined {
  const found = causesOf(error).flatMap((cause) => members.map((member) => stringMember(cause, member)));
  return found.find((text) => text !== undefined && /^[\w.:-]{1,80}$/u.test(text));
}

const numberMember = (value: object, name: string) => {
  const member: unknown = Reflect.get(value, name);
  return typeof member === 'number' ? member : undefined;
};

const stringMember = (value: object, name: string) => {
  const member: unknown = Reflect.get(value, name);
  return typeof member === 'string' ? member : undefined;
};

const messageOf = (value: unknown) => (value instanceof Error && value.message !== '' ? value.message : String(value));
