/** The errors that application code and adapters throw, and what the client receives for each. */

/** A thread, item or attachment is missing or belongs to another user. Clients cannot tell the two apart. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** For `catch` after loading a record: null if it is missing. Throws any other error again. */
export function nullIfMissing(cause: unknown): null {
  if (cause instanceof NotFoundError) return null;
  throw cause;
}

/**
 * Ends the turn with an in-band `error` event that carries a code the client has a text for.
 * `allowRetry` defaults to true for `stream.error` and to false for any other code.
 */
export class StreamError extends Error {
  override readonly name: string = 'StreamError';
  readonly code: string;
  readonly allowRetry: boolean;
  constructor(
    code = 'stream.error',
    { allowRetry = code === 'stream.error', cause }: { allowRetry?: boolean | undefined; cause?: unknown } = {},
  ) {
    super(`The turn ended with "${code}".`, { cause });
    this.code = code;
    this.allowRetry = allowRetry;
  }
}

/** Ends the turn with an in-band `error` event. The user sees its message unchanged. */
export class CustomStreamError extends Error {
  override readonly name = 'CustomStreamError';
  readonly allowRetry: boolean;
  /** @param message for the user, in the user's language. */
  constructor(
    message: string,
    { allowRetry = false, cause }: { allowRetry?: boolean | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.allowRetry = allowRetry;
  }
}

/** A refusal before the first event: an HTTP status and `{ error: { code, message } }`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @param message in plain words: what is wrong and what to do. */
  constructor(
    status: number,
    code: string,
    message: string,
    { headers = {}, cause }: { headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/**
 * The database is temporarily unusable. Stores throw it for full disks, locks and lost connections; clients get 503
 * with `Retry-After`.
 */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  /** Retrying does not help: a setting or a file must be changed first. */
  readonly isLasting: boolean;

  constructor(
    message: string,
    { cause, isLasting = false }: { cause?: unknown; isLasting?: boolean | undefined } = {},
  ) {
    super(message, { cause });
    this.isLasting = isLasting;
  }
}
