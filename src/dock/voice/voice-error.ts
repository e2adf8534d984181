/** Why voice input gave nothing; each has its own sentence in the shell's strings. */

export type VoiceFailure = 'refused' | 'no-microphone' | 'network' | 'language' | 'silence' | 'failed';

export class VoiceError extends Error {
  override readonly name = 'VoiceError';
  readonly reason: VoiceFailure;
  constructor(reason: VoiceFailure, options?: { cause?: unknown }) {
    super(`Voice input gave nothing: ${reason}.`, options);
    this.reason = reason;
  }
}
