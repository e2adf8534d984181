/** The words of the shell. The chat inside has its own, in the same languages. */
import { launcherEnglish } from './launcher-english.ts';

/** What keys are called where they have no sign. A translation names those that the keyboards of its readers call otherwise. */
const englishKeys = { ctrlKey: 'Ctrl', altKey: 'Alt', shiftKey: 'Shift', enterKey: 'Enter', escapeKey: 'Esc' };
export type KeyNames = typeof englishKeys;

/** English, and with it the list of everything the shell says. Another language is one file of the same keys in `locales/`. */
export const englishStrings = {
  ...launcherEnglish,
  partFailed: 'Part of the chat couldn’t load. Check your connection.',
  title: 'Chat',
  closeChat: 'Close chat',
  enterFullscreen: 'Enter fullscreen',
  exitFullscreen: 'Exit fullscreen',
  darkMode: 'Switch to dark mode',
  lightMode: 'Switch to light mode',
  newChat: 'New chat',
  history: 'Chat history',
  backToChat: 'Back to chat',
  startVoice: 'Start voice input',
  stopVoice: 'Stop listening',
  cancel: 'Cancel',
  listening: 'Listening…',
  transcribing: 'Transcribing…',
  voiceRefused: 'The microphone is blocked for this page. Allow it in the browser’s address bar, then try again.',
  voiceNoMicrophone: 'We couldn’t find a microphone. Plug one in, or type instead.',
  voiceNetwork: 'The speech service can’t be reached. Try again or type your question.',
  voiceLanguage: 'Dictation isn’t available in this language. Type instead.',
  voiceSilence: 'We didn’t hear anything. Speak a little closer to the microphone and try again.',
  voiceFailed: 'Voice input didn’t work. Try again, or type instead.',
  keys: 'Keyboard shortcuts',
  keyOpen: 'Open or close the chat',
  keyFullscreen: 'Toggle fullscreen',
  keyClose: 'Close',
  keySend: 'Send the message',
  keyLine: 'Start a new line',
  ...englishKeys,
  feedbackQuestion: 'What was wrong with the answer? (optional)',
  feedbackSend: 'Send feedback',
  feedbackFailed: 'Your feedback couldn’t be sent. Try again.',
};

/** Every text the shell shows or a screen reader says. */
export type ShellStrings = typeof englishStrings;

/** What a language has of its own: all the texts, and the keys that are not called as in English. */
export type Translation = Omit<ShellStrings, keyof KeyNames> & Partial<KeyNames>;
