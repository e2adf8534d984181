/** Asking for a module once more. */

/**
 * Imports a file of `modules/` beside our script. Firefox remembers that a module could not be fetched, under its address,
 * and those that it imports too: a further attempt, where the old address fails again, goes to the same files by another
 * spelling of their folder (`%6dodules`), which every server reads as the same.
 */
export function createImporter(scriptUrl: string): (name: string) => Promise<unknown> {
  let failures = 0;
  return async (name) => {
    const load = (folder: string) => import(/* @vite-ignore */ new URL(`${folder}/${name}.js`, scriptUrl).href);
    try {
      return await load('modules');
    } catch (cause) {
      if (failures++ === 0) throw cause;
      return load(respell('modules', failures));
    }
  };
}

/** Another spelling for each number, by the letters that its bits name. */
const respell = (word: string, count: number) => word.replace(/./g, (letter, at: number) => ((count >> at) & 1 ? `%${letter.charCodeAt(0).toString(16)}` : letter));
