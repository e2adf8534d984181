/** What the launcher says before any other words have been fetched. A file of its own: the rest must not come along. */
import { launcherEnglish } from '../../options/launcher-english.ts';
import type { ShellStrings } from '../../options/strings.ts';
import { labelIn } from './launcher-labels.ts';

/** The launcher's words before the others have been fetched: its own name in the visitor's language, the owner's texts over everything. */
export const launcherStrings = (locale: string, given?: string | Partial<ShellStrings>) => ({
  ...launcherEnglish,
  openChat: labelIn(locale) ?? launcherEnglish.openChat,
  ...(typeof given === 'object' && given),
});
