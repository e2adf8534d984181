/**
 * Minifies chunks once more, with a slower minifier: it saves a hundredth more of their bytes. For the scripts that every page carries
 * and the chunks that every opened chat loads; for the many files that load later, the time to build is worth more.
 */
import { minify, type MinifyOptions } from 'terser';
import type { Plugin } from 'vite';

const compact = {
  compress: { passes: 4, ecma: 2020, unsafe_arrows: true },
  ecma: 2020,
  mangle: true,
  safari10: false,
} as const satisfies MinifyOptions;

/** @param names The names of the chunks. Without names, all of them. */
export function compactChunks(names: readonly string[] | undefined, given: MinifyOptions): Plugin {
  const options = { ...compact, ...given };
  const isWanted = (name: string) => names?.includes(name) ?? true;
  return {
    name: 'compact-chunks',
    enforce: 'post',
    // The file's name is a hash of what is minified here, so what the minifier does has to be a part of it.
    augmentChunkHash: ({ name }) => (isWanted(name) ? JSON.stringify(options) : undefined),
    async generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !isWanted(chunk.name)) continue;
        const { code } = await minify(chunk.code, options);
        if (code === undefined) this.error(`${chunk.fileName} could not be minified.`);
        chunk.code = code;
      }
    },
  };
}
