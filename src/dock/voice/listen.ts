/** One utterance to text, by the browser's own speech recognition or by recording and the server. A module that is fetched when somebody wants to speak. */
import { recognise } from './recognise.ts';
import { record, toVoiceError } from './record.ts';

export interface ListenParts {
  /** How it is done; see `voiceWays`. */
  way: 'browser' | 'server';
  /** BCP 47. */
  locale: string;
  /** Turns a recording into text; only for `server`. */
  transcribe(recording: { base64: string; mimeType: string }, signal: AbortSignal): Promise<string>;
  /** The microphone is on. */
  onStart(): void;
  /** The words so far. */
  onInterim(text: string): void;
  /** How loud it is, 0 to 1. */
  onLevel(level: number): void;
  /** The microphone is off; the recording is being written down. */
  onTranscribing(): void;
  /** Ends the utterance and takes what was said. */
  finish: AbortSignal;
  /** Ends it and forgets what was said. */
  cancel: AbortSignal;
}

/**
 * Listens to one utterance; silence ends it.
 *
 * Shape: the text is trimmed, and never empty.
 * Errors: rejects with VoiceError, or with the signal's reason when cancelled.
 */
export async function listen(parts: ListenParts): Promise<string> {
  if (parts.way === 'browser') return recognise(parts);
  const recording = await record(parts);
  parts.onTranscribing();
  try {
    return await parts.transcribe(recording, parts.cancel);
  } catch (error) {
    throw toVoiceError(error, 'network');
  }
}
