/** Whether this browser can turn speech into text, by itself or with the server's help. False on a server. */
import { speechRecogniser } from './speech-api.ts';

export const canRecord = () =>
  typeof window !== 'undefined' && window.MediaRecorder !== undefined && navigator.mediaDevices !== undefined;

export const isVoiceSupported = (canTranscribe: boolean) =>
  speechRecogniser() !== undefined || (canTranscribe && canRecord());
