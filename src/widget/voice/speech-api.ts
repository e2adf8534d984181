/** The part of the Web Speech API that we use: TypeScript's DOM types have its events, but not the recogniser. */

export interface SpeechRecogniser {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onstart: (() => void) | null;
  onspeechstart: (() => void) | null;
  onspeechend: (() => void) | null;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

declare global {
  interface Window {
    SpeechRecognition?: new () => SpeechRecogniser;
    webkitSpeechRecognition?: new () => SpeechRecogniser;
  }
}

/** The browser's recogniser, if it has one; none on a server. */
export const speechRecogniser = () => (typeof window === 'undefined' ? undefined : (window.SpeechRecognition ?? window.webkitSpeechRecognition));
