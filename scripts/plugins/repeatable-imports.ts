/**
 * Lets an `import()` that failed be tried again. Firefox remembers the failure under the module's address until the page is
 * left, so each further attempt gets an address of its own. A module that was fetched is never fetched twice.
 */
import type { Plugin } from 'vite';

// A function declaration exists before the chunk's first line runs.
const HELPER =
  'function importAgain(file){const failed=importAgain.failed??={};return import(failed[file]?`${file}?attempt=${failed[file]}`:file).catch((cause)=>{failed[file]=(failed[file]??0)+1;throw cause})}';

/** Rewrites the `import()`s of files of ours in a chunk; null when it has none. */
export function repeatImports(code: string): string | null {
  const repeatable = code.replaceAll(/\bimport\((["'`]\.[^"'`]+["'`])\)/g, 'importAgain($1)');
  return repeatable === code ? null : `${repeatable}\n${HELPER}`;
}

export const repeatableImports = (): Plugin => ({
  name: 'repeatable-imports',
  renderChunk(code) {
    const repeatable = repeatImports(code);
    return repeatable === null ? null : { code: repeatable, map: null };
  },
});
