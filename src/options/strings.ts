/** The dock's texts. The chat element has its own, in the same languages. */
import type { LATER_ENGLISH } from './later-strings.ts';
import { LAUNCHER_ENGLISH } from './launcher-english.ts';

/** Names of keys on keyboards without symbols. A translation has only the names that differ on its readers' keyboards. */
const ENGLISH_KEYS = { ctrlKey: 'Ctrl', altKey: 'Alt', shiftKey: 'Shift', enterKey: 'Enter', escapeKey: 'Esc' };
export type KeyNames = typeof ENGLISH_KEYS;

/** The English texts that the panel opens with. */
const OPENING_ENGLISH = {
  openChat: 'Open chat',
  ...LAUNCHER_ENGLISH,
  partFailed: 'Part of the chat couldn’t load. Check your connection.',
  title: 'Chat',
  closeChat: 'Close chat',
  enterFullscreen: 'Enter fullscreen',
  exitFullscreen: 'Exit fullscreen',
  darkMode: 'Switch to dark mode',
  lightMode: 'Switch to light mode',
  newChat: 'New chat',
  history: 'Conversation history',
  backToChat: 'Back to chat',
  more: 'More options',
  placeholder: 'Ask a question…',
  aiNotice: 'You’re chatting with an AI. It can make mistakes.',
  startVoice: 'Start voice input',
  keys: 'Keyboard shortcuts',
  ...ENGLISH_KEYS,
  transcript: 'Save this chat',
  soundOn: 'Turn sound on',
  soundOff: 'Turn sound off',
  askAbout: 'Ask about this',
  resizeWidth: 'Change the width',
  resizeHeight: 'Change the height',
};

/** Every text that the dock shows or a screen reader reads. Each language but English is a file with these keys in `src/dock/locales/`. */
export type ShellStrings = typeof OPENING_ENGLISH & typeof LATER_ENGLISH;

/** English. The texts of `later-strings.ts` are added before a part that shows one of them is drawn. */
export const englishStrings = { ...OPENING_ENGLISH } as ShellStrings;

export const addEnglish = (texts: typeof LATER_ENGLISH) => void Object.assign(englishStrings, texts);

/** One translation: all texts, and the key names that differ from English. */
export type Translation = Omit<ShellStrings, keyof KeyNames> & Partial<KeyNames>;
