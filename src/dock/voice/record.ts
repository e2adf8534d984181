/** Records one utterance. It ends when the visitor ends it, after silence that follows speech, or after a minute. */
import { type Sound, startRecorder } from '../../chatkit/composer/dictation/recorder.ts';
import type { ListenOptions } from './listen.ts';
import { VoiceError, type VoiceFailure } from './voice-error.ts';

/** The loudness that counts as speech, as a root mean square of samples between -1 and 1. */
const SPEECH_LEVEL = 0.015;
const SILENCE_ENDS_AFTER_MS = 1800;
const NOTHING_ENDS_AFTER_MS = 8000;
const LONGEST_MS = 60_000;

export async function record({
  onStart,
  onLevel,
  finish,
  cancel,
}: Pick<ListenOptions, 'onStart' | 'onLevel' | 'finish' | 'cancel'>): Promise<Sound> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: unknown) => {
    throw toVoiceError(error, 'failed');
  });
  const release = () => microphone.getTracks().forEach((track) => track.stop());
  if (cancel.aborted) {
    release();
    throw cancel.reason;
  }
  const recorder = startRecorder(microphone);
  const { stop } = recorder;
  onStart();
  const watch = watchLevel(microphone, onLevel, stop);
  finish.addEventListener('abort', stop);
  cancel.addEventListener('abort', stop);
  if (finish.aborted) stop();
  try {
    await recorder.stopped;
    cancel.throwIfAborted();
    // If loudness cannot be measured, send the recording anyway: the server finds out whether it contains speech.
    if (!watch.heardSpeech() && !finish.aborted) throw new VoiceError('silence');
    return await recorder.sound();
  } finally {
    watch.stop();
    release();
  }
}

/** Measures the loudness many times a second, and ends the recording after silence. */
function watchLevel(microphone: MediaStream, onLevel: (level: number) => void, onSilence: () => void) {
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  audio.createMediaStreamSource(microphone).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const startedAt = performance.now();
  let heard = false;
  let lastHeardAt = startedAt;

  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    const now = performance.now();
    if (level >= SPEECH_LEVEL) {
      heard = true;
      lastHeardAt = now;
    }
    onLevel(Math.min(1, level * 6));
    if (now - lastHeardAt > (heard ? SILENCE_ENDS_AFTER_MS : NOTHING_ENDS_AFTER_MS) || now - startedAt > LONGEST_MS)
      onSilence();
  }, 60);

  return {
    heardSpeech: () => heard || audio.state !== 'running',
    stop() {
      clearInterval(timer);
      void audio.close();
    },
  };
}

/** Converts the errors of `getUserMedia` to a VoiceError. */
export function toVoiceError(error: unknown, otherwise: VoiceFailure): unknown {
  if (error instanceof VoiceError || !(error instanceof Error) || error.name === 'AbortError') return error;
  if (/NotAllowed|Security|Permission/.test(error.name)) return new VoiceError('refused', { cause: error });
  if (/NotFound|Overconstrained/.test(error.name)) return new VoiceError('no-microphone', { cause: error });
  return new VoiceError(otherwise, { cause: error });
}
