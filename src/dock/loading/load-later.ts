import { addEnglish } from '../../options/strings.ts';
import { addIcons } from '../panel/icons.ts';

/** Adds the English texts and the icons of the parts that load later. */
export async function loadLater(): Promise<void> {
  const { laterEnglish, laterIcons } = await import('./later.ts');
  addEnglish(laterEnglish);
  addIcons(laterIcons);
}
