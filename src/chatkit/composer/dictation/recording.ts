/** One microphone recording. */
import { toBase64 } from './to-base64.ts';

export interface Recording {
  /** Stops and resolves with the audio: base64 without a `data:` prefix. */
  stop(): Promise<{ base64: string; mimeType: string }>;
  /** Stops and discards the audio. */
  cancel(): void;
  /** The current loudness, from 0 to 1. */
  level(): number;
}

/** In order of preference. Source: ChatKit's dictation guide. */
const FORMATS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Errors: rejects if there is no microphone, or if the visitor or the page's policy denies access. */
export async function startRecording(): Promise<Recording> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(microphone, mimeType === undefined ? {} : { mimeType });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  recorder.start();
  const meter = createMeter(microphone);
  const release = () => {
    meter.close();
    for (const track of microphone.getTracks()) track.stop();
  };

  return {
    async stop() {
      const ended = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
      recorder.stop();
      await ended;
      release();
      const sound = new Blob(chunks, { type: recorder.mimeType });
      return { base64: toBase64(new Uint8Array(await sound.arrayBuffer())), mimeType: recorder.mimeType };
    },
    cancel() {
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
    level: meter.level,
  };
}

/** Measures the loudness of a stream. Without Web Audio, or a track to measure, the level stays 0. */
function createMeter(stream: MediaStream): { level(): number; close(): void } {
  if (typeof AudioContext === 'undefined') return { level: () => 0, close: () => {} };
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 512;
  const samples = new Uint8Array(analyser.fftSize);
  try {
    audio.createMediaStreamSource(stream).connect(analyser);
  } catch {
    // Ignore the failure: the recording works without the meter.
  }
  return {
    level() {
      analyser.getByteTimeDomainData(samples);
      const quiet = 128;
      return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample - quiet)), 0) / quiet;
    },
    close: () => void audio.close(),
  };
}
