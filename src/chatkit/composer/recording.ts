/** One microphone recording. */

export interface Recording {
  /** Stops and resolves with the audio: base64 without a `data:` prefix. */
  stop(): Promise<{ base64: string; mimeType: string }>;
  /** Stops and discards the audio. */
  cancel(): void;
}

/** In order of preference. Source: ChatKit's dictation guide. */
const formats = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Errors: rejects if there is no microphone, or if the visitor or the page's policy denies access. */
export async function startRecording(): Promise<Recording> {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(microphone, mimeType === undefined ? {} : { mimeType });
  const chunks: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  recorder.start();
  const release = () => {
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
  };
}

/** Converts in slices, because a long recording exceeds the limit for call arguments. */
function toBase64(bytes: Uint8Array): string {
  const sliceBytes = 32_768;
  let binary = '';
  for (let start = 0; start < bytes.length; start += sliceBytes)
    binary += String.fromCharCode(...bytes.subarray(start, start + sliceBytes));
  return btoa(binary);
}
