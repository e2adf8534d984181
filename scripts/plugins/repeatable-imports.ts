/**
 * Lets an `import()` that failed be tried again. Firefox before 155 remembers the failure under the module's address until the page
 * is left, so what fails again under its own address is asked for under another one. A module that was fetched is never fetched twice.
 */
import type { Plugin } from 'vite';

// A function declaration exists before the chunk's first line runs.
const HELPER =
  'function importAgain(file){const failed=importAgain.failed??={};return import(file).catch((cause)=>{const attempt=failed[file]??0;failed[file]=attempt+1;if(attempt)return import(`${file}?attempt=${attempt}`);throw cause})}';

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
