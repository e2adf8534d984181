/** Turns the sound of a microphone into a recording that a request can carry. The caller releases the microphone. */
import { toBase64 } from './to-base64.ts';

/** Audio in base64, without a `data:` prefix. */
export interface Sound {
  base64: string;
  mimeType: string;
}

interface Recorder {
  /** Resolves when the recording has stopped, also when the browser has stopped it. */
  readonly stopped: Promise<unknown>;
  /** Does nothing if the recording has stopped already. */
  stop(): void;
  /** Resolves with the sound once the recording has stopped. */
  sound(): Promise<Sound>;
}

/** In order of preference. Source: ChatKit's dictation guide. */
const FORMATS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Begins to record. */
export function startRecorder(microphone: MediaStream): Recorder {
  const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(microphone, mimeType === undefined ? {} : { mimeType });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
  recorder.start();
  return {
    stopped,
    stop: () => recorder.state !== 'inactive' && recorder.stop(),
    async sound() {
      await stopped;
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
      return { base64: toBase64(bytes), mimeType: recorder.mimeType };
    },
  };
}
