/** The part of the Web Speech API that the dock uses. TypeScript's DOM types have its events, but not the recogniser. */

interface RecognitionEvents {
  start: Event;
  speechstart: Event;
  speechend: Event;
  result: Event & { results: ArrayLike<ArrayLike<{ transcript: string }>> };
  error: Event & { error: string };
  end: Event;
}

interface SpeechRecogniser {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  addEventListener<Name extends keyof RecognitionEvents>(
    name: Name,
    listener: (event: RecognitionEvents[Name]) => void,
  ): void;
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

/** The browser's recogniser class; undefined in browsers without one and on a server. */
export const speechRecogniser = () =>
  typeof window === 'undefined' ? undefined : (window.SpeechRecognition ?? window.webkitSpeechRecognition);
