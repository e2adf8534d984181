/** Turns one utterance into text, with the browser's speech recognition or with a recording sent to the server. Loaded on first use. */
import type { Sound } from '../../chatkit/composer/dictation/recorder.ts';
import { recognise } from './recognise.ts';
import { record, toVoiceError } from './record.ts';

export interface ListenOptions {
  /** The method to use. See `voiceWays`. */
  way: 'browser' | 'server';
  /** BCP 47. */
  locale: string;
  /** Transcribes a recording; only for `server`. */
  transcribe(recording: Sound, signal: AbortSignal): Promise<string>;
  /** Called when the microphone is on. */
  onStart(): void;
  /** Called with the words recognised so far. */
  onInterim(text: string): void;
  /** Called with the loudness, 0 to 1. */
  onLevel(level: number): void;
  /** Called when the microphone is off and the recording is being transcribed. */
  onTranscribing(): void;
  /** Abort to end the utterance and use its words. */
  finish: AbortSignal;
  /** Abort to end the utterance and discard its words. */
  cancel: AbortSignal;
}

/**
 * Listens to one utterance; silence ends it.
 *
 * Shape: the text is trimmed, and never empty.
 * Errors: rejects with VoiceError, or with the signal's reason when cancelled.
 */
export async function listen(parts: ListenOptions): Promise<string> {
  if (parts.way === 'browser') return recognise(parts);
  const recording = await record(parts);
  parts.onTranscribing();
  try {
    return await parts.transcribe(recording, parts.cancel);
  } catch (error) {
    throw toVoiceError(error, 'network');
  }
}
