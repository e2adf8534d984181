/**
 * Takes out of the options what only the panel's checks and the documentation read: the kind of a value, unless it
 * decides how the value is read, and its words. For the scripts that every page loads.
 */
import type { Plugin } from 'vite';

const CUTS: readonly [file: string, pattern: RegExp, replacement: string][] = [
  ['/src/options/kinds.ts', /\bkind: '(?:flag|choice|length|integer)',/g, "kind: '',"],
  ['/src/options/kinds.ts', /\bkind: TextKind = 'text'/g, "kind: TextKind = ''"],
  ['/src/options/kinds.ts', /^ {2}words,$/gm, ''],
  ['/src/options/launcher-options.ts', /\btext\(([^,()]+), '\w+'\)/g, 'text($1)'],
];

export const leanOptions = (): Plugin => ({
  name: 'lean-options',
  enforce: 'pre',
  transform(code, id) {
    const cuts = CUTS.filter(([file]) => id.endsWith(file));
    return cuts.length > 0 ? { code: cuts.reduce(cut, code), map: null } : null;
  },
});

/** @throws if the source no longer has such a text */
function cut(code: string, [file, pattern, replacement]: (typeof CUTS)[number]): string {
  const lean = code.replaceAll(pattern, replacement);
  if (lean === code) throw new Error(`${file} no longer has ${pattern}: change lean-options.ts.`);
  return lean;
}
