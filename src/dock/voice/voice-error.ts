/** Why voice input failed. Each reason has its own text in the dock's strings. */

export type VoiceFailure = 'refused' | 'no-microphone' | 'network' | 'language' | 'silence' | 'failed';

export class VoiceError extends Error {
  override readonly name = 'VoiceError';
  readonly reason: VoiceFailure;
  constructor(reason: VoiceFailure, options?: { cause?: unknown }) {
    super(`Voice input returned no text: ${reason}.`, options);
    this.reason = reason;
  }
}
