/** Adds the English texts and the icons of the parts that load later. Each of these parts waits for it. */
import { addEnglish } from '../../language/text.ts';
import { addStrokes } from '../../icons/Icon.tsx';

/** Loads the texts and icons of the thread. */
export async function loadAnswerTexts(): Promise<void> {
  const { texts, strokes } = await import('./answer.ts');
  addEnglish(texts);
  addStrokes(strokes);
}

/** Loads the texts and icons of all parts that load later. */
export async function loadLater(): Promise<void> {
  const [{ texts, strokes }] = await Promise.all([import('./later.ts'), loadAnswerTexts()]);
  addEnglish(texts);
  addStrokes(strokes);
}
