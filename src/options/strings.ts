/** The dock's texts. The chat element has its own, in the same languages. */
import { launcherEnglish } from './launcher-english.ts';

/** Names of keys on keyboards without symbols. A translation has only the names that differ on its readers' keyboards. */
const englishKeys = { ctrlKey: 'Ctrl', altKey: 'Alt', shiftKey: 'Shift', enterKey: 'Enter', escapeKey: 'Esc' };
export type KeyNames = typeof englishKeys;

/** English, and the list of all texts. Each other language is a file with the same keys in `src/dock/locales/`. */
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
  more: 'More options',
  placeholder: 'Ask a question…',
  aiNotice: 'You’re chatting with an AI. It can make mistakes.',
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
  feedbackQuestion: 'What was wrong with the answer?',
  feedbackComment: 'Tell us more (optional)',
  feedbackIncorrect: 'Incorrect',
  feedbackIncomplete: 'Incomplete',
  feedbackUnclear: 'Unclear',
  feedbackOffTopic: 'Not what I asked',
  feedbackSend: 'Send feedback',
  feedbackFailed: 'Your feedback couldn’t be sent. Try again.',
  feedbackThanks: 'Thanks for your feedback.',
  transcript: 'Save this chat',
  transcriptFailed: 'The chat couldn’t be loaded. Try again.',
  print: 'Print',
  soundOn: 'Turn sound on',
  soundOff: 'Turn sound off',
  resizeWidth: 'Change the width',
  resizeHeight: 'Change the height',
  you: 'You',
  assistant: 'Assistant',
  sources: 'Sources',
};

/** Every text that the dock shows or a screen reader reads. */
export type ShellStrings = typeof englishStrings;

/** One translation: all texts, and the key names that differ from English. */
export type Translation = Omit<ShellStrings, keyof KeyNames> & Partial<KeyNames>;
