/**
 * Puts the bundler's helper that lists a module's exports into each chunk that uses it. It would be a file of 170 bytes
 * alone, which each opened chat would request.
 */
import type { Plugin } from 'vite';

const RUNTIME = 'rolldown-runtime';
/** Lists own properties only, like `own-exports.ts`. */
const HELPER = 't=>{let e={};for(let r of Object.keys(t))Object.defineProperty(e,r,{get:t[r],enumerable:!0});return e}';

/** @returns null if the chunk does not import the helper alone, under one name */
export function inlineRuntime(code: string, fileName: string): string | null {
  const file = fileName.replace(/.*\//, '').replaceAll('.', '\\.');
  const importing = new RegExp(`import ?\\{ ?[\\w$]+ as ([\\w$]+) ?\\} ?from ?["']\\.[/\\w]*/${file}["'];?`);
  const inlined = code.replace(importing, `const $1=${HELPER};`);
  return inlined === code ? null : inlined;
}

export const inlineRuntimeHelper = (): Plugin => ({
  name: 'inline-runtime',
  // The file's name is a hash of the input of this step, so the step must be part of it.
  augmentChunkHash: () => HELPER,
  generateBundle(_, bundle) {
    const runtime = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === RUNTIME);
    if (runtime?.type !== 'chunk') return;
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || !chunk.imports.includes(runtime.fileName)) continue;
      const code = inlineRuntime(chunk.code, runtime.fileName);
      if (code === null) this.error(`${chunk.fileName} imports the helper in another way: change inline-runtime.ts.`);
      chunk.code = code;
      chunk.imports = chunk.imports.filter((file) => file !== runtime.fileName);
    }
    delete bundle[runtime.fileName];
  },
});
