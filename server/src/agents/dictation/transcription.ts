/**
 * Dictation: transcribes recordings with any service that supports OpenAI's `/audio/transcriptions`, or with your own.
 */
import { HttpError } from '../../core/errors.ts';
import type { AudioInput } from '../../core/hooks.ts';
import { readRecordingSeconds } from './recording-length.ts';

/** Transcribes a recording. Errors: throw HttpError with a message for the visitor. */
export type Transcriber = (audio: AudioInput, signal: AbortSignal) => Promise<{ text: string }>;

/** Options of `createHttpTranscriber`: the speech service, and limits for recordings. */
export interface HttpTranscriberOptions {
  /** Without a trailing slash; `/audio/transcriptions` is added. */
  baseURL: string;
  apiKey: string;
  model: string;
  /** The largest recording that is sent, in bytes. @defaultValue 10 MiB */
  maxBytes?: number | undefined;
  /**
   * The longest recording that is sent, in seconds. If the length cannot be read, only `maxBytes` applies.
   * @defaultValue 300
   */
  maxSeconds?: number | undefined;
  /** How long the service may take, in milliseconds. @defaultValue 30000 */
  timeoutMs?: number | undefined;
  /** @defaultValue the platform's, looked up at each call */
  fetch?: typeof globalThis.fetch | undefined;
}

/** The formats that browsers record, and the file extension by which services recognise each. */
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ['audio/webm', 'webm'],
  ['video/webm', 'webm'],
  ['audio/mp4', 'mp4'],
  ['audio/x-m4a', 'm4a'],
  ['audio/m4a', 'm4a'],
  ['audio/ogg', 'ogg'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/wave', 'wav'],
  ['audio/flac', 'flac'],
]);

/** A shorter recording cannot contain a word. Services answer it with an error or with invented text. */
const MIN_BYTES = 512;

/** Sends recordings to an OpenAI-compatible service. */
export function createHttpTranscriber({
  baseURL,
  apiKey,
  model,
  maxBytes = 10 * 1024 * 1024,
  maxSeconds = 300,
  timeoutMs = 30_000,
  fetch,
}: HttpTranscriberOptions): Transcriber {
  return async ({ data, mediaType }, signal) => {
    const ending = ENDINGS.get(mediaType.toLowerCase());
    if (ending === undefined)
      throw new HttpError(
        415,
        'unsupported_audio',
        `Recordings of the type ${mediaType} can’t be transcribed. Use WebM, MP4, Ogg, MP3, WAV or FLAC.`,
      );
    if (data.byteLength > maxBytes)
      throw new HttpError(
        413,
        'audio_too_large',
        `The recording is too long (over ${Math.floor(maxBytes / 1024 / 1024)} MB). Record it in two parts.`,
      );
    if (data.byteLength < MIN_BYTES) return { text: '' };
    const seconds = readRecordingSeconds(data);
    if (seconds !== null && seconds > maxSeconds)
      throw new HttpError(
        413,
        'audio_too_long',
        `The recording is too long: the limit is ${inWords(maxSeconds)}. Record it in shorter parts.`,
      );
    const body = new FormData();
    body.set('file', new File([new Uint8Array(data)], `recording.${ending}`, { type: mediaType }));
    body.set('model', model);
    body.set('response_format', 'json');
    const answer = await send(fetch ?? globalThis.fetch, `${baseURL}/audio/transcriptions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}` },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text: unknown = typeof answer === 'object' && answer !== null && 'text' in answer ? answer.text : undefined;
    if (typeof text !== 'string')
      throw unavailable(new TypeError('The transcription service answered without a text.'));
    return { text: text.trim() };
  };
}

function inWords(seconds: number): string {
  const [count, unit] = seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

async function send(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw unavailable(cause);
  }
  if (response.status === 400 || response.status === 415 || response.status === 422) {
    throw new HttpError(
      422,
      'unreadable_audio',
      'We couldn’t understand the recording. Try again, or type your message.',
      { cause: new Error(`The transcription service answered ${response.status}.`) },
    );
  }
  if (!response.ok) throw unavailable(new Error(`The transcription service answered ${response.status}.`));
  try {
    return await response.json();
  } catch (cause) {
    throw unavailable(cause);
  }
}

const unavailable = (cause: unknown) =>
  new HttpError(502, 'transcription_unavailable', 'Dictation isn’t working right now. Type your message instead.', {
    cause,
  });
