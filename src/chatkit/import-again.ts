/** Asking once more for a module that could not be fetched. */

/**
 * Makes the function that imports a file of `modules/`, the folder beside our scripts. `load` gets the folder's name.
 *
 * Firefox remembers under its address that a module could not be fetched, and so for each that it imports: those fail for
 * as long as the page lives; HTML has it otherwise since 2026, and Firefox since 155. A further attempt therefore goes to the same
 * files by another spelling of their folder (`%6dodules`), which every server reads as the same.
 */
export function createImport<Module>(load: (folder: string) => Promise<Module>): () => Promise<Module> {
  let failures = 0;
  return () => {
    const attempt = load(spell('modules', failures));
    attempt.catch(() => failures++);
    return attempt;
  };
}

/** Another spelling for each attempt; there are two to the power of the word's length. */
const spell = (word: string, attempt: number) =>
  word.replace(/./g, (letter, position: number) =>
    (attempt >> position) & 1 ? `%${letter.charCodeAt(0).toString(16)}` : letter,
  );
