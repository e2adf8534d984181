/** Why the official engine cannot be used. */

/** For code to branch on; the message is for the page's owner and says what to do. */
export type EngineFailure =
  'script-blocked' | 'script-timeout' | 'not-ready' | 'domain-verification' | 'invalid-options';

export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly reason: EngineFailure;
  constructor(reason: EngineFailure, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.reason = reason;
  }
}
