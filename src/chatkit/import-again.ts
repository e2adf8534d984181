/** Asking once more for a module that could not be fetched. */

/**
 * Makes the function that imports a file of `modules/`, the folder beside our scripts. `load` gets the folder's name.
 *
 * Firefox remembers under its address that a module could not be fetched, and so for each that it imports: those fail for
 * as long as the page lives. A further attempt therefore goes to the same files by another spelling of their folder
 * (`%6dodules`), which every server reads as the same.
 */
export function createImport<Module>(load: (folder: string) => Promise<Module>): () => Promise<Module> {
  let failures = 0;
  return () =>
    load(['modules', '%6dodules', 'm%6fdules'][failures % 3] ?? '').catch((cause: unknown) => {
      failures++;
      throw cause;
    });
}
