/**
 * Makes a failed `import()` repeatable. Firefox before 155 caches the failure under the module's address as long as the
 * page lives, so a second failure under the same address is retried under another address. A loaded module is never
 * fetched twice.
 */
import type { Plugin } from 'vite';

// A function declaration exists before the chunk's first line runs.
const HELPER =
  'function importAgain(file){const failed=importAgain.failed??={};return import(file).catch((cause)=>{const attempt=failed[file]??0;failed[file]=attempt+1;if(attempt)return import(`${file}?attempt=${attempt}`);throw cause})}';

/** Rewrites the `import()`s of our own files in a chunk; null if it has none. */
export function repeatImports(code: string): string | null {
  const repeatable = code.replaceAll(
    /\bimport\(\s*(?:\/\* @vite-ignore \*\/)?\s*(["'`]\.[^"'`]+["'`])\s*\)/g,
    'importAgain($1)',
  );
  return repeatable === code ? null : `${repeatable}\n${HELPER}`;
}

export const repeatableImports = (): Plugin => ({
  name: 'repeatable-imports',
  renderChunk(code) {
    const repeatable = repeatImports(code);
    return repeatable === null ? null : { code: repeatable, map: null };
  },
});
