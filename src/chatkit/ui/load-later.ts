/** Adds the English texts and the icons of the parts that load later. Each of these parts waits for it. */
import { addEnglish } from '../locales/text.ts';
import { addStrokes } from './Icon.tsx';

export async function loadLater(): Promise<void> {
  const { texts, strokes } = await import('./later.ts');
  addEnglish(texts);
  addStrokes(strokes);
}
