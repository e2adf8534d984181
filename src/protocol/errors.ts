/** The one error this folder throws. */

/** The kind of failure, for code to branch on. The message is for people and may change. */
export type ProtocolErrorCode =
  /** A request body that is not JSON, has an unknown `type`, or a missing or wrong member. */
  | 'invalid-request'
  /** An event of a known type with a broken body. */
  | 'invalid-event'
  /** A JSON answer that does not match its request. */
  | 'invalid-response'
  /** The stream ended in the middle of an event, or the connection broke while it was open. */
  | 'stream-cut'
  /** The server could not be reached: no status, no body. */
  | 'network'
  /** The server answered outside 200–299; `status` and perhaps `retryAfterMs` say more. */
  | 'http-status'
  /** The server answered a stream request with something that is not an event stream. */
  | 'wrong-content-type';

/** Details of a failure in addition to its code and message. Every member is absent if the server did not send it. */
export interface ProtocolErrorDetails {
  /** HTTP status of the answer, when there was one. */
  status?: number | undefined;
  /** The wait that the server asks for (`Retry-After`), in milliseconds. */
  retryAfterMs?: number | undefined;
  /** The `error.code` of a JSON error body, when the server sent one. */
  serverCode?: string | undefined;
  cause?: unknown;
}

/** A protocol failure: an invalid message, or a connection that failed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly serverCode: string | undefined;

  constructor(code: ProtocolErrorCode, message: string, details: ProtocolErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.serverCode = details.serverCode;
  }
}
