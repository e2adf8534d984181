/** The error of the official engine. */

/** The reason, for code to branch on. The message is for the page's owner and says what to do. */
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
