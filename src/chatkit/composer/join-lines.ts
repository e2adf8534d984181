import { isBlank, type Content } from './editor/content.ts';

/** Joins contents with line breaks and leaves out blank ones. */
export const joinLines = (texts: readonly Content[]): Content =>
  texts
    .filter((text) => !isBlank(text))
    .reduce(
      (joined, text) => (joined.length === 0 ? text : [...joined, { type: 'input_text', text: '\n' }, ...text]),
      [],
    );
