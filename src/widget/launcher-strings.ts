/** What the launcher says before any other words have been fetched. A file of its own: the rest must not come along. */
import { labelIn } from './launcher-labels.ts';
import type { ShellStrings } from './strings.ts';

/** The few words that the launcher needs before anything else has been fetched. */
export const launcherEnglish = {
  openChat: 'Open chat',
  dismiss: 'Dismiss',
  loadFailed: 'The chat could not be loaded. Check your connection.',
  tryAgain: 'Try again',
};

/** The launcher's words before the others have been fetched: its own name in the visitor's language, the owner's texts over everything. */
export const launcherStrings = (locale: string, given?: string | Partial<ShellStrings>) => ({
  ...launcherEnglish,
  openChat: labelIn(locale) ?? launcherEnglish.openChat,
  ...(typeof given === 'object' && given),
});
