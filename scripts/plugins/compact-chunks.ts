/**
 * Minifies chunks again with a slower minifier, which saves one more percent. Used for the scripts that every page
 * contains and the chunks that every opened chat loads. For the many files that load later, build time is more
 * important.
 */
import { brotliCompressSync } from 'node:zlib';
import { minify, type MinifyOptions } from 'terser';
import type { Plugin } from 'vite';

const COMPACT = {
  // In large files, adjacent functions compress better.
  compress: { passes: 4, ecma: 2020, unsafe_arrows: true, hoist_funs: true },
  ecma: 2020,
  mangle: true,
  safari10: false,
} as const satisfies MinifyOptions;

/** @param names The names of the chunks. Without names, all of them. */
export function compactChunks(names: readonly string[] | undefined, given: MinifyOptions): Plugin {
  const options = { ...COMPACT, ...given };
  const isWanted = (name: string) => names?.includes(name) ?? true;
  return {
    name: 'compact-chunks',
    enforce: 'post',
    // The file's name is a hash of the input of this step, so the minifier's options must be part of it.
    augmentChunkHash: ({ name }) => (isWanted(name) ? JSON.stringify(options) : undefined),
    async generateBundle(_, bundle) {
      const missing = new Set(names);
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !isWanted(chunk.name)) continue;
        missing.delete(chunk.name);
        chunk.code = await minified(chunk.code, options);
      }
      if (missing.size > 0) this.error(`No chunk is named ${[...missing].join(', ')}: change vite.config.ts.`);
    },
  };
}

/** For the scripts that a page contains: the same in the syntax of 2018, with the local names that compress best. */
export const compactScript = (isModule: boolean): Plugin => ({
  name: 'compact-script',
  enforce: 'post',
  async generateBundle(_, bundle) {
    const shared = { ...COMPACT, module: isModule, ecma: 2018 } as const;
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      const code = await minified(chunk.code, {
        ...shared,
        compress: { ...COMPACT.compress, ecma: 2018, pure_getters: true, hoist_funs: false },
      });
      const renamed = LETTERS.map((_, first) =>
        minified(code, { ...shared, compress: false, mangle: { nth_identifier: namesFrom(first) } }),
      );
      chunk.code = [code, ...(await Promise.all(renamed))].toSorted((a, b) => sizeOf(a) - sizeOf(b))[0] ?? code;
    }
  },
});

async function minified(source: string, options: MinifyOptions): Promise<string> {
  const { code } = await minify(source, options);
  if (code === undefined) throw new Error('A chunk could not be minified.');
  return code;
}

const sizeOf = (code: string) => brotliCompressSync(code).length;

/** The first of the names that are tried are the letters that JavaScript has most of. */
const LETTERS = [...'etnroaicldsupfhmgbkvyxwCSELO'];
const OTHERS = [...'$jAzMDKITPFNUqGBHJQRVWXYZ_'];

/** Names in alphabetical order of an alphabet that begins with another letter. */
function namesFrom(first: number) {
  const letters = [...LETTERS.slice(first), ...OTHERS, ...LETTERS.slice(0, first)];
  return {
    get(index: number): string {
      const next = Math.floor(index / letters.length);
      return (next > 0 ? this.get(next - 1) : '') + (letters[index % letters.length] ?? '');
    },
    consider: () => 0,
    reset() {},
    sort() {},
  };
}
