/**
 * Minifies the chunks that every opened chat loads once more, with the slower minifier that also serves the script tag. It saves
 * more than a hundredth of their bytes; for the many files that load later, the time to build is worth more.
 */
import { minify, type MinifyOptions } from 'terser';
import type { Plugin } from 'vite';

export function compactChunks(names: readonly string[], options: MinifyOptions): Plugin {
  return {
    name: 'compact-chunks',
    enforce: 'post',
    // The file's name is a hash of what is minified here, so what the minifier does has to be a part of it.
    augmentChunkHash: ({ name }) => (names.includes(name) ? JSON.stringify(options) : undefined),
    async generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !names.includes(chunk.name)) continue;
        const { code } = await minify(chunk.code, { ...options, module: true });
        if (code === undefined) this.error(`${chunk.fileName} could not be minified.`);
        chunk.code = code;
      }
    },
  };
}
