/** The launcher's texts before the panel's texts have loaded. A separate file, so that the script tag carries no more than these. */
import { LAUNCHER_ENGLISH } from '../../options/launcher-english.ts';
import type { ShellStrings } from '../../options/strings.ts';
import { labelFor } from './launcher-labels.ts';

/** English texts, the label in the visitor's language, and the owner's replacements. */
export const launcherStrings = (locale: string, given?: string | Partial<ShellStrings>) => ({
  ...LAUNCHER_ENGLISH,
  openChat: labelFor(locale),
  ...(typeof given === 'object' && given),
});
