/** The errors application code and the adapters throw, and what each becomes for the client. */

/** A thread, item or attachment is missing or belongs to somebody else: the two are told apart nowhere. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
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

/** Ends the turn with an in-band `error` event whose message is shown to the user as it is. */
export class CustomStreamError extends Error {
  override readonly name = 'CustomStreamError';
  readonly allowRetry: boolean;
  /** @param message written for the user, in the user's language. */
  constructor(
    message: string,
    { allowRetry = false, cause }: { allowRetry?: boolean | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.allowRetry = allowRetry;
  }
}

/** A refusal before any event went out: an HTTP status and `{ error: { code, message } }`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @param message plain words for whoever reads the answer: what is wrong and what to do. */
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

/** The database cannot be used right now. Stores throw it for full disks, locks and lost connections; clients get 503 with `Retry-After`. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
