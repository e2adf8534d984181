import { addEnglish } from '../../options/strings.ts';
import { addIcons } from '../panel/icons.ts';

/** Adds the English texts and the icons of the parts that load later. */
export async function loadLater(): Promise<void> {
  const { LATER_ENGLISH, LATER_ICONS } = await import('./later.ts');
  addEnglish(LATER_ENGLISH);
  addIcons(LATER_ICONS);
}
