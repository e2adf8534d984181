/**
 * Lets the bundler's helper that lists a module's exports see own properties only. As written, it also takes what a page
 * has put on `Object.prototype`, and throws if that is no function, so that the chat could not load.
 */
import type { Plugin } from 'vite';

/** The helper's loop, as written or minified. */
const LOOP = /for ?\(var ([\w$]+) in ([\w$]+)\)(?=\s*[\w$]+\([\w$]+, ?\1, ?\{\s*get:)/g;

export const readOwnExports = (code: string): string => code.replace(LOOP, 'for(var $1 of Object.keys($2))');

export const ownExports = (): Plugin => ({
  name: 'own-exports',
  // The file's name is a hash of the input of this step, so the step must be part of it.
  augmentChunkHash: ({ name }) => (name === 'rolldown-runtime' ? 'own-exports' : undefined),
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = readOwnExports(chunk.code);
      if (chunk.name === 'rolldown-runtime' && chunk.code.includes(' in '))
        this.error(`${chunk.fileName} lists exports with for…in: change scripts/plugins/own-exports.ts.`);
    }
  },
});
