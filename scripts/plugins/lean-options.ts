/**
 * Removes data from the options that only the panel's checks and the documentation use: the kind of a value, unless it
 * decides how the value is read, and its words. Also removes code that only a server needs. Used for the scripts that
 * every page loads.
 */
import type { Plugin } from 'vite';

const CUTS: readonly [file: string, pattern: RegExp, replacement: string][] = [
  ['/src/options/kinds.ts', /\bkind: '(?:flag|choice|length|integer)',/g, ''],
  ['/src/options/kinds.ts', /\{ kind, fallback, read: keep \}/g, '{ fallback, read: keep }'],
  ['/src/options/kinds.ts', /^ {2}words,$/gm, ''],
  ['/src/options/kinds.ts', /typeof CSS === 'undefined' \|\| /g, ''],
  ['/src/options/launcher-options.ts', /\btext\(([^,()]+), '\w+'\)/g, 'text($1)'],
  // Every dock receives its name.
  ['/src/options/launcher-options.ts', /\btext\((?:undefined|'default')\)/g, 'text()'],
  // A default that is the first of its words.
  ['/src/options/kinds.ts', /, fallback: Word\)/g, ', fallback = words[0])'],
  ['/src/options/launcher-options.ts', /\[\s*('[\w-]+')([^\]]*)\],\s*\1,?\s*\)/g, '[$1$2])'],
];

export function leanOptions(): Plugin {
  const missing = new Set(CUTS.map(([file]) => file));
  return {
    name: 'lean-options',
    enforce: 'pre',
    transform(code, id) {
      const cuts = CUTS.filter(([file]) => id.endsWith(file));
      for (const [file] of cuts) missing.delete(file);
      return cuts.length > 0 ? { code: cuts.reduce(cut, code), map: null } : null;
    },
    buildEnd(error) {
      if (!error && missing.size > 0)
        this.error(`The script has no ${[...missing].join(', ')} any more: change lean-options.ts.`);
    },
  };
}

/** @throws if the source no longer has such a text */
function cut(code: string, [file, pattern, replacement]: (typeof CUTS)[number]): string {
  const lean = code.replaceAll(pattern, replacement);
  if (lean === code) throw new Error(`${file} no longer has ${pattern}: change lean-options.ts.`);
  return lean;
}
