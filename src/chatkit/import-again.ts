/** Retries an import that failed. */

/**
 * Returns a function that imports a file of `modules/`, the folder beside our scripts. `load` gets the folder's name.
 *
 * Firefox before 155 caches a failed import by its address, and so the imports inside it, for as long as the page
 * lives. Each retry therefore spells the folder differently (`%6dodules`), which every server decodes to the same name.
 */
export function createImport<Module>(load: (folder: string) => Promise<Module>): () => Promise<Module> {
  let failures = 0;
  return () => {
    const attempt = load(spell('modules', failures));
    attempt.catch(() => failures++);
    return attempt;
  };
}

/** A different spelling per attempt. A word of n letters has 2ⁿ. */
const spell = (word: string, attempt: number) =>
  word.replace(/./g, (letter, position: number) =>
    (attempt >> position) & 1 ? `%${letter.charCodeAt(0).toString(16)}` : letter,
  );
