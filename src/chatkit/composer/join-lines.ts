import { isBlank, type Content } from './editor/content.ts';

/** Contents one below the other; blank ones are left out. */
export const joinLines = (texts: readonly Content[]): Content =>
  texts
    .filter((text) => !isBlank(text))
    .reduce(
      (joined, text) => (joined.length === 0 ? text : [...joined, { type: 'input_text', text: '\n' }, ...text]),
      [],
    );
