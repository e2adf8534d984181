/** One microphone recording. */
import { type Sound, startRecorder } from './recorder.ts';

export interface Recording {
  /** Stops and resolves with the audio. */
  stop(): Promise<Sound>;
  /** Stops and discards the audio. */
  cancel(): void;
  /** The current loudness, from 0 to 1. */
  level(): number;
}

/** Errors: rejects if there is no microphone, or if the visitor or the page's policy denies access. */
export async function startRecording(): Promise<Recording> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = startRecorder(microphone);
  const meter = createMeter(microphone);
  const release = () => {
    meter.close();
    for (const track of microphone.getTracks()) track.stop();
  };

  return {
    async stop() {
      recorder.stop();
      await recorder.stopped;
      release();
      return await recorder.sound();
    },
    cancel() {
      recorder.stop();
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
